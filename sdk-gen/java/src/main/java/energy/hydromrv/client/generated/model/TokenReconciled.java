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
 * TokenReconciled of the API.
 *
 * @param minted Smallest units of the token
 * @param burned Retired by burning; minted less burned are in circulation
 * @param treasury In the treasury; null: not looked at yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record TokenReconciled(
        @JsonProperty("minted") String minted,
        @JsonProperty("burned") String burned,
        @JsonProperty("treasury") String treasury,
        @JsonProperty("at") String at
) {
}
