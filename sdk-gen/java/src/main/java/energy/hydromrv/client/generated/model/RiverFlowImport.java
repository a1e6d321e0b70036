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
 * RiverFlowImport of the API.
 *
 * @param sha256 Of the table as it came, hex: stands in records that its flows contributed to
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RiverFlowImport(
        @JsonProperty("import_id") String importId,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("accepted") Long accepted,
        @JsonProperty("duplicates") Long duplicates,
        @JsonProperty("refused") Long refused,
        @JsonProperty("rows") List<RiverFlowImportRow> rows
) {
}
