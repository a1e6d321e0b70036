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
 * PeriodStatementFactor of the API.
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodStatementFactor(
        @JsonProperty("ef_om") String efOm,
        @JsonProperty("ef_bm") String efBm,
        @JsonProperty("w_om") String wOm,
        @JsonProperty("w_bm") String wBm,
        @JsonProperty("ef_cm_g_per_mwh") String efCmGPerMwh,
        @JsonProperty("table") String table,
        @JsonProperty("year") String year,
        @JsonProperty("hash") String hash
) {
}
