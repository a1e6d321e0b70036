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
 * Newer than every value below; it has no verdict before its record is made
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record NewestSample(
        @JsonProperty("timestamp") String timestamp,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("received_at") String receivedAt,
        @JsonProperty("readings") Map<String, BigDecimal> readings
) {
}
