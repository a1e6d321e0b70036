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
 * AlertWithHistory of the API.
 *
 * @param plantId Null: of no one plant
 * @param ruleId Null: the gateway's own
 * @param kind The rule's kind, or of the gateway's own the event's type without {@code alert.}
 * @param subject The device, key, record or token that it is about; empty: the plant
 * @param severity One of {@code info}, {@code warning}, {@code critical}
 * @param state One of {@code pending}, {@code firing}, {@code acknowledged}, {@code silenced}, {@code resolved}
 * @param summary In words, as it was found
 * @param value What was compared with the limit at the last look; of how long something has lasted, at the last change
 * @param since Since when the condition holds, by the time of what was measured
 * @param changes Its history, oldest first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertWithHistory(
        @JsonProperty("alert_id") String alertId,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("rule_id") String ruleId,
        @JsonProperty("kind") String kind,
        @JsonProperty("subject") String subject,
        @JsonProperty("severity") String severity,
        @JsonProperty("name") String name,
        @JsonProperty("state") String state,
        @JsonProperty("summary") String summary,
        @JsonProperty("value") BigDecimal value,
        @JsonProperty("since") String since,
        @JsonProperty("fired_at") String firedAt,
        @JsonProperty("resolved_at") String resolvedAt,
        @JsonProperty("resolution") String resolution,
        @JsonProperty("acknowledged") AlertAcknowledged acknowledged,
        @JsonProperty("detail") Object detail,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("changed_at") String changedAt,
        @JsonProperty("changes") List<AlertWithHistoryChange> changes
) {
}
