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
 * SeriesDevicePoint of the API.
 *
 * @param timestamp End of the bucket, which belongs to it
 * @param avg Null where every reading of the bucket was rejected, as are the next three
 * @param count Readings in these values
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record SeriesDevicePoint(
        @JsonProperty("timestamp") String timestamp,
        @JsonProperty("avg") BigDecimal avg,
        @JsonProperty("min") BigDecimal min,
        @JsonProperty("max") BigDecimal max,
        @JsonProperty("last") BigDecimal last,
        @JsonProperty("count") Long count,
        @JsonProperty("quality") SeriesDevicePointQuality quality
) {
}
