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
 * TrainingSchedule of the API.
 *
 * @param requestedAt Somebody asked and the job has not come to it yet
 * @param checkedAt When the job last looked at the plant
 * @param trainedAt When it last trained a model
 * @param outcome What came of the last look
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record TrainingSchedule(
        @JsonProperty("requested_at") String requestedAt,
        @JsonProperty("checked_at") String checkedAt,
        @JsonProperty("trained_at") String trainedAt,
        @JsonProperty("outcome") String outcome
) {
}
