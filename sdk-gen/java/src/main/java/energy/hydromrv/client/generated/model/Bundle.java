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
 * Bundle of the API.
 *
 * @param size Bytes of the archive
 * @param sha256 Of the archive; the record below holds the same
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Bundle(
        @JsonProperty("bundle_no") Long bundleNo,
        @JsonProperty("statement_no") Long statementNo,
        @JsonProperty("first_seq") Long firstSeq,
        @JsonProperty("last_seq") Long lastSeq,
        @JsonProperty("size") String size,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("links") BundleLinks links
) {
}
