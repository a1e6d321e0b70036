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
 * IssuanceStep of the API.
 *
 * @param step One of {@code request}, {@code verify}, {@code reject}, {@code approve}, {@code mint}, {@code issue}, {@code
 *     void}
 * @param duty Null: no person's step. One of {@code operator}, {@code verifier}, {@code issuer}
 * @param keyId Id of the key or user that took it
 * @param accreditation Under which it was taken
 * @param signature Ed25519 over the statement's exact bytes, base 64
 * @param recordId Of the plant's chain
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record IssuanceStep(
        @JsonProperty("step") String step,
        @JsonProperty("duty") String duty,
        @JsonProperty("organisation") String organisation,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("accreditation") IssuanceStepAccreditation accreditation,
        @JsonProperty("signature") String signature,
        @JsonProperty("reason") String reason,
        @JsonProperty("at") String at,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("commitment") String commitment
) {
}
