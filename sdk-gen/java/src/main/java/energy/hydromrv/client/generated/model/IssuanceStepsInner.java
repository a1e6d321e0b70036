// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * IssuanceStepsInner of the API.
 *
 * @param step One of &#x60;request&#x60;, &#x60;verify&#x60;, &#x60;reject&#x60;, &#x60;approve&#x60;, &#x60;mint&#x60;, &#x60;issue&#x60;, &#x60;void&#x60;
 * @param duty Null: no person&#39;s step. One of &#x60;operator&#x60;, &#x60;verifier&#x60;, &#x60;issuer&#x60;
 * @param keyId Id of the key or user that took it
 * @param signature Ed25519 over the statement&#39;s exact bytes, base 64
 * @param recordId Of the plant&#39;s chain
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record IssuanceStepsInner(
        @JsonProperty("step") String step,
        @JsonProperty("duty") String duty,
        @JsonProperty("organisation") String organisation,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("accreditation") IssuanceStepsInnerAccreditation accreditation,
        @JsonProperty("signature") String signature,
        @JsonProperty("reason") String reason,
        @JsonProperty("at") String at,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("commitment") String commitment
) {
}
