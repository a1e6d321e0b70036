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
 * Device of the API.
 *
 * @param deviceId Chosen by the operator, unique within the organisation
 * @param kind Says which quantities a reading of it must carry. One of {@code turbine}, {@code meter}, {@code gauge}, {@code
 *     station}
 * @param ratedPowerKw Nameplate of this unit, when less than the plant's
 * @param calibrationValidUntil Last day (UTC) of the instrument's calibration; later readings say so
 * @param intervalS Seconds between its readings, as its configuration tells it
 * @param sensorLimits Measuring ranges of the device's sensors, by quantity
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Device(
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("kind") String kind,
        @JsonProperty("name") String name,
        @JsonProperty("rated_power_kw") BigDecimal ratedPowerKw,
        @JsonProperty("calibration_valid_until") String calibrationValidUntil,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("manufacturer") String manufacturer,
        @JsonProperty("model") String model,
        @JsonProperty("serial") String serial,
        @JsonProperty("sensor_limits") List<DeviceSensorLimit> sensorLimits
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String deviceId;
        private String kind;
        private String name;
        private BigDecimal ratedPowerKw;
        private String calibrationValidUntil;
        private Long intervalS;
        private String manufacturer;
        private String model;
        private String serial;
        private List<DeviceSensorLimit> sensorLimits;

        public Builder deviceId(String deviceId) {
            this.deviceId = deviceId;
            return this;
        }

        public Builder kind(String kind) {
            this.kind = kind;
            return this;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder ratedPowerKw(BigDecimal ratedPowerKw) {
            this.ratedPowerKw = ratedPowerKw;
            return this;
        }

        public Builder ratedPowerKw(double ratedPowerKw) {
            return ratedPowerKw(BigDecimal.valueOf(ratedPowerKw));
        }

        public Builder calibrationValidUntil(String calibrationValidUntil) {
            this.calibrationValidUntil = calibrationValidUntil;
            return this;
        }

        public Builder intervalS(Long intervalS) {
            this.intervalS = intervalS;
            return this;
        }

        public Builder intervalS(long intervalS) {
            return intervalS(Long.valueOf(intervalS));
        }

        public Builder manufacturer(String manufacturer) {
            this.manufacturer = manufacturer;
            return this;
        }

        public Builder model(String model) {
            this.model = model;
            return this;
        }

        public Builder serial(String serial) {
            this.serial = serial;
            return this;
        }

        public Builder sensorLimits(List<DeviceSensorLimit> sensorLimits) {
            this.sensorLimits = sensorLimits;
            return this;
        }

        public Device build() {
            return new Device(deviceId, kind, name, ratedPowerKw, calibrationValidUntil, intervalS, manufacturer, model, serial, sensorLimits);
        }
    }
}
