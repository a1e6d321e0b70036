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
 * Only of an approved record whose plant has {@code anchor_mode} {@code record}, once it is anchored: its own message
 *
 * @param state {@code pending}: not yet known to be on the topic. One of {@code pending}, {@code published}
 * @param hederaTxId The message's own transaction; null until published, as are the next
 * @param hashscanUrl Null on the local ledger too
 * @param mirrorUrl The message on a mirror node
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PublicMessage(
        @JsonProperty("state") String state,
        @JsonProperty("hedera_tx_id") String hederaTxId,
        @JsonProperty("hashscan_url") String hashscanUrl,
        @JsonProperty("sequence_number") String sequenceNumber,
        @JsonProperty("mirror_url") String mirrorUrl
) {
}
