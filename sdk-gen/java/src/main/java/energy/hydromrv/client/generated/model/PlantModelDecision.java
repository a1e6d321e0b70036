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
 * PlantModelDecision of the API.
 *
 * @param decision One of {@code approve}, {@code reject}
 * @param decidedBy Id of the user
 * @param recordId The record of the chain that holds it
 * @param seq An approved model judges from the record after this one on
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantModelDecision(
        @JsonProperty("decision") String decision,
        @JsonProperty("reason") String reason,
        @JsonProperty("decided_by") String decidedBy,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("seq") Long seq,
        @JsonProperty("at") String at
) {
}
