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
 * ClaimedDevice of the API.
 *
 * @param keyId Of its public key; null: it signs nothing
 * @param apiKey Role device, for this device at this plant only; shown once
 * @param apiKeyExpiresAt Null: not by itself
 * @param config Where its configuration is
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ClaimedDevice(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("api_key") String apiKey,
        @JsonProperty("api_key_expires_at") String apiKeyExpiresAt,
        @JsonProperty("config") String config
) {
}
