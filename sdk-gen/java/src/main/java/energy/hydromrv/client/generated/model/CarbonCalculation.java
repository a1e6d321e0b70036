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
 * CarbonCalculation of the API.
 *
 * @param label One of {@code unverified estimate}
 * @param powerDensityWPerM2 Null where no reservoir is new or larger
 * @param eligible Always true. What is not eligible is a 422 with {@code rule} and {@code clause}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculation(
        @JsonProperty("label") String label,
        @JsonProperty("rulebook") PolicyHash rulebook,
        @JsonProperty("factors") CarbonCalculationFactors factors,
        @JsonProperty("power_density_w_per_m2") String powerDensityWPerM2,
        @JsonProperty("eligible") Boolean eligible,
        @JsonProperty("periods") List<CarbonCalculationPeriod> periods,
        @JsonProperty("totals") CarbonCalculationTotals totals,
        @JsonProperty("warnings") List<CalculationWarning> warnings
) {
}
