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
 * AlertSilence of the API.
 *
 * @param ended Ended by somebody before its time
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertSilence(
        @JsonProperty("silence_id") String silenceId,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("rule_id") String ruleId,
        @JsonProperty("alert_id") String alertId,
        @JsonProperty("reason") String reason,
        @JsonProperty("from") String from,
        @JsonProperty("until") String until,
        @JsonProperty("created_by") String createdBy,
        @JsonProperty("ended") AlertSilenceEnded ended
) {
}
