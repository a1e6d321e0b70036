// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * PlantImportReportRowsInner of the API.
 *
 * @param line Line of the file that the row begins on
 * @param outcome One of &#x60;created&#x60;, &#x60;completed&#x60;, &#x60;unchanged&#x60;, &#x60;refused&#x60;
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantImportReportRowsInner(
        @JsonProperty("line") Long line,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("outcome") String outcome,
        @JsonProperty("errors") List<PlantImportReportRowsInnerErrorsInner> errors
) {
}
