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
 * Where on the ledger the checkpoint stands
 *
 * @param network One of {@code local}, {@code testnet}, {@code previewnet}, {@code mainnet}
 * @param consensusTimestamp Null while the mirror does not show the message yet
 * @param runningHash Of the topic, base64, version 3, after this message
 * @param previousRunningHash The same before it; absent when not known
 * @param blockProof Kept for block proofs, which the network does not offer yet: null until then
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProofReceipt(
        @JsonProperty("network") String network,
        @JsonProperty("topic_id") String topicId,
        @JsonProperty("sequence_number") String sequenceNumber,
        @JsonProperty("consensus_timestamp") String consensusTimestamp,
        @JsonProperty("running_hash") String runningHash,
        @JsonProperty("previous_running_hash") String previousRunningHash,
        @JsonProperty("transaction_id") String transactionId,
        @JsonProperty("transaction_id_mirror") String transactionIdMirror,
        @JsonProperty("hashscan_url") String hashscanUrl,
        @JsonProperty("mirror_url") String mirrorUrl,
        @JsonProperty("block_proof") Object blockProof
) {
}
