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
 * Token of the API.
 *
 * @param token Rulebook, vintage and grams of a unit; behind them the series, from the second on
 * @param holds Fungible units, or an NFT for each issuance. One of {@code units}, {@code certificates}
 * @param series 1 for the first token of its kind; the next is opened when an amount no longer fits
 * @param tokenId Null until the ledger has created it
 * @param hashscanUrl Null on the local ledger
 * @param maxSupply Smallest units of the token
 * @param state One of {@code creating}, {@code active}, {@code halted}
 * @param halted What the ledger shows and nobody asked for: nothing moves in it until a person has looked
 * @param acceptedTransactions Mints that no statement asked for and the registrar has looked into
 * @param reconciled The ledger's own mints and burns and its treasury, as the mirror showed them last
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Token(
        @JsonProperty("token") String token,
        @JsonProperty("holds") String holds,
        @JsonProperty("series") Long series,
        @JsonProperty("token_id") String tokenId,
        @JsonProperty("hashscan_url") String hashscanUrl,
        @JsonProperty("name") String name,
        @JsonProperty("symbol") String symbol,
        @JsonProperty("decimals") Long decimals,
        @JsonProperty("max_supply") String maxSupply,
        @JsonProperty("treasury_account_id") String treasuryAccountId,
        @JsonProperty("state") String state,
        @JsonProperty("halted") TokenHalted halted,
        @JsonProperty("accepted_transactions") List<String> acceptedTransactions,
        @JsonProperty("reconciled") TokenReconciled reconciled
) {
}
