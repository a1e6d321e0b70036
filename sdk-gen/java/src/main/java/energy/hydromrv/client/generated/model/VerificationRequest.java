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
 * VerificationRequest of the API.
 *
 * @param decision One of {@code reject}
 * @param signature Ed25519 over the statement's exact bytes, base 64
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record VerificationRequest(
        @JsonProperty("decision") String decision,
        @JsonProperty("signature") String signature,
        @JsonProperty("reason") String reason
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String decision;
        private String signature;
        private String reason;

        public Builder decision(String decision) {
            this.decision = decision;
            return this;
        }

        public Builder signature(String signature) {
            this.signature = signature;
            return this;
        }

        public Builder reason(String reason) {
            this.reason = reason;
            return this;
        }

        public VerificationRequest build() {
            return new VerificationRequest(decision, signature, reason);
        }
    }
}
