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
 * TOOL07: operating margin from the grid's units
 *
 * @param method One of {@code simple}, {@code simple_adjusted}, {@code average}
 * @param lambdaHours Hours of the year with low-cost/must-run units on the margin
 * @param hours Hours of the year. Left out: 8760. One of {@code 8760}, {@code 8784}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationRequestGridOm(
        @JsonProperty("method") String method,
        @JsonProperty("units") List<CarbonCalculationRequestGridOmUnit> units,
        @JsonProperty("lambda_hours") Long lambdaHours,
        @JsonProperty("hours") Long hours
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String method;
        private List<CarbonCalculationRequestGridOmUnit> units;
        private Long lambdaHours;
        private Long hours;

        public Builder method(String method) {
            this.method = method;
            return this;
        }

        public Builder units(List<CarbonCalculationRequestGridOmUnit> units) {
            this.units = units;
            return this;
        }

        public Builder lambdaHours(Long lambdaHours) {
            this.lambdaHours = lambdaHours;
            return this;
        }

        public Builder lambdaHours(long lambdaHours) {
            return lambdaHours(Long.valueOf(lambdaHours));
        }

        public Builder hours(Long hours) {
            this.hours = hours;
            return this;
        }

        public Builder hours(long hours) {
            return hours(Long.valueOf(hours));
        }

        public CarbonCalculationRequestGridOm build() {
            return new CarbonCalculationRequestGridOm(method, units, lambdaHours, hours);
        }
    }
}
