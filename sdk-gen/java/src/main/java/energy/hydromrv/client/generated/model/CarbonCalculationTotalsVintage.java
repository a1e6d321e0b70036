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
 * CarbonCalculationTotalsVintage of the API.
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationTotalsVintage(
        @JsonProperty("vintage") Long vintage,
        @JsonProperty("carry_in_g") String carryInG,
        @JsonProperty("er_g") String erG,
        @JsonProperty("issued_units") String issuedUnits,
        @JsonProperty("carry_out_g") String carryOutG
) {
}
