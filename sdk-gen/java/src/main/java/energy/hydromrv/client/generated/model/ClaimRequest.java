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
 * ClaimRequest of the API.
 *
 * @param scheme The other programme, for example I-REC(E)
 * @param reference Its own number of the claim
 * @param from First local day
 * @param to First local day after the claim
 * @param energyWh How much was claimed, where it is known; the whole interval is taken all the same
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ClaimRequest(
        @JsonProperty("scheme") String scheme,
        @JsonProperty("reference") String reference,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("energy_wh") String energyWh
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String scheme;
        private String reference;
        private String from;
        private String to;
        private String energyWh;

        public Builder scheme(String scheme) {
            this.scheme = scheme;
            return this;
        }

        public Builder reference(String reference) {
            this.reference = reference;
            return this;
        }

        public Builder from(String from) {
            this.from = from;
            return this;
        }

        public Builder to(String to) {
            this.to = to;
            return this;
        }

        public Builder energyWh(String energyWh) {
            this.energyWh = energyWh;
            return this;
        }

        public ClaimRequest build() {
            return new ClaimRequest(scheme, reference, from, to, energyWh);
        }
    }
}
