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
 * LogKey of the API.
 *
 * @param origin Name of the log
 * @param verifierKey C2SP signed-note verifier key, Ed25519
 * @param network One of {@code local}, {@code testnet}, {@code previewnet}, {@code mainnet}
 * @param topicId HCS topic with the checkpoints; null until it is made
 * @param mirrorUrl The topic's messages on a mirror node
 * @param hashscanUrl The topic's page; null on the local ledger too
 * @param predecessors Logs on the same topic that this one went on from when their keys were lost or given up, in their order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record LogKey(
        @JsonProperty("origin") String origin,
        @JsonProperty("verifier_key") String verifierKey,
        @JsonProperty("network") String network,
        @JsonProperty("topic_id") String topicId,
        @JsonProperty("mirror_url") String mirrorUrl,
        @JsonProperty("hashscan_url") String hashscanUrl,
        @JsonProperty("predecessors") List<LogKeyPredecessor> predecessors
) {
}
