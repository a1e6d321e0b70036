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
 * PlantImportReportRow of the API.
 *
 * @param line Line of the file that the row begins on
 * @param outcome One of {@code created}, {@code completed}, {@code unchanged}, {@code refused}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantImportReportRow(
        @JsonProperty("line") Long line,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("outcome") String outcome,
        @JsonProperty("errors") List<PlantImportReportRowError> errors
) {
}
