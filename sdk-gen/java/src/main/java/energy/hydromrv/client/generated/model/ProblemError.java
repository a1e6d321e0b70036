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
 * ProblemError of the API.
 *
 * @param pointer JSON pointer (RFC 6901) into the body
 * @param parameter Name of a query parameter or header
 * @param rule Stable id of the broken rule
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProblemError(
        @JsonProperty("pointer") String pointer,
        @JsonProperty("parameter") String parameter,
        @JsonProperty("rule") String rule,
        @JsonProperty("detail") String detail
) {
}
