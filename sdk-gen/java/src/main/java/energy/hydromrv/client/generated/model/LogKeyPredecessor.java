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
 * LogKeyPredecessor of the API.
 *
 * @param verifierKey Signed the checkpoints of its time, which stay proven by it
 * @param size Leaves that it ended at
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record LogKeyPredecessor(
        @JsonProperty("origin") String origin,
        @JsonProperty("verifier_key") String verifierKey,
        @JsonProperty("size") String size
) {
}
