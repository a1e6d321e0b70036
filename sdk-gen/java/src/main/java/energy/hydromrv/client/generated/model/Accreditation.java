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
 * Accreditation of the API.
 *
 * @param role One of {@code verifier}, {@code issuer}
 * @param publicKey Ed25519, the 32 bytes in hex
 * @param validTo Not valid any more from here on
 * @param stands Valid now and not withdrawn
 * @param recordId Of the registrar's chain
 * @param commitment Of that record: a leaf of the log
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Accreditation(
        @JsonProperty("accreditation_id") String accreditationId,
        @JsonProperty("role") String role,
        @JsonProperty("rulebook") String rulebook,
        @JsonProperty("public_key") String publicKey,
        @JsonProperty("valid_from") String validFrom,
        @JsonProperty("valid_to") String validTo,
        @JsonProperty("withdrawn_at") String withdrawnAt,
        @JsonProperty("stands") Boolean stands,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("commitment") String commitment
) {
}
