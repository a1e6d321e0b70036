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
 * By the device's own key, over the reading; needs timestamp and device_seq
 *
 * @param keyId Which of the device's keys signed
 * @param signedAt When it signed; at most 7 days ago
 * @param value Ed25519 signature, base 64
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record TelemetryReadingSignature(
        @JsonProperty("key_id") String keyId,
        @JsonProperty("signed_at") String signedAt,
        @JsonProperty("value") String value,
        @JsonProperty("batch") TelemetryReadingSignatureBatch batch
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String keyId;
        private String signedAt;
        private String value;
        private TelemetryReadingSignatureBatch batch;

        public Builder keyId(String keyId) {
            this.keyId = keyId;
            return this;
        }

        public Builder signedAt(String signedAt) {
            this.signedAt = signedAt;
            return this;
        }

        public Builder value(String value) {
            this.value = value;
            return this;
        }

        public Builder batch(TelemetryReadingSignatureBatch batch) {
            this.batch = batch;
            return this;
        }

        public TelemetryReadingSignature build() {
            return new TelemetryReadingSignature(keyId, signedAt, value, batch);
        }
    }
}
