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
 * CarbonCalculationTotals of the API.
 *
 * @param egFacilityWh Net generation, Wh, after corrections
 * @param egPjWh Net generation that counts, Wh
 * @param beG Baseline emissions, g, rounded down
 * @param peHpG Project emissions of reservoirs, g, rounded up
 * @param peFfG Project emissions of fossil fuel, g, rounded up
 * @param leG Leakage, g, rounded up
 * @param erG Emission reduction, g; a negative one is a deficit
 * @param erT The same in tonnes
 * @param issuedUnits Whole units, rounded down; never negative
 * @param carryOutG Remainder below one unit, or the deficit that is left, g
 * @param leftBehindG Remainders that stayed with vintages that ended, g
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationTotals(
        @JsonProperty("eg_facility_wh") String egFacilityWh,
        @JsonProperty("eg_pj_wh") String egPjWh,
        @JsonProperty("be_g") String beG,
        @JsonProperty("pe_hp_g") String peHpG,
        @JsonProperty("pe_ff_g") String peFfG,
        @JsonProperty("le_g") String leG,
        @JsonProperty("er_g") String erG,
        @JsonProperty("er_t") String erT,
        @JsonProperty("issued_units") String issuedUnits,
        @JsonProperty("carry_out_g") String carryOutG,
        @JsonProperty("unit_g") String unitG,
        @JsonProperty("issued_g") String issuedG,
        @JsonProperty("left_behind_g") String leftBehindG,
        @JsonProperty("vintages") List<CarbonCalculationTotalsVintage> vintages,
        @JsonProperty("ex_ante") CarbonCalculationTotalsExAnte exAnte
) {
}
