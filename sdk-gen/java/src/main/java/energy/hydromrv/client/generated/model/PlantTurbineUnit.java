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
 * PlantTurbineUnit of the API.
 *
 * @param unitId Unique within the plant
 * @param turbineType One of {@code pelton}, {@code turgo}, {@code francis}, {@code kaplan}, {@code propeller}, {@code crossflow}
 * @param ratedPowerKw Nameplate of this unit, kW
 * @param designHeadM m; absent: the plant's
 * @param designFlowM3s Flow at rated power, m3/s
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantTurbineUnit(
        @JsonProperty("unit_id") String unitId,
        @JsonProperty("turbine_type") String turbineType,
        @JsonProperty("rated_power_kw") BigDecimal ratedPowerKw,
        @JsonProperty("design_head_m") BigDecimal designHeadM,
        @JsonProperty("design_flow_m3s") BigDecimal designFlowM3s,
        @JsonProperty("efficiency_curve") List<PlantEfficiencyCurve> efficiencyCurve,
        @JsonProperty("manufacturer") String manufacturer,
        @JsonProperty("serial") String serial,
        @JsonProperty("commissioned_on") String commissionedOn
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String unitId;
        private String turbineType;
        private BigDecimal ratedPowerKw;
        private BigDecimal designHeadM;
        private BigDecimal designFlowM3s;
        private List<PlantEfficiencyCurve> efficiencyCurve;
        private String manufacturer;
        private String serial;
        private String commissionedOn;

        public Builder unitId(String unitId) {
            this.unitId = unitId;
            return this;
        }

        public Builder turbineType(String turbineType) {
            this.turbineType = turbineType;
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

        public Builder efficiencyCurve(List<PlantEfficiencyCurve> efficiencyCurve) {
            this.efficiencyCurve = efficiencyCurve;
            return this;
        }

        public Builder manufacturer(String manufacturer) {
            this.manufacturer = manufacturer;
            return this;
        }

        public Builder serial(String serial) {
            this.serial = serial;
            return this;
        }

        public Builder commissionedOn(String commissionedOn) {
            this.commissionedOn = commissionedOn;
            return this;
        }

        public PlantTurbineUnit build() {
            return new PlantTurbineUnit(unitId, turbineType, ratedPowerKw, designHeadM, designFlowM3s, efficiencyCurve, manufacturer, serial, commissionedOn);
        }
    }
}
