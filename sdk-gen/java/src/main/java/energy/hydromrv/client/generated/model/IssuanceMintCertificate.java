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
 * IssuanceMintCertificate of the API.
 *
 * @param state One of {@code ordered}, {@code minted}
 * @param uri Public address of the HIP-412 document, and the NFT's metadata; ends in its SHA-256
 * @param serial Null until the ledger's mirror has shown it
 * @param hashscanUrl Of the serial; null on the local ledger
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record IssuanceMintCertificate(
        @JsonProperty("state") String state,
        @JsonProperty("uri") String uri,
        @JsonProperty("token_id") String tokenId,
        @JsonProperty("serial") String serial,
        @JsonProperty("transaction_id") String transactionId,
        @JsonProperty("hashscan_url") String hashscanUrl
) {
}
