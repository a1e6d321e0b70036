// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The newest request to issue it
 *
 * @param state One of &#x60;requested&#x60;, &#x60;verified&#x60;, &#x60;rejected&#x60;, &#x60;approved&#x60;, &#x60;minting&#x60;, &#x60;issued&#x60;, &#x60;voided&#x60;
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodStatementsInnerIssuance(
        @JsonProperty("issuance_id") String issuanceId,
        @JsonProperty("state") String state
) {
}
