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
 * Issuance of the API.
 *
 * @param statementSha256 Of the exact bytes that a verifier signs
 * @param state One of {@code requested}, {@code verified}, {@code rejected}, {@code approved}, {@code minting}, {@code issued},
 *     {@code voided}
 * @param label What the figures may be called, and nothing stronger. One of {@code unverified estimate}, {@code verified
 *     statement}, {@code issued}
 * @param unitG gCO2 of one unit
 * @param units Whole units of the request
 * @param steps What has happened, oldest first
 * @param alerts Records that stopped counting after it was issued: a deficit in the next statement
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Issuance(
        @JsonProperty("issuance_id") String issuanceId,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("period_id") String periodId,
        @JsonProperty("statement_no") Long statementNo,
        @JsonProperty("statement_sha256") String statementSha256,
        @JsonProperty("state") String state,
        @JsonProperty("label") String label,
        @JsonProperty("rulebook") String rulebook,
        @JsonProperty("vintage") Long vintage,
        @JsonProperty("unit_g") String unitG,
        @JsonProperty("units") String units,
        @JsonProperty("requested_at") String requestedAt,
        @JsonProperty("steps") List<IssuanceStep> steps,
        @JsonProperty("mint") IssuanceMint mint,
        @JsonProperty("alerts") List<IssuanceAlert> alerts
) {
}
