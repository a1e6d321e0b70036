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
 * ClosingFactsCalibration of the API.
 *
 * @param on Local day of the test
 * @param validUntil First local day on which it is overdue
 * @param identifiedErrorPct Error a late test found, per cent: 0.2 means 0.2 %
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ClosingFactsCalibration(
        @JsonProperty("on") String on,
        @JsonProperty("valid_until") String validUntil,
        @JsonProperty("identified_error_pct") String identifiedErrorPct,
        @JsonProperty("device_id") String deviceId
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String on;
        private String validUntil;
        private String identifiedErrorPct;
        private String deviceId;

        public Builder on(String on) {
            this.on = on;
            return this;
        }

        public Builder validUntil(String validUntil) {
            this.validUntil = validUntil;
            return this;
        }

        public Builder identifiedErrorPct(String identifiedErrorPct) {
            this.identifiedErrorPct = identifiedErrorPct;
            return this;
        }

        public Builder deviceId(String deviceId) {
            this.deviceId = deviceId;
            return this;
        }

        public ClosingFactsCalibration build() {
            return new ClosingFactsCalibration(on, validUntil, identifiedErrorPct, deviceId);
        }
    }
}
