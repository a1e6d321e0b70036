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
 * IssuanceAlert of the API.
 *
 * @param recordId Random: says nothing of order, number or plant
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record IssuanceAlert(
        @JsonProperty("alert_id") String alertId,
        @JsonProperty("statement_no") Long statementNo,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("effective_status") String effectiveStatus,
        @JsonProperty("raised_at") String raisedAt
) {
}
