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
 * Joined of the API.
 *
 * @param account {@code existing}: its password and name stay. One of {@code created}, {@code existing}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Joined(
        @JsonProperty("user_id") String userId,
        @JsonProperty("email") String email,
        @JsonProperty("organisation") String organisation,
        @JsonProperty("roles") List<String> roles,
        @JsonProperty("account") String account
) {
}
