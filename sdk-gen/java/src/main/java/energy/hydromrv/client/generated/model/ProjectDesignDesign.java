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
 * ProjectDesignDesign of the API.
 *
 * @param technology One of {@code hydro}, {@code wind}, {@code solar}
 * @param projectType One of {@code greenfield}, {@code capacity_addition}, {@code retrofit}, {@code rehabilitation}, {@code
 *     replacement}
 * @param reservoir none: run-of-river. One of {@code none}, {@code single}, {@code integrated}
 * @param capPjW Installed capacity with the project, W
 * @param capBlW Installed capacity before it, W; a greenfield plant has none
 * @param aPjM2 Reservoir area with the project at full level, m2
 * @param aBlM2 Reservoir area before it, m2; a new reservoir has none
 * @param reservoirs Of an integrated project: each reservoir with the capacity of its plant
 * @param historicalAnnualWh Net generation of each calendar year before the project, Wh; not for greenfield
 * @param dateBaselineRetrofit DATE_BaselineRetrofit: from this day the old equipment would have been replaced anyway
 * @param fuel Fuel burnt on site, with the rulebook's coefficient. One of {@code diesel}
 * @param coefFuelGPerT CO2 of the fuel burnt on site, g per t of fuel (TOOL03 COEF)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignDesign(
        @JsonProperty("technology") String technology,
        @JsonProperty("project_type") String projectType,
        @JsonProperty("reservoir") String reservoir,
        @JsonProperty("cap_pj_w") String capPjW,
        @JsonProperty("cap_bl_w") String capBlW,
        @JsonProperty("a_pj_m2") String aPjM2,
        @JsonProperty("a_bl_m2") String aBlM2,
        @JsonProperty("reservoirs") List<ProjectDesignDesignReservoir> reservoirs,
        @JsonProperty("historical_annual_wh") List<String> historicalAnnualWh,
        @JsonProperty("date_baseline_retrofit") String dateBaselineRetrofit,
        @JsonProperty("country") String country,
        @JsonProperty("fuel") String fuel,
        @JsonProperty("coef_fuel_g_per_t") String coefFuelGPerT
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String technology;
        private String projectType;
        private String reservoir;
        private String capPjW;
        private String capBlW;
        private String aPjM2;
        private String aBlM2;
        private List<ProjectDesignDesignReservoir> reservoirs;
        private List<String> historicalAnnualWh;
        private String dateBaselineRetrofit;
        private String country;
        private String fuel;
        private String coefFuelGPerT;

        public Builder technology(String technology) {
            this.technology = technology;
            return this;
        }

        public Builder projectType(String projectType) {
            this.projectType = projectType;
            return this;
        }

        public Builder reservoir(String reservoir) {
            this.reservoir = reservoir;
            return this;
        }

        public Builder capPjW(String capPjW) {
            this.capPjW = capPjW;
            return this;
        }

        public Builder capBlW(String capBlW) {
            this.capBlW = capBlW;
            return this;
        }

        public Builder aPjM2(String aPjM2) {
            this.aPjM2 = aPjM2;
            return this;
        }

        public Builder aBlM2(String aBlM2) {
            this.aBlM2 = aBlM2;
            return this;
        }

        public Builder reservoirs(List<ProjectDesignDesignReservoir> reservoirs) {
            this.reservoirs = reservoirs;
            return this;
        }

        public Builder historicalAnnualWh(List<String> historicalAnnualWh) {
            this.historicalAnnualWh = historicalAnnualWh;
            return this;
        }

        public Builder dateBaselineRetrofit(String dateBaselineRetrofit) {
            this.dateBaselineRetrofit = dateBaselineRetrofit;
            return this;
        }

        public Builder country(String country) {
            this.country = country;
            return this;
        }

        public Builder fuel(String fuel) {
            this.fuel = fuel;
            return this;
        }

        public Builder coefFuelGPerT(String coefFuelGPerT) {
            this.coefFuelGPerT = coefFuelGPerT;
            return this;
        }

        public ProjectDesignDesign build() {
            return new ProjectDesignDesign(technology, projectType, reservoir, capPjW, capBlW, aPjM2, aBlM2, reservoirs, historicalAnnualWh, dateBaselineRetrofit, country, fuel, coefFuelGPerT);
        }
    }
}
