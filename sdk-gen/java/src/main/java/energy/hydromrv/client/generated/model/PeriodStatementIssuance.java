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
 * PeriodStatementIssuance of the API.
 *
 * @param state One of {@code requested}, {@code verified}, {@code rejected}, {@code approved}, {@code minting}, {@code issued},
 *     {@code voided}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodStatementIssuance(
        @JsonProperty("issuance_id") String issuanceId,
        @JsonProperty("state") String state
) {
}
