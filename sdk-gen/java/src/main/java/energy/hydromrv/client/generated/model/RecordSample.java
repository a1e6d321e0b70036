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
 * RecordSample of the API.
 *
 * @param index Place in the tree
 * @param sample Its canonical bytes, as they are hashed: UTF-8 of this text
 * @param path Inclusion path to the root (RFC 9162, 2.1.3.2), from the leaf's sibling up
 * @param evidence Of a signed sample: what its device signed, as {@code signature.sha256} names it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RecordSample(
        @JsonProperty("index") Long index,
        @JsonProperty("sample") String sample,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("path") List<String> path,
        @JsonProperty("evidence") String evidence
) {
}
