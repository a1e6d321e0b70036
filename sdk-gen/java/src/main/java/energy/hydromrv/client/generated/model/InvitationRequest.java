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
 * InvitationRequest of the API.
 *
 * @param organisation Id of the organisation that is invited
 * @param role One of {@code verifier}, {@code issuer}, {@code auditor}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record InvitationRequest(
        @JsonProperty("organisation") String organisation,
        @JsonProperty("role") String role
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String organisation;
        private String role;

        public Builder organisation(String organisation) {
            this.organisation = organisation;
            return this;
        }

        public Builder role(String role) {
            this.role = role;
            return this;
        }

        public InvitationRequest build() {
            return new InvitationRequest(organisation, role);
        }
    }
}
