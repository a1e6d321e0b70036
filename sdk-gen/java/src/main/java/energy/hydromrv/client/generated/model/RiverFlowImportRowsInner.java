// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * RiverFlowImportRowsInner of the API.
 *
 * @param outcome One of &#x60;accepted&#x60;, &#x60;duplicate&#x60;, &#x60;refused&#x60;
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RiverFlowImportRowsInner(
        @JsonProperty("line") Long line,
        @JsonProperty("outcome") String outcome,
        @JsonProperty("detail") String detail
) {
}
