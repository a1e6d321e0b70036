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
 * IssuanceMintPart of the API.
 *
 * @param memo Of the ledger's transaction: the statement's digest
 * @param state One of {@code committed}, {@code minted}
 * @param messageTransactionId Of the log's topic message in one atomic batch with the mint; null where mints go alone
 * @param tokenUrl On HashScan; null on the local ledger
 * @param hashscanUrl Of the mint; null on the local ledger
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record IssuanceMintPart(
        @JsonProperty("part_no") Long partNo,
        @JsonProperty("amount") String amount,
        @JsonProperty("memo") String memo,
        @JsonProperty("state") String state,
        @JsonProperty("token_id") String tokenId,
        @JsonProperty("transaction_id") String transactionId,
        @JsonProperty("message_transaction_id") String messageTransactionId,
        @JsonProperty("token_url") String tokenUrl,
        @JsonProperty("hashscan_url") String hashscanUrl
) {
}
