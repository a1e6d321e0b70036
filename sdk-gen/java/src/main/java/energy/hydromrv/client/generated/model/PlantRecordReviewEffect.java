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
 * PlantRecordReviewEffect of the API.
 *
 * @param id Random: says nothing of order, number or plant
 * @param effectiveStatus The verdict with every later decision; only APPROVED counts. REOPENED: approved, then doubted by a later finding.
 *     PROPOSED: a correction that no verifier has accepted yet. REPLACED: an accepted correction stands in its place.
 *     One of {@code APPROVED}, {@code FLAGGED}, {@code REJECTED}, {@code REOPENED}, {@code PROPOSED}, {@code REPLACED}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantRecordReviewEffect(
        @JsonProperty("id") String id,
        @JsonProperty("seq") Long seq,
        @JsonProperty("effective_status") String effectiveStatus
) {
}
