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
 * StreamAnchored of the API.
 *
 * @param toSeq Up to this place the plant's chain is on the ledger
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record StreamAnchored(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("from_seq") Long fromSeq,
        @JsonProperty("to_seq") Long toSeq,
        @JsonProperty("tree_size") Long treeSize,
        @JsonProperty("network") String network,
        @JsonProperty("topic_id") String topicId,
        @JsonProperty("sequence_number") Long sequenceNumber,
        @JsonProperty("transaction_id") String transactionId
) {
}
