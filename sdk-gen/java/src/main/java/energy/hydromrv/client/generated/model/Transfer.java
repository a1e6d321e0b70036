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
 * Transfer of the API.
 *
 * @param accountUrl On HashScan; null on the local ledger and before there is one
 * @param state {@code pending_claim}: the account had no room for the token, so that an airdrop waits there until its owner
 *     claims it (HIP-904) or you recall it. {@code failed} and {@code cancelled}: the units are yours again. One of
 *     {@code ordered}, {@code pending_claim}, {@code done}, {@code failed}, {@code cancelled}
 * @param route Null until it is planned. One of {@code transfer}, {@code airdrop}
 * @param reason Why it failed or was cancelled
 * @param statement What was ordered, in canonical form (RFC 8785)
 * @param memo SHA-256 of {@code statement}: the memo of the ledger's transaction
 * @param hashscanUrl On HashScan; null on the local ledger and before there is one
 * @param claimTransactionId With which the receiver took an airdrop that waited
 * @param recordId Of the order, in the plant's chain
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
