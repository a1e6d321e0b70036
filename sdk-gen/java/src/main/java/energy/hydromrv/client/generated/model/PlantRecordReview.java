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
 * Of a {@code review}
 *
 * @param decision One of {@code approve}, {@code reject}
 * @param decidedBy Id of the user
 * @param supersedes The decision before this one
 * @param effects The record, and the one that a correction replaced or gave back
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantRecordReview(
        @JsonProperty("record") RecordPlace record,
        @JsonProperty("decision") String decision,
        @JsonProperty("reason") String reason,
        @JsonProperty("decided_by") String decidedBy,
        @JsonProperty("supersedes") String supersedes,
        @JsonProperty("effects") List<PlantRecordReviewEffect> effects
) {
}
