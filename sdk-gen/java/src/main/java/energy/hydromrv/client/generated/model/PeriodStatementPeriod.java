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
 * PeriodStatementPeriod of the API.
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodStatementPeriod(
        @JsonProperty("period_id") String periodId,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("from_at") String fromAt,
        @JsonProperty("to_at") String toAt,
        @JsonProperty("vintage") Long vintage,
        @JsonProperty("crediting_period") CreditingPeriod creditingPeriod
) {
}
