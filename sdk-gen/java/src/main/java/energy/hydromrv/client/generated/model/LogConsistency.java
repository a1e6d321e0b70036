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
 * LogConsistency of the API.
 *
 * @param hashes Base64, 32 bytes each; empty for equal sizes and from size 0
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record LogConsistency(
        @JsonProperty("first_size") String firstSize,
        @JsonProperty("second_size") String secondSize,
        @JsonProperty("hashes") List<String> hashes
) {
}
