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
 * LatestValues of the API.
 *
 * @param behind Accepted records that are not in here: 0, but while the gateway catches up with very many
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record LatestValues(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("devices") List<LatestValuesDevice> devices,
        @JsonProperty("behind") Long behind
) {
}
