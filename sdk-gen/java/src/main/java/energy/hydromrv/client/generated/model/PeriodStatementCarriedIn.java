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
 * PeriodStatementCarriedIn of the API.
 *
 * @param registerAhead What each meter's register was ahead by where the period before ended, Wh; from v 4 on
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodStatementCarriedIn(
        @JsonProperty("year_to_date_net_wh") String yearToDateNetWh,
        @JsonProperty("trusted_export_wh") Map<String, String> trustedExportWh,
        @JsonProperty("register_ahead") Map<String, RegisterAhead> registerAhead
) {
}
