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
 * CarbonCalculationRequest of the API.
 *
 * @param rulebook A rulebook by id, e.g. acm0002-v22.0
 * @param periods In order of time, without overlap
 * @param yearToDateNetWh Net generation of the first period's calendar year before it, Wh: part of the annual baseline is used
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationRequest(
        @JsonProperty("rulebook") String rulebook,
        @JsonProperty("grid") CarbonCalculationRequestGrid grid,
        @JsonProperty("design") CarbonCalculationRequestDesign design,
        @JsonProperty("periods") List<CarbonCalculationRequestPeriod> periods,
        @JsonProperty("year_to_date_net_wh") String yearToDateNetWh,
        @JsonProperty("issuance") CarbonCalculationRequestIssuance issuance,
        @JsonProperty("ex_ante") ProjectDesignExAnte exAnte
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String rulebook;
        private CarbonCalculationRequestGrid grid;
        private CarbonCalculationRequestDesign design;
        private List<CarbonCalculationRequestPeriod> periods;
        private String yearToDateNetWh;
        private CarbonCalculationRequestIssuance issuance;
        private ProjectDesignExAnte exAnte;

        public Builder rulebook(String rulebook) {
            this.rulebook = rulebook;
            return this;
        }

        public Builder grid(CarbonCalculationRequestGrid grid) {
            this.grid = grid;
            return this;
        }

        public Builder design(CarbonCalculationRequestDesign design) {
            this.design = design;
            return this;
        }

        public Builder periods(List<CarbonCalculationRequestPeriod> periods) {
            this.periods = periods;
            return this;
        }

        public Builder yearToDateNetWh(String yearToDateNetWh) {
            this.yearToDateNetWh = yearToDateNetWh;
            return this;
        }

        public Builder issuance(CarbonCalculationRequestIssuance issuance) {
            this.issuance = issuance;
            return this;
        }

        public Builder exAnte(ProjectDesignExAnte exAnte) {
            this.exAnte = exAnte;
            return this;
        }

        public CarbonCalculationRequest build() {
            return new CarbonCalculationRequest(rulebook, grid, design, periods, yearToDateNetWh, issuance, exAnte);
        }
    }
}
