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
 * NewRetirement of the API.
 *
 * @param units Smallest units of the token, as digits: with three decimals 1000 of them are a tonne
 * @param reason Becomes public as it is written
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record NewRetirement(
        @JsonProperty("units") String units,
        @JsonProperty("beneficiary") NewRetirementBeneficiary beneficiary,
        @JsonProperty("reason") String reason,
        @JsonProperty("use_period") NewRetirementUsePeriod usePeriod
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String units;
        private NewRetirementBeneficiary beneficiary;
        private String reason;
        private NewRetirementUsePeriod usePeriod;

        public Builder units(String units) {
            this.units = units;
            return this;
        }

        public Builder beneficiary(NewRetirementBeneficiary beneficiary) {
            this.beneficiary = beneficiary;
            return this;
        }

        public Builder reason(String reason) {
            this.reason = reason;
            return this;
        }

        public Builder usePeriod(NewRetirementUsePeriod usePeriod) {
            this.usePeriod = usePeriod;
            return this;
        }

        public NewRetirement build() {
            return new NewRetirement(units, beneficiary, reason, usePeriod);
        }
    }
}
