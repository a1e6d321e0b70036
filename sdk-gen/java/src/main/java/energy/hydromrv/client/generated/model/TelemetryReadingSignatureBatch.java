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
 * Absent: the signature is of this reading alone
 *
 * @param size Readings under the signature
 * @param index Place of this one, from 0
 * @param path Hashes from this reading to the root (RFC 9162), base 64
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record TelemetryReadingSignatureBatch(
        @JsonProperty("size") Long size,
        @JsonProperty("index") Long index,
        @JsonProperty("path") List<String> path
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private Long size;
        private Long index;
        private List<String> path;

        public Builder size(Long size) {
            this.size = size;
            return this;
        }

        public Builder size(long size) {
            return size(Long.valueOf(size));
        }

        public Builder index(Long index) {
            this.index = index;
            return this;
        }

        public Builder index(long index) {
            return index(Long.valueOf(index));
        }

        public Builder path(List<String> path) {
            this.path = path;
            return this;
        }

        public TelemetryReadingSignatureBatch build() {
            return new TelemetryReadingSignatureBatch(size, index, path);
        }
    }
}
