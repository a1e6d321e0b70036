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
 * Caller of the API.
 *
 * @param method One of {@code key}, {@code session}, {@code oidc}
 * @param user Null for a key. Of an issuer's token only a pseudonym is known
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Caller(
        @JsonProperty("organisation") String organisation,
        @JsonProperty("roles") List<String> roles,
        @JsonProperty("method") String method,
        @JsonProperty("second_factor") Boolean secondFactor,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("user") CallerUser user
) {
}
