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
 * WebhookRequest of the API.
 *
 * @param url https, at a public address: the name is resolved at each attempt, and an answer with a redirect is a failure
 * @param types Which events: types, families of them ({@code record.*}), or all ({@code *})
 * @param plantIds Only events of these plants; null: of all, and what belongs to none
 * @param description For yourselves
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record WebhookRequest(
        @JsonProperty("url") String url,
        @JsonProperty("types") List<String> types,
        @JsonProperty("plant_ids") Optional<List<String>> plantIds,
        @JsonProperty("description") String description
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String url;
        private List<String> types;
        private Optional<List<String>> plantIds;
        private String description;

        public Builder url(String url) {
            this.url = url;
            return this;
        }

        public Builder types(List<String> types) {
            this.types = types;
            return this;
        }

        /** Null is sent as null. */
        public Builder plantIds(List<String> plantIds) {
            this.plantIds = Optional.ofNullable(plantIds);
            return this;
        }

        public Builder description(String description) {
            this.description = description;
            return this;
        }

        public WebhookRequest build() {
            return new WebhookRequest(url, types, plantIds, description);
        }
    }
}
