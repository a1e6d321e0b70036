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
 * The answer of GET /api/v1/records/{id}/proof as it is; members beside these three are not looked at.
 *
 * @param proof C2SP tlog-proof text
 * @param verifierKey The log's key, from a source you trust
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record VerifyRequest(
        @JsonProperty("record") Object record,
        @JsonProperty("proof") String proof,
        @JsonProperty("verifier_key") String verifierKey
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private Object record;
        private String proof;
        private String verifierKey;

        public Builder record(Object record) {
            this.record = record;
            return this;
        }

        public Builder proof(String proof) {
            this.proof = proof;
            return this;
        }

        public Builder verifierKey(String verifierKey) {
            this.verifierKey = verifierKey;
            return this;
        }

        public VerifyRequest build() {
            return new VerifyRequest(record, proof, verifierKey);
        }
    }
}
