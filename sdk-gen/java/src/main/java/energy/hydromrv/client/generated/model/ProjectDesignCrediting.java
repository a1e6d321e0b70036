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
 * ProjectDesignCrediting of the API.
 *
 * @param kind Years and number of crediting periods. One of {@code 10}, {@code 7x3}, {@code 5x3}
 * @param start First local day of the first crediting period
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignCrediting(
        @JsonProperty("kind") String kind,
        @JsonProperty("start") String start
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String kind;
        private String start;

        public Builder kind(String kind) {
            this.kind = kind;
            return this;
        }

        public Builder start(String start) {
            this.start = start;
            return this;
        }

        public ProjectDesignCrediting build() {
            return new ProjectDesignCrediting(kind, start);
        }
    }
}
