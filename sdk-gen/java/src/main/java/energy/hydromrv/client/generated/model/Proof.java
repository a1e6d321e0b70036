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
 * Proof of the API.
 *
 * @param recordId Random: says nothing of order, number or plant
 * @param record The record's exact canonical (RFC 8785) bytes, as text
 * @param commitment SHA-256 of {@code record}, hex: the log's leaf
 * @param proof C2SP tlog-proof: index, path and signed checkpoint
 * @param verifierKey C2SP verifier key of the log that signed the checkpoint; compare it with the topic's message that announces it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Proof(
        @JsonProperty("record_id") String recordId,
        @JsonProperty("record") String record,
        @JsonProperty("commitment") String commitment,
        @JsonProperty("leaf_index") String leafIndex,
        @JsonProperty("tree_size") String treeSize,
        @JsonProperty("proof") String proof,
        @JsonProperty("verifier_key") String verifierKey,
        @JsonProperty("receipt") ProofReceipt receipt
) {
}
