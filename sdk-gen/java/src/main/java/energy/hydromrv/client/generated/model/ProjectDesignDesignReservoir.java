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
 * ProjectDesignDesignReservoir of the API.
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignDesignReservoir(
        @JsonProperty("cap_w") String capW,
        @JsonProperty("a_m2") String aM2
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String capW;
        private String aM2;

        public Builder capW(String capW) {
            this.capW = capW;
            return this;
        }

        public Builder aM2(String aM2) {
            this.aM2 = aM2;
            return this;
        }

        public ProjectDesignDesignReservoir build() {
            return new ProjectDesignDesignReservoir(capW, aM2);
        }
    }
}
