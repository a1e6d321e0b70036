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
 * ProjectDesignMeter of the API.
 *
 * @param deviceId The device whose readings carry its registers
 * @param role Only main meters credit; a check meter can only lower the result. One of {@code main}, {@code check}
 * @param checks Of a check meter: the main meter it stands beside
 * @param accuracyClass As on its plate, e.g. 0.2S
 * @param mpePct Maximum permissible error, per cent: 0.2 means 0.2 %
 * @param capacityW Nameplate behind this meter, W; needed where there are several main meters
 * @param rollsOverAtWh Value at which its registers begin again at 0, Wh
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignMeter(
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("role") String role,
        @JsonProperty("checks") String checks,
        @JsonProperty("serial") String serial,
        @JsonProperty("accuracy_class") String accuracyClass,
        @JsonProperty("mpe_pct") String mpePct,
        @JsonProperty("capacity_w") String capacityW,
        @JsonProperty("rolls_over_at_wh") String rollsOverAtWh,
        @JsonProperty("calibrations") List<ProjectDesignMeterCalibration> calibrations,
        @JsonProperty("replacements") List<ProjectDesignMeterReplacement> replacements
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String deviceId;
        private String role;
        private String checks;
        private String serial;
        private String accuracyClass;
        private String mpePct;
        private String capacityW;
        private String rollsOverAtWh;
        private List<ProjectDesignMeterCalibration> calibrations;
        private List<ProjectDesignMeterReplacement> replacements;

        public Builder deviceId(String deviceId) {
            this.deviceId = deviceId;
            return this;
        }

        public Builder role(String role) {
            this.role = role;
            return this;
        }

        public Builder checks(String checks) {
            this.checks = checks;
            return this;
        }

        public Builder serial(String serial) {
            this.serial = serial;
            return this;
        }

        public Builder accuracyClass(String accuracyClass) {
            this.accuracyClass = accuracyClass;
            return this;
        }

        public Builder mpePct(String mpePct) {
            this.mpePct = mpePct;
            return this;
        }

        public Builder capacityW(String capacityW) {
            this.capacityW = capacityW;
            return this;
        }

        public Builder rollsOverAtWh(String rollsOverAtWh) {
            this.rollsOverAtWh = rollsOverAtWh;
            return this;
        }

        public Builder calibrations(List<ProjectDesignMeterCalibration> calibrations) {
            this.calibrations = calibrations;
            return this;
        }

        public Builder replacements(List<ProjectDesignMeterReplacement> replacements) {
            this.replacements = replacements;
            return this;
        }

        public ProjectDesignMeter build() {
            return new ProjectDesignMeter(deviceId, role, checks, serial, accuracyClass, mpePct, capacityW, rollsOverAtWh, calibrations, replacements);
        }
    }
}
