// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * AlertDetail of the API.
 *
 * @param plantId Null: of no one plant
 * @param ruleId Null: the gateway&#39;s own
 * @param kind The rule&#39;s kind, or of the gateway&#39;s own the event&#39;s type without &#x60;alert.&#x60;
 * @param subject The device, key, record or token that it is about; empty: the plant
 * @param severity One of &#x60;info&#x60;, &#x60;warning&#x60;, &#x60;critical&#x60;
 * @param state One of &#x60;pending&#x60;, &#x60;firing&#x60;, &#x60;acknowledged&#x60;, &#x60;silenced&#x60;, &#x60;resolved&#x60;
 * @param summary In words, as it was found
 * @param value What was compared with the limit at the last change
 * @param since Since when the condition holds, by the time of what was measured
 * @param changes Its history, oldest first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertDetail(
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
        @JsonProperty("changes") List<AlertDetailChangesInner> changes
) {
}
