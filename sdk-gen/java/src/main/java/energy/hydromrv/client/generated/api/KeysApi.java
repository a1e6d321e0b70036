// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.ApiKeyDetail;
import energy.hydromrv.client.generated.model.ApiKeyMade;
import energy.hydromrv.client.generated.model.ApiKeyRequest;
import energy.hydromrv.client.generated.model.ApiKeyRotation;
import energy.hydromrv.client.generated.model.ApiKeys;
import energy.hydromrv.client.generated.model.RotatedApiKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Keys}. */
@SuppressWarnings("unused")
public final class KeysApi {
    private final Transport transport;

    public KeysApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Make an API key.
     *
     * <p>By an owner. It may be narrowed to scopes, plants, devices and networks, and may expire. A key that is narrowed
     * itself makes none that reaches further. The role registrar is given at the gateway's machine only.
     *
     * @param apiKeyRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public ApiKeyMade createApiKey(ApiKeyRequest apiKeyRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/keys")
                .header("idempotency-key", idempotencyKey)
                .body(apiKeyRequest);
        return transport.send(call, new TypeReference<ApiKeyMade>() {});
    }

    /** The same, without what may be left out. */
    public ApiKeyMade createApiKey(ApiKeyRequest apiKeyRequest) {
        return createApiKey(apiKeyRequest, null);
    }

    /**
     * Look at one API key.
     *
     * <p>Its limits, when it was used last, to within five minutes, and what stands that it made and that will not end
     * with it.
     *
     * @param keyId Id of the key
     */
    public ApiKeyDetail getApiKey(String keyId) {
        Call call = new Call("GET", "/api/v1/keys/{key_id}")
                .path("key_id", keyId);
        return transport.send(call, new TypeReference<ApiKeyDetail>() {});
    }

    /**
     * List the organisation's API keys.
     *
     * <p>By the time they were made, those that are over included; never their secrets.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public ApiKeys listApiKeys(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/keys")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<ApiKeys>() {});
    }

    /** The same, without what may be left out. */
    public ApiKeys listApiKeys() {
        return listApiKeys(null, null);
    }

    /**
     * End an API key at once.
     *
     * <p>The next call with it is refused, at every gateway of this database. For good. What it made does not end with it,
     * webhooks and other keys for example: {@code left_standing} says what goes on.
     *
     * @param keyId Id of the key
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public ApiKeyDetail revokeApiKey(String keyId, String idempotencyKey, String ifMatch) {
        Call call = new Call("DELETE", "/api/v1/keys/{key_id}")
                .path("key_id", keyId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch);
        return transport.send(call, new TypeReference<ApiKeyDetail>() {});
    }

    /** The same, without what may be left out. */
    public ApiKeyDetail revokeApiKey(String keyId) {
        return revokeApiKey(keyId, null, null);
    }

    /**
     * Put a new API key in the place of one.
     *
     * <p>With the same roles and limits. The old one works for {@code overlap_s} more, so that there is no gap, but no
     * longer than it would have. The new one ends when the old one would have, unless {@code expires_at} says
     * otherwise.
     *
     * @param keyId Id of the key
     * @param apiKeyRotation what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public RotatedApiKey rotateApiKey(String keyId, ApiKeyRotation apiKeyRotation, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/keys/{key_id}/rotate")
                .path("key_id", keyId)
                .header("idempotency-key", idempotencyKey)
                .body(apiKeyRotation);
        return transport.send(call, new TypeReference<RotatedApiKey>() {});
    }

    /** The same, without what may be left out. */
    public RotatedApiKey rotateApiKey(String keyId, ApiKeyRotation apiKeyRotation) {
        return rotateApiKey(keyId, apiKeyRotation, null);
    }
}
