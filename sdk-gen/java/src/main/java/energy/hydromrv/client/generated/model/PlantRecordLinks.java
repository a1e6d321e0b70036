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
 * PlantRecordLinks of the API.
 *
 * @param mirror The topic's message on a mirror node; null until anchored
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantRecordLinks(
        @JsonProperty("self") String self,
        @JsonProperty("proof") String proof,
        @JsonProperty("mirror") String mirror,
        @JsonProperty("hashscan") String hashscan
) {
}
