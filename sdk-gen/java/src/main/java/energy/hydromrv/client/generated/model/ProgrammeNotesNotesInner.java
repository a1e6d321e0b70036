// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * ProgrammeNotesNotesInner of the API.
 *
 * @param standing One of &#x60;closed&#x60;, &#x60;candidate&#x60;, &#x60;unconfirmed&#x60;
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProgrammeNotesNotesInner(
        @JsonProperty("programme") String programme,
        @JsonProperty("standing") String standing,
        @JsonProperty("note") String note,
        @JsonProperty("clause") String clause
) {
}
