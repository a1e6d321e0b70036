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
 * Left out: units of 1 t, and nothing carried in
 *
 * @param unitG gCO2 of one unit: 1000 (1 kg) or 1000000 (1 t). Left out: "1000000"
 * @param carryInG Remainder (&gt; 0) or deficit (&lt; 0) of the period before, g. Left out: "0"
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationRequestIssuance(
        @JsonProperty("unit_g") String unitG,
        @JsonProperty("carry_in_g") String carryInG
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String unitG;
        private String carryInG;

        public Builder unitG(String unitG) {
            this.unitG = unitG;
            return this;
        }

        public Builder carryInG(String carryInG) {
            this.carryInG = carryInG;
            return this;
        }

        public CarbonCalculationRequestIssuance build() {
            return new CarbonCalculationRequestIssuance(unitG, carryInG);
        }
    }
}
