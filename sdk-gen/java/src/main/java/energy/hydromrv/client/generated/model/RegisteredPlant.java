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
 * RegisteredPlant of the API.
 *
 * @param plantId Chosen by the operator, unique within the organisation
 * @param timeZone IANA zone whose local midnights bound monitoring periods
 * @param commissionedOn Readings before this local date are refused
 * @param ratedPowerKw Nameplate of the whole plant, kW
 * @param designHeadM Serves where a reading has no measured head, m
 * @param designFlowM3s Turbine flow at rated power, m3/s
 * @param turbineType One of {@code pelton}, {@code turgo}, {@code francis}, {@code kaplan}, {@code propeller}, {@code crossflow}
 * @param units Turbines of the plant: with several, efficiency at a flow depends on how many run
 * @param gridFactorTable Emission-factor table of the plant's grid, e.g. cea-v21.0
 * @param signatures {@code required}: readings without a signature of their device's own key are refused, on every transport. One of
 *     {@code optional}, {@code required}
 * @param turbineUnits Each turbine; their nameplates add up to the plant's. {@code units}, type and flow follow where left out
 * @param anchorMode {@code log} (the default): only commitments are public. {@code record}: each approved record also gets a message
 *     of its own, with its {@code public_fields}. For good: nobody can take a message back. One of {@code log}, {@code
 *     record}
 * @param publicFields Only with {@code anchor_mode} {@code record}: what the messages show; together they must fit into one
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
        @JsonProperty("accounting") PlantAccounting accounting,
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
