// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * WebhookDeliveryLogInner of the API.
 *
 * @param status What was answered; null: nothing
 * @param error &#x60;status&#x60;, &#x60;url&#x60;, &#x60;address&#x60;, &#x60;redirect&#x60;, &#x60;too-large&#x60;, &#x60;too-slow&#x60;, &#x60;connection&#x60;; null: delivered
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record WebhookDeliveryLogInner(
        @JsonProperty("at") String at,
        @JsonProperty("status") Long status,
        @JsonProperty("error") String error,
        @JsonProperty("elapsed_ms") Long elapsedMs
) {
}
