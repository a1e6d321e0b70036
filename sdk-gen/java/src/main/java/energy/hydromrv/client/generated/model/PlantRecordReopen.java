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
 * Of a {@code reopen}
 *
 * @param rule The rule that found it
 * @param from Exclusive: readings that end after this instant
 * @param to Inclusive
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantRecordReopen(
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("rule") String rule,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("because") RecordPlace because,
        @JsonProperty("records") PlantRecordReopenRecords records
) {
}
