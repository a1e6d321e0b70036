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
 * Login of the API.
 *
 * @param password As it was chosen
 * @param totp The six digits that your app shows now
 * @param recoveryCode A recovery code that was not used, instead of the digits
 * @param organisation Which of yours; else the one you joined first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Login(
        @JsonProperty("email") String email,
        @JsonProperty("password") String password,
        @JsonProperty("totp") String totp,
        @JsonProperty("recovery_code") String recoveryCode,
        @JsonProperty("organisation") String organisation
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String email;
        private String password;
        private String totp;
        private String recoveryCode;
        private String organisation;

        public Builder email(String email) {
            this.email = email;
            return this;
        }

        public Builder password(String password) {
            this.password = password;
            return this;
        }

        public Builder totp(String totp) {
            this.totp = totp;
            return this;
        }

        public Builder recoveryCode(String recoveryCode) {
            this.recoveryCode = recoveryCode;
            return this;
        }

        public Builder organisation(String organisation) {
            this.organisation = organisation;
            return this;
        }

        public Login build() {
            return new Login(email, password, totp, recoveryCode, organisation);
        }
    }
}
