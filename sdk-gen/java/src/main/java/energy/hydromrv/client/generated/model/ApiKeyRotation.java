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
 * ApiKeyRotation of the API.
 *
 * @param overlapS Seconds for which the old one still works; a day when left out, 0: not at all
 * @param expiresAt When the new one ends; null: never; left out: when the old one would have ended
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ApiKeyRotation(
        @JsonProperty("overlap_s") Long overlapS,
        @JsonProperty("expires_at") Optional<String> expiresAt
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private Long overlapS;
        private Optional<String> expiresAt;

        public Builder overlapS(Long overlapS) {
            this.overlapS = overlapS;
            return this;
        }

        public Builder overlapS(long overlapS) {
            return overlapS(Long.valueOf(overlapS));
        }

        /** Null is sent as null. */
        public Builder expiresAt(String expiresAt) {
            this.expiresAt = Optional.ofNullable(expiresAt);
            return this;
        }

        public ApiKeyRotation build() {
            return new ApiKeyRotation(overlapS, expiresAt);
        }
    }
}
