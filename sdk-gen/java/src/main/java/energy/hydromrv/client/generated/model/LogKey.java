// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * LogKey of the API.
 *
 * @param origin Name of the log
 * @param verifierKey C2SP signed-note verifier key, Ed25519
 * @param network One of &#x60;local&#x60;, &#x60;testnet&#x60;, &#x60;previewnet&#x60;, &#x60;mainnet&#x60;
 * @param topicId HCS topic with the checkpoints; null until it is made
 * @param mirrorUrl The topic&#39;s messages on a mirror node
 * @param hashscanUrl The topic&#39;s page; null on the local ledger too
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
        @JsonProperty("hashscan_url") String hashscanUrl
) {
}
