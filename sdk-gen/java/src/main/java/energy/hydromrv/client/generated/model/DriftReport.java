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
 * How it differs from the model that was in force when it was trained, over recent approved readings. {@code too_far}:
 * a line of the policy is passed. It decides nothing
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record DriftReport(
        @JsonProperty("against") PolicyHash against,
        @JsonProperty("policy") PolicyHash policy,
        @JsonProperty("recent") DriftReportRecent recent,
        @JsonProperty("reference_readings") Long referenceReadings,
        @JsonProperty("scores") DriftScores scores,
        @JsonProperty("features") Map<String, DriftScores> features,
        @JsonProperty("votes") DriftReportVotes votes,
        @JsonProperty("too_far") Boolean tooFar,
        @JsonProperty("sentence") String sentence
) {
}
