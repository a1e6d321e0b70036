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
 * PlantImportReport of the API.
 *
 * @param dryRun True: nothing was kept
 * @param completed The plant was there, and a device of it was not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantImportReport(
        @JsonProperty("dry_run") Boolean dryRun,
        @JsonProperty("created") Long created,
        @JsonProperty("completed") Long completed,
        @JsonProperty("unchanged") Long unchanged,
        @JsonProperty("refused") Long refused,
        @JsonProperty("rows") List<PlantImportReportRow> rows
) {
}
