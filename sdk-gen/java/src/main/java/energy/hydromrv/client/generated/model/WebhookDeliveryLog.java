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
 * WebhookDeliveryLog of the API.
 *
 * @param status What was answered; null: nothing
 * @param error {@code status}, {@code url}, {@code address}, {@code redirect}, {@code too-large}, {@code too-slow}, {@code
 *     connection}; null: delivered
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record WebhookDeliveryLog(
        @JsonProperty("at") String at,
        @JsonProperty("status") Long status,
        @JsonProperty("error") String error,
        @JsonProperty("elapsed_ms") Long elapsedMs
) {
}
