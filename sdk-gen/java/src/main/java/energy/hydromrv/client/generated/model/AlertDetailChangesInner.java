// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * AlertDetailChangesInner of the API.
 *
 * @param change One of &#x60;pending&#x60;, &#x60;fired&#x60;, &#x60;acknowledged&#x60;, &#x60;silenced&#x60;, &#x60;silence-ended&#x60;, &#x60;resolved&#x60;
 * @param actor Key or user; null: the gateway
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertDetailChangesInner(
        @JsonProperty("no") Long no,
        @JsonProperty("change") String change,
        @JsonProperty("at") String at,
        @JsonProperty("actor") String actor,
        @JsonProperty("note") String note
) {
}
