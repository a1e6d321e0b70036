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
 * PlantModelPage of the API.
 *
 * @param nextCursor Null on the last page
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantModelPage(
        @JsonProperty("in_force") ModelHash inForce,
        @JsonProperty("training") TrainingSchedule training,
        @JsonProperty("items") List<PlantModel> items,
        @JsonProperty("next_cursor") String nextCursor
) {
}
