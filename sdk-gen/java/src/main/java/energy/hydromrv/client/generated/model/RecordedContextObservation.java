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
 * RecordedContextObservation of the API.
 *
 * @param kind river_flow_m3s or air_temperature_mean_c
 * @param sha256 Of the table or the answer that it was taken from
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RecordedContextObservation(
        @JsonProperty("kind") String kind,
        @JsonProperty("value") BigDecimal value,
        @JsonProperty("source") String source,
        @JsonProperty("observed_at") String observedAt,
        @JsonProperty("sha256") String sha256
) {
}
