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
 * CarbonCalculationFactors of the API.
 *
 * @param efOm tCO2/MWh; null where only a combined margin was given, as are the weights
 * @param efCmGPerMwh Combined margin, rounded down to the gram
 * @param hash Of the factor table, or of the figures the request gave
 * @param cmPublished The table's own combined margin, for comparison
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationFactors(
        @JsonProperty("ef_om") String efOm,
        @JsonProperty("ef_bm") String efBm,
        @JsonProperty("w_om") String wOm,
        @JsonProperty("w_bm") String wBm,
        @JsonProperty("ef_cm_g_per_mwh") String efCmGPerMwh,
        @JsonProperty("hash") String hash,
        @JsonProperty("table") String table,
        @JsonProperty("year") String year,
        @JsonProperty("cm_published") String cmPublished
) {
}
