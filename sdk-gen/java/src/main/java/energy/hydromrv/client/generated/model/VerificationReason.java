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
 * VerificationReason of the API.
 *
 * @param rule Stable id
 * @param effect {@code note} never changes the status. One of {@code note}, {@code flag}, {@code reject}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record VerificationReason(
        @JsonProperty("layer") String layer,
        @JsonProperty("rule") String rule,
        @JsonProperty("effect") String effect,
        @JsonProperty("detail") String detail
) {
}
