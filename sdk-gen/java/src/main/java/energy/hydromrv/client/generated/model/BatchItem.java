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
 * BatchItem of the API.
 *
 * @param index Place in the batch, from 0
 * @param recordId Random: says nothing of order, number or plant
 * @param seq Place in the plant's chain
 * @param status One of {@code APPROVED}, {@code FLAGGED}, {@code REJECTED}
 * @param reasons Of a reading that is not approved: what speaks against it
 * @param result Nothing of it was stored. One of {@code refused}
 * @param replayed Always true
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
        @JsonProperty("reasons") List<BatchItemReason> reasons,
        @JsonProperty("result") String result,
        @JsonProperty("replayed") Boolean replayed,
        @JsonProperty("sample") BatchSample sample,
        @JsonProperty("problem") BatchItemProblem problem
) {
}
