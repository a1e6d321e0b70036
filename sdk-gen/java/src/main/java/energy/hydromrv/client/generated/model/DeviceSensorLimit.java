// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * DeviceSensorLimit of the API.
 *
 * @param quantity One of &#x60;flow_rate_m3s&#x60;, &#x60;head_height_m&#x60;, &#x60;power_output_kw&#x60;, &#x60;energy_kwh&#x60;, &#x60;energy_export_kwh_total&#x60;, &#x60;energy_import_kwh_total&#x60;, &#x60;gross_energy_kwh_total&#x60;, &#x60;efficiency&#x60;, &#x60;ph&#x60;, &#x60;turbidity_ntu&#x60;, &#x60;temperature_c&#x60;, &#x60;dissolved_oxygen_mg_l&#x60;, &#x60;tds_mg_l&#x60;, &#x60;spill_flow_m3s&#x60;, &#x60;reservoir_level_m&#x60;, &#x60;tailwater_level_m&#x60;, &#x60;gate_opening_pct&#x60;, &#x60;rotor_speed_rpm&#x60;, &#x60;voltage_kv&#x60;, &#x60;frequency_hz&#x60;
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
