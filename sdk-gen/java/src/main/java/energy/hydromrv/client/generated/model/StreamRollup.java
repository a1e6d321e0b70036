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
 * StreamRollup of the API.
 *
 * @param resolution One of {@code 1m}, {@code 5m}, {@code 1h}, {@code 1d}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record StreamRollup(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("resolution") String resolution,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("readings") Map<String, StreamRollupReading> readings
) {
}
