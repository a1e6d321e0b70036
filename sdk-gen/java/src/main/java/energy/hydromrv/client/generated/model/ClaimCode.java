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
 * ClaimCode of the API.
 *
 * @param code Shown now and never again; typed with or without hyphen, in any case
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ClaimCode(
        @JsonProperty("code") String code,
        @JsonProperty("claim_id") String claimId,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("expires_at") String expiresAt,
        @JsonProperty("api_key_limits") ClaimCodeApiKeyLimits apiKeyLimits
) {
}
