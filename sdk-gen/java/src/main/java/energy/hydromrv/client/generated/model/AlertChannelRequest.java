// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AlertChannelRequest of the API.
 *
 * @param kind One of {@code alertmanager}
 * @param target Base URL of an Alertmanager; {@code /api/v2/alerts} is added. https, at a public address
 * @param plantIds Only alerts of these plants; null: all
 * @param leastSeverity Only alerts at least as grave. One of {@code info}, {@code warning}, {@code critical}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertChannelRequest(
        @JsonProperty("kind") String kind,
        @JsonProperty("target") String target,
        @JsonProperty("plant_ids") Optional<List<String>> plantIds,
        @JsonProperty("least_severity") String leastSeverity
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String kind;
        private String target;
        private Optional<List<String>> plantIds;
        private String leastSeverity;

        public Builder kind(String kind) {
            this.kind = kind;
            return this;
        }

        public Builder target(String target) {
            this.target = target;
            return this;
        }

        /** Null is sent as null. */
        public Builder plantIds(List<String> plantIds) {
            this.plantIds = Optional.ofNullable(plantIds);
            return this;
        }

        public Builder leastSeverity(String leastSeverity) {
            this.leastSeverity = leastSeverity;
            return this;
        }

        public AlertChannelRequest build() {
            return new AlertChannelRequest(kind, target, plantIds, leastSeverity);
        }
    }
}
