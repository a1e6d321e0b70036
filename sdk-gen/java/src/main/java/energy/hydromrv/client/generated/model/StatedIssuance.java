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
 * StatedIssuance of the API.
 *
 * @param remainderBeforeG Left of this vintage below one unit, g
 * @param deficitBeforeG Owed from negative results, g
 * @param alreadyCountedG Of the statement it amends, g
 * @param takenBackG What that one had stated and nobody has minted, g; from v 2 on
 * @param issuedUnits Whole units that this statement adds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record StatedIssuance(
        @JsonProperty("unit_g") String unitG,
        @JsonProperty("remainder_before_g") String remainderBeforeG,
        @JsonProperty("deficit_before_g") String deficitBeforeG,
        @JsonProperty("already_counted_g") String alreadyCountedG,
        @JsonProperty("taken_back_g") String takenBackG,
        @JsonProperty("issued_units") String issuedUnits,
        @JsonProperty("carry_out_g") String carryOutG
) {
}
