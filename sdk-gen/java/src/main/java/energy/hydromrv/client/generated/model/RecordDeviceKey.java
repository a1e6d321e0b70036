// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * RecordDeviceKey of the API.
 *
 * @param act One of &#x60;register&#x60;, &#x60;rotate&#x60;, &#x60;revoke&#x60;
 * @param publicKey Ed25519, 32 bytes as hex; absent where it is revoked
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RecordDeviceKey(
        @JsonProperty("act") String act,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("public_key") String publicKey
) {
}
