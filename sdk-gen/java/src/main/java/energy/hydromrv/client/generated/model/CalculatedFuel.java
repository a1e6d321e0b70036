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
 * CalculatedFuel of the API.
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CalculatedFuel(
        @JsonProperty("amount_t") String amountT,
        @JsonProperty("ncv_gj_per_t") String ncvGjPerT,
        @JsonProperty("ef_co2_t_per_gj") String efCo2TPerGj
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String amountT;
        private String ncvGjPerT;
        private String efCo2TPerGj;

        public Builder amountT(String amountT) {
            this.amountT = amountT;
            return this;
        }

        public Builder ncvGjPerT(String ncvGjPerT) {
            this.ncvGjPerT = ncvGjPerT;
            return this;
        }

        public Builder efCo2TPerGj(String efCo2TPerGj) {
            this.efCo2TPerGj = efCo2TPerGj;
            return this;
        }

        public CalculatedFuel build() {
            return new CalculatedFuel(amountT, ncvGjPerT, efCo2TPerGj);
        }
    }
}
