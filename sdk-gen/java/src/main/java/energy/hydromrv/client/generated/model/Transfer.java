// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Transfer of the API.
 *
 * @param accountUrl On HashScan; null on the local ledger and before there is one
 * @param state &#x60;pending_claim&#x60;: the account had no room for the token, so that an airdrop waits there until its owner claims it (HIP-904) or you recall it. &#x60;failed&#x60; and &#x60;cancelled&#x60;: the units are yours again. One of &#x60;ordered&#x60;, &#x60;pending_claim&#x60;, &#x60;done&#x60;, &#x60;failed&#x60;, &#x60;cancelled&#x60;
 * @param route Null until it is planned. One of &#x60;transfer&#x60;, &#x60;airdrop&#x60;
 * @param reason Why it failed or was cancelled
 * @param statement What was ordered, in canonical form (RFC 8785)
 * @param memo SHA-256 of &#x60;statement&#x60;: the memo of the ledger&#39;s transaction
 * @param hashscanUrl On HashScan; null on the local ledger and before there is one
 * @param claimTransactionId With which the receiver took an airdrop that waited
 * @param recordId Of the order, in the plant&#39;s chain
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Transfer(
        @JsonProperty("transfer_id") String transferId,
        @JsonProperty("issuance_id") String issuanceId,
        @JsonProperty("token_id") String tokenId,
        @JsonProperty("units") String units,
        @JsonProperty("to_account") String toAccount,
        @JsonProperty("account_url") String accountUrl,
        @JsonProperty("state") String state,
        @JsonProperty("route") String route,
        @JsonProperty("reason") String reason,
        @JsonProperty("statement") String statement,
        @JsonProperty("memo") String memo,
        @JsonProperty("transaction_id") String transactionId,
        @JsonProperty("hashscan_url") String hashscanUrl,
        @JsonProperty("claim_transaction_id") String claimTransactionId,
        @JsonProperty("ordered_at") String orderedAt,
        @JsonProperty("recalled_at") String recalledAt,
        @JsonProperty("settled_at") String settledAt,
        @JsonProperty("record_id") String recordId
) {
}
