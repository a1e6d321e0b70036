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
 * ClaimCodeRequest of the API.
 *
 * @param expiresInS Seconds it may be used; a day when left out
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ClaimCodeRequest(
        @JsonProperty("expires_in_s") Long expiresInS
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private Long expiresInS;

        public Builder expiresInS(Long expiresInS) {
            this.expiresInS = expiresInS;
            return this;
        }

        public Builder expiresInS(long expiresInS) {
            return expiresInS(Long.valueOf(expiresInS));
        }

        public ClaimCodeRequest build() {
            return new ClaimCodeRequest(expiresInS);
        }
    }
}
