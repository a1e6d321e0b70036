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
 * LeftStandingItem of the API.
 *
 * @param kind One of {@code webhook}, {@code alert-channel}, {@code alert-silence}, {@code period-invitation}, {@code
 *     member-invitation}, {@code oidc-issuer}, {@code api-key}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record LeftStandingItem(
        @JsonProperty("kind") String kind,
        @JsonProperty("id") String id,
        @JsonProperty("path") String path
) {
}
