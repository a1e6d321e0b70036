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
 * Anchor of the API.
 *
 * @param state {@code pending}: durable and in line for the ledger. One of {@code pending}, {@code anchored}
 * @param network One of {@code local}, {@code testnet}, {@code previewnet}, {@code mainnet}
 * @param topicId HCS topic; null until anchored, as are the next five
 * @param sequenceNumber Of the topic's message with the checkpoint; 64-bit, as digits
 * @param consensusTimestamp Seconds and nanoseconds since the Unix epoch
 * @param leafIndex Zero-based place in the log; 64-bit, as digits
 * @param treeSize Leaves under the anchored checkpoint; 64-bit, as digits
 * @param note Only on the local ledger: what its anchor is worth
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Anchor(
        @JsonProperty("state") String state,
        @JsonProperty("network") String network,
        @JsonProperty("topic_id") String topicId,
        @JsonProperty("sequence_number") String sequenceNumber,
        @JsonProperty("consensus_timestamp") String consensusTimestamp,
        @JsonProperty("leaf_index") String leafIndex,
        @JsonProperty("tree_size") String treeSize,
        @JsonProperty("note") String note
) {
}
