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
 * CarbonCalculationRequestGrid of the API.
 *
 * @param table A factor table by id, e.g. cea-v21.0
 * @param year One of its years, e.g. 2024-25
 * @param creditingPeriod Which crediting period is running: it sets the weights of the margins. One of {@code 1}, {@code 2}, {@code 3}
 * @param efOm Operating margin, tCO2/MWh
 * @param efBm Build margin, tCO2/MWh
 * @param efCmTPerMwh Combined margin, tCO2/MWh
 * @param efCmGPerMwh Combined margin, gCO2/MWh
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationRequestGrid(
        @JsonProperty("table") String table,
        @JsonProperty("year") String year,
        @JsonProperty("crediting_period") Long creditingPeriod,
        @JsonProperty("ef_om") String efOm,
        @JsonProperty("ef_bm") String efBm,
        @JsonProperty("ef_cm_t_per_mwh") String efCmTPerMwh,
        @JsonProperty("ef_cm_g_per_mwh") String efCmGPerMwh,
        @JsonProperty("om") CarbonCalculationRequestGridOm om,
        @JsonProperty("bm") Object bm
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String table;
        private String year;
        private Long creditingPeriod;
        private String efOm;
        private String efBm;
        private String efCmTPerMwh;
        private String efCmGPerMwh;
        private CarbonCalculationRequestGridOm om;
        private Object bm;

        public Builder table(String table) {
            this.table = table;
            return this;
        }

        public Builder year(String year) {
            this.year = year;
            return this;
        }

        public Builder creditingPeriod(Long creditingPeriod) {
            this.creditingPeriod = creditingPeriod;
            return this;
        }

        public Builder creditingPeriod(long creditingPeriod) {
            return creditingPeriod(Long.valueOf(creditingPeriod));
        }

        public Builder efOm(String efOm) {
            this.efOm = efOm;
            return this;
        }

        public Builder efBm(String efBm) {
            this.efBm = efBm;
            return this;
        }

        public Builder efCmTPerMwh(String efCmTPerMwh) {
            this.efCmTPerMwh = efCmTPerMwh;
            return this;
        }

        public Builder efCmGPerMwh(String efCmGPerMwh) {
            this.efCmGPerMwh = efCmGPerMwh;
            return this;
        }

        public Builder om(CarbonCalculationRequestGridOm om) {
            this.om = om;
            return this;
        }

        public Builder bm(Object bm) {
            this.bm = bm;
            return this;
        }

        public CarbonCalculationRequestGrid build() {
            return new CarbonCalculationRequestGrid(table, year, creditingPeriod, efOm, efBm, efCmTPerMwh, efCmGPerMwh, om, bm);
        }
    }
}
