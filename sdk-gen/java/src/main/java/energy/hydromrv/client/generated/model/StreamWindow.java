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
 * StreamWindow of the API.
 *
 * @param resolution One of {@code 5s}, {@code 1m}, {@code 5m}, {@code 1h}
 * @param to Readings whose intervals end in (from, to]
 * @param count Readings in it. Those that come later make the same window again, with them alone
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record StreamWindow(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("resolution") String resolution,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("count") Long count,
        @JsonProperty("readings") Map<String, StreamWindowReading> readings
) {
}
