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
 * StreamReading of the API.
 *
 * @param seq Place in the plant's chain
 * @param timestamp End of the interval
 * @param source {@code backfill}: history, filed later
 * @param replaces The record that this correction stands for
 * @param readings Quantities, as they were sent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record StreamReading(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("seq") Long seq,
        @JsonProperty("timestamp") String timestamp,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("received_at") String receivedAt,
        @JsonProperty("source") String source,
        @JsonProperty("replaces") String replaces,
        @JsonProperty("readings") Map<String, BigDecimal> readings
) {
}
