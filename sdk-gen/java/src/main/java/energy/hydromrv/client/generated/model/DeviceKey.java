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
 * DeviceKey of the API.
 *
 * @param state {@code retiring}: another key took over, and this one holds until {@code ends_at}. One of {@code active}, {@code
 *     retiring}, {@code retired}, {@code revoked}
 * @param recordId The record of the plant's chain that registered it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record DeviceKey(
        @JsonProperty("key_id") String keyId,
        @JsonProperty("public_key") String publicKey,
        @JsonProperty("state") String state,
        @JsonProperty("registered_at") String registeredAt,
        @JsonProperty("ends_at") String endsAt,
        @JsonProperty("revoked_at") String revokedAt,
        @JsonProperty("record_id") String recordId
) {
}
