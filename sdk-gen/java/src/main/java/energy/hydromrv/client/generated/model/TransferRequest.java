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
 * TransferRequest of the API.
 *
 * @param toAccount An account of the ledger, {@code 0.0.1234}; with its checksum (HIP-15, {@code 0.0.1234-abcde}) it is checked
 * @param units Smallest units of the token, as digits: with three decimals 1000 of them are a tonne
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record TransferRequest(
        @JsonProperty("to_account") String toAccount,
        @JsonProperty("units") String units
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String toAccount;
        private String units;

        public Builder toAccount(String toAccount) {
            this.toAccount = toAccount;
            return this;
        }

        public Builder units(String units) {
            this.units = units;
            return this;
        }

        public TransferRequest build() {
            return new TransferRequest(toAccount, units);
        }
    }
}
