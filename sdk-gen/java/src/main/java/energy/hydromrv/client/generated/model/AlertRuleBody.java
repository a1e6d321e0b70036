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
 * AlertRuleBody of the API.
 *
 * @param kind One of {@code expiry}
 * @param name What alerts of it are called
 * @param severity One of {@code info}, {@code warning}, {@code critical}
 * @param forS The condition must have held for so long before it fires, s. Until then the alert is pending
 * @param runbookUrl Where it says what to do
 * @param deviceId Only this device; absent: each device of the plant for itself
 * @param quantity As in readings. One of {@code flow_rate_m3s}, {@code head_height_m}, {@code power_output_kw}, {@code energy_kwh},
 *     {@code energy_export_kwh_total}, {@code energy_import_kwh_total}, {@code gross_energy_kwh_total}, {@code
 *     efficiency}, {@code ph}, {@code turbidity_ntu}, {@code temperature_c}, {@code dissolved_oxygen_mg_l}, {@code
 *     tds_mg_l}, {@code spill_flow_m3s}, {@code reservoir_level_m}, {@code tailwater_level_m}, {@code
 *     gate_opening_pct}, {@code rotor_speed_rpm}, {@code voltage_kv}, {@code frequency_hz}
 * @param above Holds while the value lies above
 * @param below Holds while the value lies below. One of the two
 * @param hysteresis How far back behind the limit the value must go before a firing alert is resolved, as a trust score
 * @param direction One of {@code rising}, {@code falling}, {@code either}
 * @param perHour Holds while the value changes by more, in its unit per hour, from a reading to the next
 * @param afterS Holds while a record of the plant has waited longer for the ledger, s
 * @param windowS The time that is looked at, s
 * @param share Holds while a larger share of them was flagged or rejected
 * @param leastReadings With fewer readings there is nothing to say
 * @param baselineS The time before it, to compare with, s
 * @param drop Holds while the mean trust score lies lower by more
 * @param of {@code calibration}: certificates of devices ({@code calibration_valid_until}). {@code key}: API keys that can
 *     act at the plant. One of {@code calibration}, {@code key}
 * @param days Holds from so many days before the end on
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertRuleBody(
        @JsonProperty("kind") String kind,
        @JsonProperty("name") String name,
        @JsonProperty("severity") String severity,
        @JsonProperty("enabled") Boolean enabled,
        @JsonProperty("for_s") Long forS,
        @JsonProperty("runbook_url") String runbookUrl,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("quantity") String quantity,
        @JsonProperty("above") BigDecimal above,
        @JsonProperty("below") BigDecimal below,
        @JsonProperty("hysteresis") BigDecimal hysteresis,
        @JsonProperty("direction") String direction,
        @JsonProperty("per_hour") BigDecimal perHour,
        @JsonProperty("after_s") Long afterS,
        @JsonProperty("window_s") Long windowS,
        @JsonProperty("share") BigDecimal share,
        @JsonProperty("least_readings") Long leastReadings,
        @JsonProperty("baseline_s") Long baselineS,
        @JsonProperty("drop") BigDecimal drop,
        @JsonProperty("of") String of,
        @JsonProperty("days") Long days
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String kind;
        private String name;
        private String severity;
        private Boolean enabled;
        private Long forS;
        private String runbookUrl;
        private String deviceId;
        private String quantity;
        private BigDecimal above;
        private BigDecimal below;
        private BigDecimal hysteresis;
        private String direction;
        private BigDecimal perHour;
        private Long afterS;
        private Long windowS;
        private BigDecimal share;
        private Long leastReadings;
        private Long baselineS;
        private BigDecimal drop;
        private String of;
        private Long days;

        public Builder kind(String kind) {
            this.kind = kind;
            return this;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder severity(String severity) {
            this.severity = severity;
            return this;
        }

        public Builder enabled(Boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        public Builder forS(Long forS) {
            this.forS = forS;
            return this;
        }

        public Builder forS(long forS) {
            return forS(Long.valueOf(forS));
        }

        public Builder runbookUrl(String runbookUrl) {
            this.runbookUrl = runbookUrl;
            return this;
        }

        public Builder deviceId(String deviceId) {
            this.deviceId = deviceId;
            return this;
        }

        public Builder quantity(String quantity) {
            this.quantity = quantity;
            return this;
        }

        public Builder above(BigDecimal above) {
            this.above = above;
            return this;
        }

        public Builder above(double above) {
            return above(BigDecimal.valueOf(above));
        }

        public Builder below(BigDecimal below) {
            this.below = below;
            return this;
        }

        public Builder below(double below) {
            return below(BigDecimal.valueOf(below));
        }

        public Builder hysteresis(BigDecimal hysteresis) {
            this.hysteresis = hysteresis;
            return this;
        }

        public Builder hysteresis(double hysteresis) {
            return hysteresis(BigDecimal.valueOf(hysteresis));
        }

        public Builder direction(String direction) {
            this.direction = direction;
            return this;
        }

        public Builder perHour(BigDecimal perHour) {
            this.perHour = perHour;
            return this;
        }

        public Builder perHour(double perHour) {
            return perHour(BigDecimal.valueOf(perHour));
        }

        public Builder afterS(Long afterS) {
            this.afterS = afterS;
            return this;
        }

        public Builder afterS(long afterS) {
            return afterS(Long.valueOf(afterS));
        }

        public Builder windowS(Long windowS) {
            this.windowS = windowS;
            return this;
        }

        public Builder windowS(long windowS) {
            return windowS(Long.valueOf(windowS));
        }

        public Builder share(BigDecimal share) {
            this.share = share;
            return this;
        }

        public Builder share(double share) {
            return share(BigDecimal.valueOf(share));
        }

        public Builder leastReadings(Long leastReadings) {
            this.leastReadings = leastReadings;
            return this;
        }

        public Builder leastReadings(long leastReadings) {
            return leastReadings(Long.valueOf(leastReadings));
        }

        public Builder baselineS(Long baselineS) {
            this.baselineS = baselineS;
            return this;
        }

        public Builder baselineS(long baselineS) {
            return baselineS(Long.valueOf(baselineS));
        }

        public Builder drop(BigDecimal drop) {
            this.drop = drop;
            return this;
        }

        public Builder drop(double drop) {
            return drop(BigDecimal.valueOf(drop));
        }

        public Builder of(String of) {
            this.of = of;
            return this;
        }

        public Builder days(Long days) {
            this.days = days;
            return this;
        }

        public Builder days(long days) {
            return days(Long.valueOf(days));
        }

        public AlertRuleBody build() {
            return new AlertRuleBody(kind, name, severity, enabled, forS, runbookUrl, deviceId, quantity, above, below, hysteresis, direction, perHour, afterS, windowS, share, leastReadings, baselineS, drop, of, days);
        }
    }
}
