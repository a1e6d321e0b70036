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
 * What the device's API key will be narrowed to, as your key is; null: nothing narrows it
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ClaimCodeApiKeyLimits(
        @JsonProperty("scopes") List<String> scopes,
        @JsonProperty("networks") List<String> networks,
        @JsonProperty("expires_at") String expiresAt
) {
}
