// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * ReviewChangesInner of the API.
 *
 * @param cause One of &#x60;reopen&#x60;, &#x60;decision&#x60;, &#x60;replacement&#x60;
 * @param recordId The record of the chain that made the change
 * @param seq Its place in the plant&#39;s chain
 * @param effectiveStatus From here to the next change. One of &#x60;APPROVED&#x60;, &#x60;FLAGGED&#x60;, &#x60;REJECTED&#x60;, &#x60;REOPENED&#x60;, &#x60;PROPOSED&#x60;, &#x60;REPLACED&#x60;
 * @param decision Null unless the cause is a decision, as are the next two. One of &#x60;approve&#x60;, &#x60;reject&#x60;
 * @param decidedBy Id of the user
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ReviewChangesInner(
        @JsonProperty("cause") String cause,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("seq") Long seq,
        @JsonProperty("at") String at,
        @JsonProperty("effective_status") String effectiveStatus,
        @JsonProperty("decision") String decision,
        @JsonProperty("reason") String reason,
        @JsonProperty("decided_by") String decidedBy
) {
}
