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
 * Registered of the API.
 *
 * @param apiKey Roles operator and device. Shown only now, kept nowhere
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Registered(
        @JsonProperty("organisation") RegisteredOrganisation organisation,
        @JsonProperty("api_key") String apiKey,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("sign_in") RegisteredSignIn signIn,
        @JsonProperty("links") RegisteredLinks links
) {
}
