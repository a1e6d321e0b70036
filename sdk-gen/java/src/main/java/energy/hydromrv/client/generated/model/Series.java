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
 * Series of the API.
 *
 * @param resolution One of {@code raw}, {@code 1m}, {@code 5m}, {@code 1h}, {@code 1d}
 * @param intervalS Width of the buckets; null: readings themselves
 * @param behind Accepted records that are not in here: 0, but while the gateway catches up with very many
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Series(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("metric") String metric,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("resolution") String resolution,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("devices") List<SeriesDevice> devices,
        @JsonProperty("behind") Long behind
) {
}
