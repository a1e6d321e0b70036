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
 * SeriesDevice of the API.
 *
 * @param buckets Buckets in the span, before any were left out
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record SeriesDevice(
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("buckets") Long buckets,
        @JsonProperty("points") List<SeriesDevicePoint> points
) {
}
