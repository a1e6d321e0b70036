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
 * PeriodStatement of the API.
 *
 * @param v One of {@code 1}, {@code 2}, {@code 3}, {@code 4}, {@code 5}
 * @param label As it was made: whether it was verified or issued since is told with its period
 * @param egFacilityWh Net generation, Wh
 * @param egPjWh Net generation that counts, Wh
 * @param beG Baseline emissions, g, rounded down
 * @param peHpG Project emissions of reservoirs, g, rounded up
 * @param peFfG Project emissions of fossil fuel, g, rounded up
 * @param leG Leakage, g, rounded up
 * @param erG Emission reduction, g; a negative one is a deficit
 * @param figures Each equation with its clause, inputs and result
 * @param facts What the operator stated at closing
 * @param calculation What POST /api/v1/carbon/calculations gives the same figures for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodStatement(
        @JsonProperty("v") Long v,
        @JsonProperty("label") String label,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("period") PeriodStatementPeriod period,
        @JsonProperty("statement_no") Long statementNo,
        @JsonProperty("amends") PeriodStatementAmends amends,
        @JsonProperty("reason") String reason,
        @JsonProperty("design") PeriodStatementDesign design,
        @JsonProperty("rulebook") PolicyHash rulebook,
        @JsonProperty("factor") PeriodStatementFactor factor,
        @JsonProperty("records") PeriodStatementRecords records,
        @JsonProperty("eg_facility_wh") String egFacilityWh,
        @JsonProperty("eg_pj_wh") String egPjWh,
        @JsonProperty("be_g") String beG,
        @JsonProperty("pe_hp_g") String peHpG,
        @JsonProperty("pe_ff_g") String peFfG,
        @JsonProperty("le_g") String leG,
        @JsonProperty("er_g") String erG,
        @JsonProperty("er_t") String erT,
        @JsonProperty("figures") Map<String, PeriodStatementFigure> figures,
        @JsonProperty("issuance") StatedIssuance issuance,
        @JsonProperty("carried_in") PeriodStatementCarriedIn carriedIn,
        @JsonProperty("facts") Object facts,
        @JsonProperty("cross_check") PeriodStatementCrossCheck crossCheck,
        @JsonProperty("meters") List<PeriodStatementMeter> meters,
        @JsonProperty("warnings") List<CalculationWarning> warnings,
        @JsonProperty("calculation") Object calculation
) {
}
