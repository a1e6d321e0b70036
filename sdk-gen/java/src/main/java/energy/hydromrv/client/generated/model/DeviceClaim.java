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
 * DeviceClaim of the API.
 *
 * @param publicKey The device's own key; it signs its readings from now on
 * @param proof The key's signature over the claim: see /docs
 * @param apiKey Whether the device gets an API key of its own, which is shown in the answer and never again
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record DeviceClaim(
        @JsonProperty("code") String code,
        @JsonProperty("public_key") String publicKey,
        @JsonProperty("proof") String proof,
        @JsonProperty("api_key") Boolean apiKey
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String code;
        private String publicKey;
        private String proof;
        private Boolean apiKey;

        public Builder code(String code) {
            this.code = code;
            return this;
        }

        public Builder publicKey(String publicKey) {
            this.publicKey = publicKey;
            return this;
        }

        public Builder proof(String proof) {
            this.proof = proof;
            return this;
        }

        public Builder apiKey(Boolean apiKey) {
            this.apiKey = apiKey;
            return this;
        }

        public DeviceClaim build() {
            return new DeviceClaim(code, publicKey, proof, apiKey);
        }
    }
}
