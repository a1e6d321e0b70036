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
 * EmailConfirmation of the API.
 *
 * @param token Of the link, behind {@code #join=}
 * @param password Needed when the address has no account yet; else not looked at
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record EmailConfirmation(
        @JsonProperty("token") String token,
        @JsonProperty("password") String password,
        @JsonProperty("name") String name
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String token;
        private String password;
        private String name;

        public Builder token(String token) {
            this.token = token;
            return this;
        }

        public Builder password(String password) {
            this.password = password;
            return this;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public EmailConfirmation build() {
            return new EmailConfirmation(token, password, name);
        }
    }
}
