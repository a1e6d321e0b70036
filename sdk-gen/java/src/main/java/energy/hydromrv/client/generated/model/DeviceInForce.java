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
 * DeviceInForce of the API.
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
public record DeviceInForce(
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("kind") String kind,
        @JsonProperty("name") String name,
        @JsonProperty("rated_power_kw") BigDecimal ratedPowerKw,
        @JsonProperty("calibration_valid_until") String calibrationValidUntil,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("manufacturer") String manufacturer,
        @JsonProperty("model") String model,
        @JsonProperty("serial") String serial,
        @JsonProperty("sensor_limits") List<DeviceSensorLimit> sensorLimits,
        @JsonProperty("plant_id") String plantId
) {
}
