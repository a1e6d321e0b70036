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
 * The main meter's calibration was overdue for the whole period; needs export and import
 *
 * @param mpePct Maximum permissible error of the meter, per cent: 0.2 means 0.2 %
 * @param identifiedErrorPct Error the late calibration found, per cent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationRequestPeriodDelayedCalibration(
        @JsonProperty("mpe_pct") String mpePct,
        @JsonProperty("identified_error_pct") String identifiedErrorPct
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String mpePct;
        private String identifiedErrorPct;

        public Builder mpePct(String mpePct) {
            this.mpePct = mpePct;
            return this;
        }

        public Builder identifiedErrorPct(String identifiedErrorPct) {
            this.identifiedErrorPct = identifiedErrorPct;
            return this;
        }

        public CarbonCalculationRequestPeriodDelayedCalibration build() {
            return new CarbonCalculationRequestPeriodDelayedCalibration(mpePct, identifiedErrorPct);
        }
    }
}
