// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * RegisteredPlant of the API.
 *
 * @param plantId Chosen by the operator, unique within the organisation
 * @param timeZone IANA zone whose local midnights bound monitoring periods
 * @param commissionedOn Readings before this local date are refused
 * @param ratedPowerKw Nameplate of the whole plant, kW
 * @param designHeadM Serves where a reading has no measured head, m
 * @param designFlowM3s Turbine flow at rated power, m3/s
 * @param turbineType One of &#x60;pelton&#x60;, &#x60;turgo&#x60;, &#x60;francis&#x60;, &#x60;kaplan&#x60;, &#x60;propeller&#x60;, &#x60;crossflow&#x60;
 * @param units Turbines of the plant: with several, efficiency at a flow depends on how many run
 * @param gridFactorTable Emission-factor table of the plant&#39;s grid, e.g. cea-v21.0
 * @param signatures &#x60;required&#x60;: readings without a signature of their device&#39;s own key are refused, on every transport. One of &#x60;optional&#x60;, &#x60;required&#x60;
 * @param turbineUnits Each turbine; their nameplates add up to the plant&#39;s. &#x60;units&#x60;, type and flow follow where left out
 * @param anchorMode &#x60;log&#x60; (the default): only commitments are public. &#x60;record&#x60;: each approved record also gets a message of its own, with its &#x60;public_fields&#x60;. For good: nobody can take a message back. One of &#x60;log&#x60;, &#x60;record&#x60;
 * @param publicFields Only with &#x60;anchor_mode&#x60; &#x60;record&#x60;: what the messages show; together they must fit into one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RegisteredPlant(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("name") String name,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("commissioned_on") String commissionedOn,
        @JsonProperty("country") String country,
        @JsonProperty("rated_power_kw") BigDecimal ratedPowerKw,
        @JsonProperty("design_head_m") BigDecimal designHeadM,
        @JsonProperty("design_flow_m3s") BigDecimal designFlowM3s,
        @JsonProperty("turbine_type") String turbineType,
        @JsonProperty("units") Long units,
        @JsonProperty("efficiency_curve") List<PlantEfficiencyCurve> efficiencyCurve,
        @JsonProperty("grid_factor_table") String gridFactorTable,
        @JsonProperty("signatures") String signatures,
        @JsonProperty("location") PlantLocation location,
        @JsonProperty("turbine_units") List<PlantTurbineUnit> turbineUnits,
        @JsonProperty("reservoir") PlantReservoir reservoir,
        @JsonProperty("grid") PlantGrid grid,
        @JsonProperty("anchor_mode") String anchorMode,
        @JsonProperty("public_fields") List<String> publicFields,
        @JsonProperty("devices") List<Device> devices,
        @JsonProperty("design") RegisteredDesign design
) {
}
