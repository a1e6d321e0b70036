// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * TOOL07: operating margin from the grid&#39;s units
 *
 * @param method One of &#x60;simple&#x60;, &#x60;simple_adjusted&#x60;, &#x60;average&#x60;
 * @param lambdaHours Hours of the year with low-cost/must-run units on the margin
 * @param hours Hours of the year. One of &#x60;8760&#x60;, &#x60;8784&#x60;
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationRequestGridOm(
        @JsonProperty("method") String method,
        @JsonProperty("units") List<CarbonCalculationRequestGridOmUnitsInner> units,
        @JsonProperty("lambda_hours") Long lambdaHours,
        @JsonProperty("hours") Long hours
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String method;
        private List<CarbonCalculationRequestGridOmUnitsInner> units;
        private Long lambdaHours;
        private Long hours;

        public Builder method(String method) {
            this.method = method;
            return this;
        }

        public Builder units(List<CarbonCalculationRequestGridOmUnitsInner> units) {
            this.units = units;
            return this;
        }

        public Builder lambdaHours(Long lambdaHours) {
            this.lambdaHours = lambdaHours;
            return this;
        }

        public Builder hours(Long hours) {
            this.hours = hours;
            return this;
        }

        public CarbonCalculationRequestGridOm build() {
            return new CarbonCalculationRequestGridOm(method, units, lambdaHours, hours);
        }
    }
}
