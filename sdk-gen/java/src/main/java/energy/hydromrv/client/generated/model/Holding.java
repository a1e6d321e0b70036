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
 * Holding of the API.
 *
 * @param tokenUrl On HashScan; null on the local ledger and before there is one
 * @param unitG gCO2 of one unit
 * @param minted Units ever issued; all others add up to this
 * @param free In the treasury, at your disposal unless {@code token_deleted_at} is said
 * @param moving In the treasury, set aside for transfers and retirements on their way
 * @param freeT {@code free} in tonnes of CO2
 * @param tokenDeletedAt When it was first seen that the ledger has the token deleted, for good: its units can be neither transferred nor
 *     retired any more (422 {@code token.deleted}). Null: it is not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Holding(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("issuance_id") String issuanceId,
        @JsonProperty("token_id") String tokenId,
        @JsonProperty("token_url") String tokenUrl,
        @JsonProperty("rulebook") String rulebook,
        @JsonProperty("vintage") Long vintage,
        @JsonProperty("unit_g") String unitG,
        @JsonProperty("minted") String minted,
        @JsonProperty("free") String free,
        @JsonProperty("moving") String moving,
        @JsonProperty("transferred") String transferred,
        @JsonProperty("retired") String retired,
        @JsonProperty("free_t") String freeT,
        @JsonProperty("token_deleted_at") String tokenDeletedAt
) {
}
