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
 * PeriodAmendment of the API.
 *
 * @param invoiceNetWh Net energy of the invoice or settlement, Wh: it can only lower the result
 * @param checkNetWh Net energy of a check meter that is not connected, Wh: it can only lower the result
 * @param fuelG Fossil fuel burnt on site, g; needed where the design names a fuel
 * @param leG Leakage beside what the rulebook counts, gCO2
 * @param calibrations Late calibrations that the design does not hold yet
 * @param reason Why it is stated anew; part of the statement
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodAmendment(
        @JsonProperty("invoice_net_wh") String invoiceNetWh,
        @JsonProperty("check_net_wh") String checkNetWh,
        @JsonProperty("fuel_g") String fuelG,
        @JsonProperty("le_g") String leG,
        @JsonProperty("calibrations") List<ClosingFactsCalibration> calibrations,
        @JsonProperty("reason") String reason
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String invoiceNetWh;
        private String checkNetWh;
        private String fuelG;
        private String leG;
        private List<ClosingFactsCalibration> calibrations;
        private String reason;

        public Builder invoiceNetWh(String invoiceNetWh) {
            this.invoiceNetWh = invoiceNetWh;
            return this;
        }

        public Builder checkNetWh(String checkNetWh) {
            this.checkNetWh = checkNetWh;
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

        public Builder calibrations(List<ClosingFactsCalibration> calibrations) {
            this.calibrations = calibrations;
            return this;
        }

        public Builder reason(String reason) {
            this.reason = reason;
            return this;
        }

        public PeriodAmendment build() {
            return new PeriodAmendment(invoiceNetWh, checkNetWh, fuelG, leG, calibrations, reason);
        }
    }
}
