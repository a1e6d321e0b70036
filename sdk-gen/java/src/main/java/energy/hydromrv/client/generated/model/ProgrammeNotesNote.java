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
 * ProgrammeNotesNote of the API.
 *
 * @param standing One of {@code closed}, {@code candidate}, {@code unconfirmed}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProgrammeNotesNote(
        @JsonProperty("programme") String programme,
        @JsonProperty("standing") String standing,
        @JsonProperty("note") String note,
        @JsonProperty("clause") String clause
) {
}
