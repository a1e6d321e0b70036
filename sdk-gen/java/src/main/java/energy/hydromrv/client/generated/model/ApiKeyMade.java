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
 * ApiKeyMade of the API.
 *
 * @param state {@code ending}: another key took its place, and it works until {@code expires_at}. One of {@code active}, {@code
 *     ending}, {@code expired}, {@code revoked}
 * @param scopes Null: nothing narrows it, as with the next three
 * @param plants The only plants that it sees
 * @param devices The only devices that it sends readings of
 * @param networks Where it may be used from: addresses and networks (CIDR), IPv4 and IPv6
 * @param lastUsedAt To within five minutes; null: never
 * @param rotatedTo Id of the key that took its place
 * @param apiKey Shown now and never again; kept nowhere
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ApiKeyMade(
        @JsonProperty("key_id") String keyId,
        @JsonProperty("label") String label,
        @JsonProperty("state") String state,
        @JsonProperty("roles") List<String> roles,
        @JsonProperty("scopes") List<String> scopes,
        @JsonProperty("plants") List<String> plants,
        @JsonProperty("devices") List<String> devices,
        @JsonProperty("networks") List<String> networks,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("expires_at") String expiresAt,
        @JsonProperty("revoked_at") String revokedAt,
        @JsonProperty("last_used_at") String lastUsedAt,
        @JsonProperty("rotated_to") String rotatedTo,
        @JsonProperty("api_key") String apiKey
) {
}
