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
 * AlertWithHistoryChange of the API.
 *
 * @param change One of {@code pending}, {@code fired}, {@code acknowledged}, {@code silenced}, {@code silence-ended}, {@code
 *     resolved}
 * @param actor Key or user; null: the gateway
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertWithHistoryChange(
        @JsonProperty("no") Long no,
        @JsonProperty("change") String change,
        @JsonProperty("at") String at,
        @JsonProperty("actor") String actor,
        @JsonProperty("note") String note
) {
}
