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
 * Plant of the API.
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
public record Plant(
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
        @JsonProperty("public_fields") List<String> publicFields
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String plantId;
        private String name;
        private String timeZone;
        private String commissionedOn;
        private String country;
        private BigDecimal ratedPowerKw;
        private BigDecimal designHeadM;
        private BigDecimal designFlowM3s;
        private String turbineType;
        private Long units;
        private List<PlantEfficiencyCurve> efficiencyCurve;
        private String gridFactorTable;
        private String signatures;
        private PlantAccounting accounting;
        private PlantLocation location;
        private List<PlantTurbineUnit> turbineUnits;
        private PlantReservoir reservoir;
        private PlantGrid grid;
        private String anchorMode;
        private List<String> publicFields;

        public Builder plantId(String plantId) {
            this.plantId = plantId;
            return this;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder timeZone(String timeZone) {
            this.timeZone = timeZone;
            return this;
        }

        public Builder commissionedOn(String commissionedOn) {
            this.commissionedOn = commissionedOn;
            return this;
        }

        public Builder country(String country) {
            this.country = country;
            return this;
        }

        public Builder ratedPowerKw(BigDecimal ratedPowerKw) {
            this.ratedPowerKw = ratedPowerKw;
            return this;
        }

        public Builder ratedPowerKw(double ratedPowerKw) {
            return ratedPowerKw(BigDecimal.valueOf(ratedPowerKw));
        }

        public Builder designHeadM(BigDecimal designHeadM) {
            this.designHeadM = designHeadM;
            return this;
        }

        public Builder designHeadM(double designHeadM) {
            return designHeadM(BigDecimal.valueOf(designHeadM));
        }

        public Builder designFlowM3s(BigDecimal designFlowM3s) {
            this.designFlowM3s = designFlowM3s;
            return this;
        }

        public Builder designFlowM3s(double designFlowM3s) {
            return designFlowM3s(BigDecimal.valueOf(designFlowM3s));
        }

        public Builder turbineType(String turbineType) {
            this.turbineType = turbineType;
            return this;
        }

        public Builder units(Long units) {
            this.units = units;
            return this;
        }

        public Builder units(long units) {
            return units(Long.valueOf(units));
        }

        public Builder efficiencyCurve(List<PlantEfficiencyCurve> efficiencyCurve) {
            this.efficiencyCurve = efficiencyCurve;
            return this;
        }

        public Builder gridFactorTable(String gridFactorTable) {
            this.gridFactorTable = gridFactorTable;
            return this;
        }

        public Builder signatures(String signatures) {
            this.signatures = signatures;
            return this;
        }

        public Builder accounting(PlantAccounting accounting) {
            this.accounting = accounting;
            return this;
        }

        public Builder location(PlantLocation location) {
            this.location = location;
            return this;
        }

        public Builder turbineUnits(List<PlantTurbineUnit> turbineUnits) {
            this.turbineUnits = turbineUnits;
            return this;
        }

        public Builder reservoir(PlantReservoir reservoir) {
            this.reservoir = reservoir;
            return this;
        }

        public Builder grid(PlantGrid grid) {
            this.grid = grid;
            return this;
        }

        public Builder anchorMode(String anchorMode) {
            this.anchorMode = anchorMode;
            return this;
        }

        public Builder publicFields(List<String> publicFields) {
            this.publicFields = publicFields;
            return this;
        }

        public Plant build() {
            return new Plant(plantId, name, timeZone, commissionedOn, country, ratedPowerKw, designHeadM, designFlowM3s, turbineType, units, efficiencyCurve, gridFactorTable, signatures, accounting, location, turbineUnits, reservoir, grid, anchorMode, publicFields);
        }
    }
}
