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
 * SecondFactorCode of the API.
 *
 * @param totp The six digits that your app shows now
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record SecondFactorCode(
        @JsonProperty("totp") String totp
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String totp;

        public Builder totp(String totp) {
            this.totp = totp;
            return this;
        }

        public SecondFactorCode build() {
            return new SecondFactorCode(totp);
        }
    }
}
