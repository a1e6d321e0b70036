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
 * PlantModel of the API.
 *
 * @param hash SHA-256 of its canonical bytes, hex
 * @param state {@code approved}: the one in force; {@code retired}: it was; {@code candidate}: waits for a verifier. One of
 *     {@code candidate}, {@code approved}, {@code rejected}, {@code retired}
 * @param requestedBy Id of the key or user that asked for it; null: the schedule
 * @param decisions Oldest first
 * @param content Where its bytes are
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantModel(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("id") String id,
        @JsonProperty("hash") String hash,
        @JsonProperty("state") String state,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("requested_by") String requestedBy,
        @JsonProperty("training") TrainingSet training,
        @JsonProperty("drift") DriftReport drift,
        @JsonProperty("decisions") List<PlantModelDecision> decisions,
        @JsonProperty("content") String content
) {
}
