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
 * SamplePage of the API.
 *
 * @param recordId Random: says nothing of order, number or plant
 * @param count Samples of the record: leaves of the tree
 * @param root As the record says it
 * @param nextCursor Null on the last page
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record SamplePage(
        @JsonProperty("record_id") String recordId,
        @JsonProperty("count") Long count,
        @JsonProperty("root") String root,
        @JsonProperty("items") List<RecordSample> items,
        @JsonProperty("next_cursor") String nextCursor
) {
}
