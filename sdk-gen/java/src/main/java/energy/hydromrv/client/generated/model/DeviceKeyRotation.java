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
 * DeviceKeyRotation of the API.
 *
 * @param keyId The key in use
 * @param newPublicKey Ed25519 public key (RFC 8032), 32 bytes as hex
 * @param signature By the key in use, over the rotation: see /docs
 * @param proof By the new key, over the same bytes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record DeviceKeyRotation(
        @JsonProperty("key_id") String keyId,
        @JsonProperty("new_public_key") String newPublicKey,
        @JsonProperty("signature") String signature,
        @JsonProperty("proof") String proof
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String keyId;
        private String newPublicKey;
        private String signature;
        private String proof;

        public Builder keyId(String keyId) {
            this.keyId = keyId;
            return this;
        }

        public Builder newPublicKey(String newPublicKey) {
            this.newPublicKey = newPublicKey;
            return this;
        }

        public Builder signature(String signature) {
            this.signature = signature;
            return this;
        }

        public Builder proof(String proof) {
            this.proof = proof;
            return this;
        }

        public DeviceKeyRotation build() {
            return new DeviceKeyRotation(keyId, newPublicKey, signature, proof);
        }
    }
}
