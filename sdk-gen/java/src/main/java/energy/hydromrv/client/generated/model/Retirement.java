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
 * Retirement of the API.
 *
 * @param state {@code ordered}: final, and the ledger has not done it yet. {@code failed}: its token was deleted on the ledger
 *     before; nothing is retired by it, and never will be. One of {@code ordered}, {@code done}, {@code failed}
 * @param label What the units may be called, and nothing stronger
 * @param unitG gCO2 of one unit
 * @param tonnes Of CO2, exact
 * @param method {@code account}: moved to the retirement account. One of {@code burn}, {@code account}
 * @param accountId The retirement account
 * @param issuedUnder SHA-256 of the monitoring statement: the memo of the mint
 * @param statement The retirement in canonical form (RFC 8785)
 * @param statementSha256 The memo of the ledger's transaction
 * @param tokenUrl On HashScan; null on the local ledger and before there is one
 * @param hashscanUrl On HashScan; null on the local ledger and before there is one
 * @param network {@code local} proves nothing to others
 * @param failedAt When it was found that the ledger will never do it
 * @param failure Why the units are not retired; null unless {@code failed}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Retirement(
        @JsonProperty("retirement_id") String retirementId,
        @JsonProperty("state") String state,
        @JsonProperty("label") String label,
        @JsonProperty("units") String units,
        @JsonProperty("unit_g") String unitG,
        @JsonProperty("tonnes") String tonnes,
        @JsonProperty("rulebook") String rulebook,
        @JsonProperty("vintage") Long vintage,
        @JsonProperty("beneficiary") RetirementBeneficiary beneficiary,
        @JsonProperty("reason") String reason,
        @JsonProperty("use_period") RetirementUsePeriod usePeriod,
        @JsonProperty("method") String method,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("issued_under") String issuedUnder,
        @JsonProperty("statement") String statement,
        @JsonProperty("statement_sha256") String statementSha256,
        @JsonProperty("token_id") String tokenId,
        @JsonProperty("token_url") String tokenUrl,
        @JsonProperty("transaction_id") String transactionId,
        @JsonProperty("hashscan_url") String hashscanUrl,
        @JsonProperty("network") String network,
        @JsonProperty("ordered_at") String orderedAt,
        @JsonProperty("retired_at") String retiredAt,
        @JsonProperty("failed_at") String failedAt,
        @JsonProperty("failure") String failure,
        @JsonProperty("links") RetirementLinks links
) {
}
