// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * BatchItem of the API.
 *
 * @param index Place in the batch, from 0
 * @param recordId Random: says nothing of order, number or plant
 * @param seq Place in the plant&#39;s chain
 * @param status One of &#x60;APPROVED&#x60;, &#x60;FLAGGED&#x60;, &#x60;REJECTED&#x60;
 * @param reasons Of a reading that is not approved: what speaks against it
 * @param result Nothing of it was stored. One of &#x60;refused&#x60;
 * @param replayed Known by the batch&#39;s &#x60;Idempotency-Key&#x60;. One of &#x60;true&#x60;
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record BatchItem(
        @JsonProperty("index") Long index,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("seq") Long seq,
        @JsonProperty("status") String status,
        @JsonProperty("trust_score") BigDecimal trustScore,
        @JsonProperty("reasons") List<BatchItemReasonsInner> reasons,
        @JsonProperty("result") String result,
        @JsonProperty("replayed") Boolean replayed,
        @JsonProperty("problem") BatchItemProblem problem
) {
}
