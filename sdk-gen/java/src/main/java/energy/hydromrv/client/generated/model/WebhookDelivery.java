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
 * WebhookDelivery of the API.
 *
 * @param eventId The {@code webhook-id} header of every attempt
 * @param state {@code dead}: not delivered in about three days of attempts. One of {@code pending}, {@code delivered}, {@code
 *     dead}
 * @param attempts Since it was made or sent again
 * @param log Every attempt, oldest first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record WebhookDelivery(
        @JsonProperty("event_id") String eventId,
        @JsonProperty("type") String type,
        @JsonProperty("state") String state,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("attempts") Long attempts,
        @JsonProperty("next_attempt_at") String nextAttemptAt,
        @JsonProperty("ended_at") String endedAt,
        @JsonProperty("log") List<WebhookDeliveryLog> log
) {
}
