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
 * ProjectDesignExAnte of the API.
 *
 * @param annualErT Expected emission reduction of a year, tCO2
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignExAnte(
        @JsonProperty("annual_er_t") String annualErT
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String annualErT;

        public Builder annualErT(String annualErT) {
            this.annualErT = annualErT;
            return this;
        }

        public ProjectDesignExAnte build() {
            return new ProjectDesignExAnte(annualErT);
        }
    }
}
