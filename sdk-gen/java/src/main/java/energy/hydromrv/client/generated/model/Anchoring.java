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
 * Anchoring of the API.
 *
 * @param anchorMode As in the plant. One of {@code log}, {@code record}
 * @param publicFields Only with {@code anchor_mode} {@code record}: what the messages show; together they must fit into one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Anchoring(
        @JsonProperty("anchor_mode") String anchorMode,
        @JsonProperty("public_fields") List<String> publicFields
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String anchorMode;
        private List<String> publicFields;

        public Builder anchorMode(String anchorMode) {
            this.anchorMode = anchorMode;
            return this;
        }

        public Builder publicFields(List<String> publicFields) {
            this.publicFields = publicFields;
            return this;
        }

        public Anchoring build() {
            return new Anchoring(anchorMode, publicFields);
        }
    }
}
