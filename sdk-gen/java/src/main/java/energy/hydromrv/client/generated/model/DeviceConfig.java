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
 * DeviceConfig of the API.
 *
 * @param version Changes whenever anything else here does
 * @param deviceKind One of {@code turbine}, {@code meter}, {@code gauge}, {@code station}
 * @param intervalS Seconds between readings
 * @param signatures One of {@code optional}, {@code required}
 * @param quantities A reading needs one of these; null: any
 * @param lateWindowS Signatures are taken this long after they were made
 * @param maxAheadS A clock further ahead is refused
 * @param timeUrl Its {@code Date} header gives the gateway's time
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record DeviceConfig(
        @JsonProperty("version") String version,
        @JsonProperty("base_url") String baseUrl,
        @JsonProperty("telemetry_url") String telemetryUrl,
        @JsonProperty("config_url") String configUrl,
        @JsonProperty("keys_url") String keysUrl,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("device_kind") String deviceKind,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("signatures") String signatures,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("quantities") List<String> quantities,
        @JsonProperty("late_window_s") Long lateWindowS,
        @JsonProperty("max_ahead_s") Long maxAheadS,
        @JsonProperty("time_url") String timeUrl
) {
}
