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
 * PlantEfficiencyCurve of the API.
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantEfficiencyCurve(
        @JsonProperty("flow_fraction") BigDecimal flowFraction,
        @JsonProperty("efficiency") BigDecimal efficiency
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private BigDecimal flowFraction;
        private BigDecimal efficiency;

        public Builder flowFraction(BigDecimal flowFraction) {
            this.flowFraction = flowFraction;
            return this;
        }

        public Builder flowFraction(double flowFraction) {
            return flowFraction(BigDecimal.valueOf(flowFraction));
        }

        public Builder efficiency(BigDecimal efficiency) {
            this.efficiency = efficiency;
            return this;
        }

        public Builder efficiency(double efficiency) {
            return efficiency(BigDecimal.valueOf(efficiency));
        }

        public PlantEfficiencyCurve build() {
            return new PlantEfficiencyCurve(flowFraction, efficiency);
        }
    }
}
