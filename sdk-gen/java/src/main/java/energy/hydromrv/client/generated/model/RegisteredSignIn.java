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
 * The link confirms the address; there the first user chooses a password
 *
 * @param linkBy {@code console}: this gateway sends no mail; its operator prints the link. One of {@code e-mail}, {@code console}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RegisteredSignIn(
        @JsonProperty("email") String email,
        @JsonProperty("link_by") String linkBy,
        @JsonProperty("link_expires_at") String linkExpiresAt
) {
}
