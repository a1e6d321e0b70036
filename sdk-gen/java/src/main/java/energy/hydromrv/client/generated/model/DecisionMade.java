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
 * DecisionMade of the API.
 *
 * @param repeated True: the same decision had been made, and this is that one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record DecisionMade(
        @JsonProperty("decision") PlantRecord decision,
        @JsonProperty("record") PlantRecord record,
        @JsonProperty("repeated") Boolean repeated
) {
}
