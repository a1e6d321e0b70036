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
 * RetirementRequest of the API.
 *
 * @param units Smallest units of the token, as digits: with three decimals 1000 of them are a tonne
 * @param reason Becomes public as it is written
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RetirementRequest(
        @JsonProperty("units") String units,
        @JsonProperty("beneficiary") RetirementRequestBeneficiary beneficiary,
        @JsonProperty("reason") String reason,
        @JsonProperty("use_period") RetirementRequestUsePeriod usePeriod
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String units;
        private RetirementRequestBeneficiary beneficiary;
        private String reason;
        private RetirementRequestUsePeriod usePeriod;

        public Builder units(String units) {
            this.units = units;
            return this;
        }

        public Builder beneficiary(RetirementRequestBeneficiary beneficiary) {
            this.beneficiary = beneficiary;
            return this;
        }

        public Builder reason(String reason) {
            this.reason = reason;
            return this;
        }

        public Builder usePeriod(RetirementRequestUsePeriod usePeriod) {
            this.usePeriod = usePeriod;
            return this;
        }

        public RetirementRequest build() {
            return new RetirementRequest(units, beneficiary, reason, usePeriod);
        }
    }
}
