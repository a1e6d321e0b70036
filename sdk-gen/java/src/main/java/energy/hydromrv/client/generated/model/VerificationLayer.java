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
 * VerificationLayer of the API.
 *
 * @param layer physics, temporal, environmental, statistical or device
 * @param applies False: nothing to judge; its weight went to the other layers
 * @param score 0-1, four decimals
 * @param weight Share in the trust score, four decimals
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record VerificationLayer(
        @JsonProperty("layer") String layer,
        @JsonProperty("applies") Boolean applies,
        @JsonProperty("score") BigDecimal score,
        @JsonProperty("weight") BigDecimal weight
) {
}
