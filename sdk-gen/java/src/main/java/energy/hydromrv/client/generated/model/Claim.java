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
 * Claim of the API.
 *
 * @param recordId Of the plant's chain
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Claim(
        @JsonProperty("claim_id") String claimId,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("scheme") String scheme,
        @JsonProperty("reference") String reference,
        @JsonProperty("from_at") String fromAt,
        @JsonProperty("to_at") String toAt,
        @JsonProperty("energy_wh") String energyWh,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("withdrawn") ClaimWithdrawn withdrawn
) {
}
