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
 * DeviceSensorLimit of the API.
 *
 * @param quantity One of {@code flow_rate_m3s}, {@code head_height_m}, {@code power_output_kw}, {@code energy_kwh}, {@code
 *     energy_export_kwh_total}, {@code energy_import_kwh_total}, {@code gross_energy_kwh_total}, {@code efficiency},
 *     {@code ph}, {@code turbidity_ntu}, {@code temperature_c}, {@code dissolved_oxygen_mg_l}, {@code tds_mg_l}, {@code
 *     spill_flow_m3s}, {@code reservoir_level_m}, {@code tailwater_level_m}, {@code gate_opening_pct}, {@code
 *     rotor_speed_rpm}, {@code voltage_kv}, {@code frequency_hz}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record DeviceSensorLimit(
        @JsonProperty("quantity") String quantity,
        @JsonProperty("least") BigDecimal least,
        @JsonProperty("most") BigDecimal most
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String quantity;
        private BigDecimal least;
        private BigDecimal most;

        public Builder quantity(String quantity) {
            this.quantity = quantity;
            return this;
        }

        public Builder least(BigDecimal least) {
            this.least = least;
            return this;
        }

        public Builder least(double least) {
            return least(BigDecimal.valueOf(least));
        }

        public Builder most(BigDecimal most) {
            this.most = most;
            return this;
        }

        public Builder most(double most) {
            return most(BigDecimal.valueOf(most));
        }

        public DeviceSensorLimit build() {
            return new DeviceSensorLimit(quantity, least, most);
        }
    }
}
