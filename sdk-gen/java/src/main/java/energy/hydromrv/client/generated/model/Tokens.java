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
 * Tokens of the API.
 *
 * @param accessToken Send it as {@code Authorization: Bearer}; for {@code organisation} only
 * @param tokenType One of {@code Bearer}
 * @param refreshToken Good once, for the next pair. One that comes again ends the session
 * @param organisation Which the access token is for
 * @param secondFactor The session has shown a second factor
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Tokens(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("expires_in_s") Long expiresInS,
        @JsonProperty("refresh_token") String refreshToken,
        @JsonProperty("refresh_expires_at") String refreshExpiresAt,
        @JsonProperty("user_id") String userId,
        @JsonProperty("organisation") String organisation,
        @JsonProperty("roles") List<String> roles,
        @JsonProperty("second_factor") Boolean secondFactor
) {
}
