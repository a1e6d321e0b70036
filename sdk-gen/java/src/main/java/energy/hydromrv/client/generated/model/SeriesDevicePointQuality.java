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
 * SeriesDevicePointQuality of the API.
 *
 * @param flagged A verifier has them
 * @param approvedShare 0-1, four decimals
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record SeriesDevicePointQuality(
        @JsonProperty("approved") Long approved,
        @JsonProperty("flagged") Long flagged,
        @JsonProperty("rejected") Long rejected,
        @JsonProperty("approved_share") BigDecimal approvedShare
) {
}
