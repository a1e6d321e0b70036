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
 * PasswordReset of the API.
 *
 * @param token Of the link, behind {@code #password=}
 * @param password 12 to 256 characters of any kind; not one of those that are tried first, and without your address
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PasswordReset(
        @JsonProperty("token") String token,
        @JsonProperty("password") String password
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String token;
        private String password;

        public Builder token(String token) {
            this.token = token;
            return this;
        }

        public Builder password(String password) {
            this.password = password;
            return this;
        }

        public PasswordReset build() {
            return new PasswordReset(token, password);
        }
    }
}
