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
 * IssuanceMint of the API.
 *
 * @param state One of {@code committed}, {@code minted}
 * @param token Rulebook, vintage and grams of a unit: the kind of token
 * @param amount Smallest units of the token
 * @param certificate Null where the gateway makes none, or not yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record IssuanceMint(
        @JsonProperty("mint_id") String mintId,
        @JsonProperty("state") String state,
        @JsonProperty("token") String token,
        @JsonProperty("amount") String amount,
        @JsonProperty("certificate") IssuanceMintCertificate certificate,
        @JsonProperty("parts") List<IssuanceMintPart> parts
) {
}
