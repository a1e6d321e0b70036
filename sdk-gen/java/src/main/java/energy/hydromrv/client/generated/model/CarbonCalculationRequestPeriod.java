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
 * CarbonCalculationRequestPeriod of the API.
 *
 * @param from First local day
 * @param to First local day after the period
 * @param netWh Export minus import, Wh; instead of both
 * @param exportWh Export of the main meter, Wh
 * @param importWh Import of the main meter, Wh
 * @param grossWh Gross generation, Wh; needed where reservoir emissions count
 * @param fuelG Fossil fuel burnt on site, g; absent: none was
 * @param leG Leakage to take off beside what the rulebook counts, gCO2
 * @param invoiceNetWh Net energy by invoice or check meter, Wh: the lower of the two counts
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationRequestPeriod(
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("net_wh") String netWh,
        @JsonProperty("export_wh") String exportWh,
        @JsonProperty("import_wh") String importWh,
        @JsonProperty("gross_wh") String grossWh,
        @JsonProperty("fuel_g") String fuelG,
        @JsonProperty("le_g") String leG,
        @JsonProperty("invoice_net_wh") String invoiceNetWh,
        @JsonProperty("delayed_calibration") CarbonCalculationRequestPeriodDelayedCalibration delayedCalibration
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String from;
        private String to;
        private String netWh;
        private String exportWh;
        private String importWh;
        private String grossWh;
        private String fuelG;
        private String leG;
        private String invoiceNetWh;
        private CarbonCalculationRequestPeriodDelayedCalibration delayedCalibration;

        public Builder from(String from) {
            this.from = from;
            return this;
        }

        public Builder to(String to) {
            this.to = to;
            return this;
        }

        public Builder netWh(String netWh) {
            this.netWh = netWh;
            return this;
        }

        public Builder exportWh(String exportWh) {
            this.exportWh = exportWh;
            return this;
        }

        public Builder importWh(String importWh) {
            this.importWh = importWh;
            return this;
        }

        public Builder grossWh(String grossWh) {
            this.grossWh = grossWh;
            return this;
        }

        public Builder fuelG(String fuelG) {
            this.fuelG = fuelG;
            return this;
        }

        public Builder leG(String leG) {
            this.leG = leG;
            return this;
        }

        public Builder invoiceNetWh(String invoiceNetWh) {
            this.invoiceNetWh = invoiceNetWh;
            return this;
        }

        public Builder delayedCalibration(CarbonCalculationRequestPeriodDelayedCalibration delayedCalibration) {
            this.delayedCalibration = delayedCalibration;
            return this;
        }

        public CarbonCalculationRequestPeriod build() {
            return new CarbonCalculationRequestPeriod(from, to, netWh, exportWh, importWh, grossWh, fuelG, leG, invoiceNetWh, delayedCalibration);
        }
    }
}
