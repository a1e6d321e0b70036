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
 * PlantAccounting of the API.
 *
 * @param intervalS Length of the slots that records are made of, s; it divides 900
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantAccounting(
        @JsonProperty("interval_s") Long intervalS
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private Long intervalS;

        public Builder intervalS(Long intervalS) {
            this.intervalS = intervalS;
            return this;
        }

        public Builder intervalS(long intervalS) {
            return intervalS(Long.valueOf(intervalS));
        }

        public PlantAccounting build() {
            return new PlantAccounting(intervalS);
        }
    }
}
