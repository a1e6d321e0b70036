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
 * Period of the API.
 *
 * @param to First local day after the period
 * @param fromAt Local midnight of {@code from}
 * @param toAt Local midnight of {@code to}
 * @param status One of {@code open}, {@code closed}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Period(
        @JsonProperty("period_id") String periodId,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("from_at") String fromAt,
        @JsonProperty("to_at") String toAt,
        @JsonProperty("status") String status,
        @JsonProperty("opened_at") String openedAt,
        @JsonProperty("statements") List<PeriodStatementItem> statements,
        @JsonProperty("programmes") ProgrammeNotes programmes
) {
}
