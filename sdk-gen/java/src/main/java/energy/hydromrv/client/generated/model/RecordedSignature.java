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
 * Of a signed reading; it was held against the key before the record was made
 *
 * @param form What was signed: the reading, its batch, or the request. One of {@code reading}, {@code batch}, {@code http}
 * @param sha256 Of what is archived of it: GET /api/v1/records/signatures
 * @param signedAt As the device says
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RecordedSignature(
        @JsonProperty("key_id") String keyId,
        @JsonProperty("form") String form,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("signed_at") String signedAt
) {
}
