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
 * ProjectDesignIssuance of the API.
 *
 * @param unitG gCO2 of one unit: 1000 (1 kg, on a token of three decimals) or 1000000 (1 t)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignIssuance(
        @JsonProperty("unit_g") String unitG
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String unitG;

        public Builder unitG(String unitG) {
            this.unitG = unitG;
            return this;
        }

        public ProjectDesignIssuance build() {
            return new ProjectDesignIssuance(unitG);
        }
    }
}
