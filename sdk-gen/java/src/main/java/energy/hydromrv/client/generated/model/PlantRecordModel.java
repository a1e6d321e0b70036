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
 * Of a {@code model}
 *
 * @param decision One of {@code approve}, {@code reject}
 * @param decidedBy Id of the user
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantRecordModel(
        @JsonProperty("decision") String decision,
        @JsonProperty("model") ModelHash model,
        @JsonProperty("in_force_before") ModelHash inForceBefore,
        @JsonProperty("reason") String reason,
        @JsonProperty("decided_by") String decidedBy
) {
}
