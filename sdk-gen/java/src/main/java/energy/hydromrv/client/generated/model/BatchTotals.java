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
 * BatchTotals of the API.
 *
 * @param samples Of those accepted; absent where none is one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record BatchTotals(
        @JsonProperty("received") Long received,
        @JsonProperty("accepted") Long accepted,
        @JsonProperty("duplicates") Long duplicates,
        @JsonProperty("refused") Long refused,
        @JsonProperty("samples") Long samples,
        @JsonProperty("verdicts") BatchTotalsVerdicts verdicts
) {
}
