// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * DeviceKey of the API.
 *
 * @param state &#x60;retiring&#x60;: another key took over, and this one holds until &#x60;ends_at&#x60;. One of &#x60;active&#x60;, &#x60;retiring&#x60;, &#x60;retired&#x60;, &#x60;revoked&#x60;
 * @param recordId The record of the plant&#39;s chain that registered it
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
