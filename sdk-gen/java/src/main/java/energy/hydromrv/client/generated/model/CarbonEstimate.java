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
 * CarbonEstimate of the API.
 *
 * @param estimate Always true here: credits come from whole monitoring periods
 * @param energyWh Net energy of the interval, whole Wh as digits; null: not known, which is not 0
 * @param energySource One of {@code register_difference}, {@code interval_energy}, {@code power_integrated}
 * @param creditable Metered energy of an approved interval
 * @param erG Emission reduction, whole grams of CO2 as digits, rounded down
 * @param erT The same in tonnes of CO2, decimal text
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonEstimate(
        @JsonProperty("estimate") Boolean estimate,
        @JsonProperty("energy_wh") String energyWh,
        @JsonProperty("energy_source") String energySource,
        @JsonProperty("creditable") Boolean creditable,
        @JsonProperty("er_g") String erG,
        @JsonProperty("er_t") String erT,
        @JsonProperty("reasons") List<ReasonInWords> reasons
) {
}
