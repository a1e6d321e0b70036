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
 * CarbonCalculationRequestGridOmUnit of the API.
 *
 * @param egMwh Net energy sent out in the year, MWh
 * @param efEl Emission factor as known, tCO2/MWh
 * @param efCo2TPerGj CO2 of the fuel, lower bound, tCO2/GJ (option A2)
 * @param efficiency Net efficiency of the unit, 0-1 (option A2)
 * @param fuels Fuel burnt in the year, t, with its net calorific value and CO2 content (option A1)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationRequestGridOmUnit(
        @JsonProperty("eg_mwh") String egMwh,
        @JsonProperty("ef_el") String efEl,
        @JsonProperty("ef_co2_t_per_gj") String efCo2TPerGj,
        @JsonProperty("efficiency") String efficiency,
        @JsonProperty("fuels") List<CalculatedFuel> fuels,
        @JsonProperty("low_cost_must_run") Boolean lowCostMustRun
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String egMwh;
        private String efEl;
        private String efCo2TPerGj;
        private String efficiency;
        private List<CalculatedFuel> fuels;
        private Boolean lowCostMustRun;

        public Builder egMwh(String egMwh) {
            this.egMwh = egMwh;
            return this;
        }

        public Builder efEl(String efEl) {
            this.efEl = efEl;
            return this;
        }

        public Builder efCo2TPerGj(String efCo2TPerGj) {
            this.efCo2TPerGj = efCo2TPerGj;
            return this;
        }

        public Builder efficiency(String efficiency) {
            this.efficiency = efficiency;
            return this;
        }

        public Builder fuels(List<CalculatedFuel> fuels) {
            this.fuels = fuels;
            return this;
        }

        public Builder lowCostMustRun(Boolean lowCostMustRun) {
            this.lowCostMustRun = lowCostMustRun;
            return this;
        }

        public CarbonCalculationRequestGridOmUnit build() {
            return new CarbonCalculationRequestGridOmUnit(egMwh, efEl, efCo2TPerGj, efficiency, fuels, lowCostMustRun);
        }
    }
}
