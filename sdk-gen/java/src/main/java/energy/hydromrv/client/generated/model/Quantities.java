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
 * Quantities of the API.
 *
 * @param flowRateM3s Flow through the turbine or turbines, m3/s
 * @param headHeightM Measured head, m; the plant's design head serves when absent
 * @param powerOutputKw Active power generated (mean of the interval), kW
 * @param energyKwh Energy generated in the interval, kWh
 * @param energyExportKwhTotal Export register of the main meter, cumulative kWh
 * @param energyImportKwhTotal Import register of the main meter, cumulative kWh
 * @param grossEnergyKwhTotal Gross generation register, cumulative kWh
 * @param efficiency Water-to-wire efficiency the plant reports, 0-1
 * @param ph pH of the water
 * @param turbidityNtu Turbidity, NTU
 * @param temperatureC Water temperature, degrees Celsius
 * @param dissolvedOxygenMgL Dissolved oxygen, mg/l
 * @param tdsMgL Total dissolved solids, mg/l
 * @param spillFlowM3s Flow past the turbines, m3/s
 * @param reservoirLevelM Headwater level above datum, m
 * @param tailwaterLevelM Tailwater level above datum, m
 * @param gateOpeningPct Guide-vane or gate opening, per cent
 * @param rotorSpeedRpm Rotor speed, revolutions per minute
 * @param voltageKv Terminal voltage, kV
 * @param frequencyHz Frequency, Hz
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Quantities(
        @JsonProperty("flow_rate_m3s") BigDecimal flowRateM3s,
        @JsonProperty("head_height_m") BigDecimal headHeightM,
        @JsonProperty("power_output_kw") BigDecimal powerOutputKw,
        @JsonProperty("energy_kwh") BigDecimal energyKwh,
        @JsonProperty("energy_export_kwh_total") BigDecimal energyExportKwhTotal,
        @JsonProperty("energy_import_kwh_total") BigDecimal energyImportKwhTotal,
        @JsonProperty("gross_energy_kwh_total") BigDecimal grossEnergyKwhTotal,
        @JsonProperty("efficiency") BigDecimal efficiency,
        @JsonProperty("ph") BigDecimal ph,
        @JsonProperty("turbidity_ntu") BigDecimal turbidityNtu,
        @JsonProperty("temperature_c") BigDecimal temperatureC,
        @JsonProperty("dissolved_oxygen_mg_l") BigDecimal dissolvedOxygenMgL,
        @JsonProperty("tds_mg_l") BigDecimal tdsMgL,
        @JsonProperty("spill_flow_m3s") BigDecimal spillFlowM3s,
        @JsonProperty("reservoir_level_m") BigDecimal reservoirLevelM,
        @JsonProperty("tailwater_level_m") BigDecimal tailwaterLevelM,
        @JsonProperty("gate_opening_pct") BigDecimal gateOpeningPct,
        @JsonProperty("rotor_speed_rpm") BigDecimal rotorSpeedRpm,
        @JsonProperty("voltage_kv") BigDecimal voltageKv,
        @JsonProperty("frequency_hz") BigDecimal frequencyHz
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private BigDecimal flowRateM3s;
        private BigDecimal headHeightM;
        private BigDecimal powerOutputKw;
        private BigDecimal energyKwh;
        private BigDecimal energyExportKwhTotal;
        private BigDecimal energyImportKwhTotal;
        private BigDecimal grossEnergyKwhTotal;
        private BigDecimal efficiency;
        private BigDecimal ph;
        private BigDecimal turbidityNtu;
        private BigDecimal temperatureC;
        private BigDecimal dissolvedOxygenMgL;
        private BigDecimal tdsMgL;
        private BigDecimal spillFlowM3s;
        private BigDecimal reservoirLevelM;
        private BigDecimal tailwaterLevelM;
        private BigDecimal gateOpeningPct;
        private BigDecimal rotorSpeedRpm;
        private BigDecimal voltageKv;
        private BigDecimal frequencyHz;

        public Builder flowRateM3s(BigDecimal flowRateM3s) {
            this.flowRateM3s = flowRateM3s;
            return this;
        }

        public Builder flowRateM3s(double flowRateM3s) {
            return flowRateM3s(BigDecimal.valueOf(flowRateM3s));
        }

        public Builder headHeightM(BigDecimal headHeightM) {
            this.headHeightM = headHeightM;
            return this;
        }

        public Builder headHeightM(double headHeightM) {
            return headHeightM(BigDecimal.valueOf(headHeightM));
        }

        public Builder powerOutputKw(BigDecimal powerOutputKw) {
            this.powerOutputKw = powerOutputKw;
            return this;
        }

        public Builder powerOutputKw(double powerOutputKw) {
            return powerOutputKw(BigDecimal.valueOf(powerOutputKw));
        }

        public Builder energyKwh(BigDecimal energyKwh) {
            this.energyKwh = energyKwh;
            return this;
        }

        public Builder energyKwh(double energyKwh) {
            return energyKwh(BigDecimal.valueOf(energyKwh));
        }

        public Builder energyExportKwhTotal(BigDecimal energyExportKwhTotal) {
            this.energyExportKwhTotal = energyExportKwhTotal;
            return this;
        }

        public Builder energyExportKwhTotal(double energyExportKwhTotal) {
            return energyExportKwhTotal(BigDecimal.valueOf(energyExportKwhTotal));
        }

        public Builder energyImportKwhTotal(BigDecimal energyImportKwhTotal) {
            this.energyImportKwhTotal = energyImportKwhTotal;
            return this;
        }

        public Builder energyImportKwhTotal(double energyImportKwhTotal) {
            return energyImportKwhTotal(BigDecimal.valueOf(energyImportKwhTotal));
        }

        public Builder grossEnergyKwhTotal(BigDecimal grossEnergyKwhTotal) {
            this.grossEnergyKwhTotal = grossEnergyKwhTotal;
            return this;
        }

        public Builder grossEnergyKwhTotal(double grossEnergyKwhTotal) {
            return grossEnergyKwhTotal(BigDecimal.valueOf(grossEnergyKwhTotal));
        }

        public Builder efficiency(BigDecimal efficiency) {
            this.efficiency = efficiency;
            return this;
        }

        public Builder efficiency(double efficiency) {
            return efficiency(BigDecimal.valueOf(efficiency));
        }

        public Builder ph(BigDecimal ph) {
            this.ph = ph;
            return this;
        }

        public Builder ph(double ph) {
            return ph(BigDecimal.valueOf(ph));
        }

        public Builder turbidityNtu(BigDecimal turbidityNtu) {
            this.turbidityNtu = turbidityNtu;
            return this;
        }

        public Builder turbidityNtu(double turbidityNtu) {
            return turbidityNtu(BigDecimal.valueOf(turbidityNtu));
        }

        public Builder temperatureC(BigDecimal temperatureC) {
            this.temperatureC = temperatureC;
            return this;
        }

        public Builder temperatureC(double temperatureC) {
            return temperatureC(BigDecimal.valueOf(temperatureC));
        }

        public Builder dissolvedOxygenMgL(BigDecimal dissolvedOxygenMgL) {
            this.dissolvedOxygenMgL = dissolvedOxygenMgL;
            return this;
        }

        public Builder dissolvedOxygenMgL(double dissolvedOxygenMgL) {
            return dissolvedOxygenMgL(BigDecimal.valueOf(dissolvedOxygenMgL));
        }

        public Builder tdsMgL(BigDecimal tdsMgL) {
            this.tdsMgL = tdsMgL;
            return this;
        }

        public Builder tdsMgL(double tdsMgL) {
            return tdsMgL(BigDecimal.valueOf(tdsMgL));
        }

        public Builder spillFlowM3s(BigDecimal spillFlowM3s) {
            this.spillFlowM3s = spillFlowM3s;
            return this;
        }

        public Builder spillFlowM3s(double spillFlowM3s) {
            return spillFlowM3s(BigDecimal.valueOf(spillFlowM3s));
        }

        public Builder reservoirLevelM(BigDecimal reservoirLevelM) {
            this.reservoirLevelM = reservoirLevelM;
            return this;
        }

        public Builder reservoirLevelM(double reservoirLevelM) {
            return reservoirLevelM(BigDecimal.valueOf(reservoirLevelM));
        }

        public Builder tailwaterLevelM(BigDecimal tailwaterLevelM) {
            this.tailwaterLevelM = tailwaterLevelM;
            return this;
        }

        public Builder tailwaterLevelM(double tailwaterLevelM) {
            return tailwaterLevelM(BigDecimal.valueOf(tailwaterLevelM));
        }

        public Builder gateOpeningPct(BigDecimal gateOpeningPct) {
            this.gateOpeningPct = gateOpeningPct;
            return this;
        }

        public Builder gateOpeningPct(double gateOpeningPct) {
            return gateOpeningPct(BigDecimal.valueOf(gateOpeningPct));
        }

        public Builder rotorSpeedRpm(BigDecimal rotorSpeedRpm) {
            this.rotorSpeedRpm = rotorSpeedRpm;
            return this;
        }

        public Builder rotorSpeedRpm(double rotorSpeedRpm) {
            return rotorSpeedRpm(BigDecimal.valueOf(rotorSpeedRpm));
        }

        public Builder voltageKv(BigDecimal voltageKv) {
            this.voltageKv = voltageKv;
            return this;
        }

        public Builder voltageKv(double voltageKv) {
            return voltageKv(BigDecimal.valueOf(voltageKv));
        }

        public Builder frequencyHz(BigDecimal frequencyHz) {
            this.frequencyHz = frequencyHz;
            return this;
        }

        public Builder frequencyHz(double frequencyHz) {
            return frequencyHz(BigDecimal.valueOf(frequencyHz));
        }

        public Quantities build() {
            return new Quantities(flowRateM3s, headHeightM, powerOutputKw, energyKwh, energyExportKwhTotal, energyImportKwhTotal, grossEnergyKwhTotal, efficiency, ph, turbidityNtu, temperatureC, dissolvedOxygenMgL, tdsMgL, spillFlowM3s, reservoirLevelM, tailwaterLevelM, gateOpeningPct, rotorSpeedRpm, voltageKv, frequencyHz);
        }
    }
}
