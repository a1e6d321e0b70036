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
 * Of a {@code device-key}
 *
 * @param act One of {@code register}, {@code rotate}, {@code revoke}
 * @param publicKey Ed25519, 32 bytes as hex; absent where it is revoked
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantRecordDeviceKey(
        @JsonProperty("act") String act,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("public_key") String publicKey
) {
}
