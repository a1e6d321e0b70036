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
 * IssuerRequest of the API.
 *
 * @param issuer {@code iss} of its tokens, exactly; its OpenID configuration is fetched from there
 * @param audience {@code aud} that its tokens for this gateway have
 * @param rolesClaim Name of the claim with roles or groups, or a path with dots
 * @param roleMap What each value of the claim gives; values that are not here give nothing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record IssuerRequest(
        @JsonProperty("issuer") String issuer,
        @JsonProperty("audience") String audience,
        @JsonProperty("roles_claim") String rolesClaim,
        @JsonProperty("role_map") Map<String, List<String>> roleMap
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String issuer;
        private String audience;
        private String rolesClaim;
        private Map<String, List<String>> roleMap;

        public Builder issuer(String issuer) {
            this.issuer = issuer;
            return this;
        }

        public Builder audience(String audience) {
            this.audience = audience;
            return this;
        }

        public Builder rolesClaim(String rolesClaim) {
            this.rolesClaim = rolesClaim;
            return this;
        }

        public Builder roleMap(Map<String, List<String>> roleMap) {
            this.roleMap = roleMap;
            return this;
        }

        public IssuerRequest build() {
            return new IssuerRequest(issuer, audience, rolesClaim, roleMap);
        }
    }
}
