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
 * Registration of the API.
 *
 * @param email Of the organisation's first user
 * @param name Of that user
 * @param invitation Where registration is by invitation: the operator's code
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Registration(
        @JsonProperty("organisation") RegistrationOrganisation organisation,
        @JsonProperty("email") String email,
        @JsonProperty("name") String name,
        @JsonProperty("invitation") String invitation
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private RegistrationOrganisation organisation;
        private String email;
        private String name;
        private String invitation;

        public Builder organisation(RegistrationOrganisation organisation) {
            this.organisation = organisation;
            return this;
        }

        public Builder email(String email) {
            this.email = email;
            return this;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder invitation(String invitation) {
            this.invitation = invitation;
            return this;
        }

        public Registration build() {
            return new Registration(organisation, email, name, invitation);
        }
    }
}
