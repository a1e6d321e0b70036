// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.AlertClosing;
import energy.hydromrv.client.generated.model.ClaimCode;
import energy.hydromrv.client.generated.model.ClaimCodeRequest;
import energy.hydromrv.client.generated.model.ClaimedDevice;
import energy.hydromrv.client.generated.model.DeviceClaim;
import energy.hydromrv.client.generated.model.DeviceConfig;
import energy.hydromrv.client.generated.model.DeviceInForce;
import energy.hydromrv.client.generated.model.DeviceKey;
import energy.hydromrv.client.generated.model.DeviceKeyRotation;
import energy.hydromrv.client.generated.model.DeviceKeys;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Devices}. */
@SuppressWarnings("unused")
public final class DevicesApi {
    private final Transport transport;

    public DevicesApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Change some of a device's configuration.
     *
     * <p>What is given replaces what is in force, from the next record on (RFC 7396). {@code device_id} and {@code kind}
     * stay, and so does {@code rated_power_kw} once it has sent. The change is a record of the plant's chain.
     *
     * @param plantId Id of the plant, as it was registered
     * @param deviceId Id of the device, as it was registered
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes
     * @param body what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public DeviceInForce changeDevice(String plantId, String deviceId, String ifMatch, Object body, String idempotencyKey) {
        Call call = new Call("PATCH", "/api/v1/plants/{plant_id}/devices/{device_id}")
                .path("plant_id", plantId)
                .path("device_id", deviceId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(body);
        return transport.send(call, new TypeReference<DeviceInForce>() {});
    }

    /** The same, without what may be left out. */
    public DeviceInForce changeDevice(String plantId, String deviceId, String ifMatch, Object body) {
        return changeDevice(plantId, deviceId, ifMatch, body, null);
    }

    /**
     * Claim a device with a code.
     *
     * <p>No key is needed: the code is. It registers the device's own public key (a record of the plant's chain), gives
     * the device an API key of its own, or both. The one before it holds for 7 days more, so that a buffer may empty;
     * revoke it to end it at once. Ten wrong codes from one network close this call to it for a quarter of an hour.
     *
     * @param deviceClaim what is sent
     */
    public ClaimedDevice claimDevice(DeviceClaim deviceClaim) {
        Call call = new Call("POST", "/api/v1/devices/claim")
                .body(deviceClaim);
        return transport.send(call, new TypeReference<ClaimedDevice>() {});
    }

    /**
     * Look at one device.
     *
     * <p>Its configuration in force. What an agent needs is at GET /api/v1/devices/{device_id}/config.
     *
     * @param plantId Id of the plant, as it was registered
     * @param deviceId Id of the device, as it was registered
     */
    public DeviceInForce getDevice(String plantId, String deviceId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/devices/{device_id}")
                .path("plant_id", plantId)
                .path("device_id", deviceId);
        return transport.send(call, new TypeReference<DeviceInForce>() {});
    }

    /**
     * Get a device's ready-to-use configuration.
     *
     * <p>As JSON, YAML, or {@code HYDRO_NAME=value} lines. It holds no secret. A device's id is unique in its
     * organisation, so the id alone names it. Ask again with {@code If-None-Match}: 304 until something changed.
     *
     * @param deviceId Id of the device, as it was registered
     * @param format Form of the answer; null: left out
     */
    public DeviceConfig getDeviceConfig(String deviceId, String format) {
        Call call = new Call("GET", "/api/v1/devices/{device_id}/config")
                .path("device_id", deviceId)
                .query("format", format);
        return transport.send(call, new TypeReference<DeviceConfig>() {});
    }

    /** The same, without what may be left out. */
    public DeviceConfig getDeviceConfig(String deviceId) {
        return getDeviceConfig(deviceId, null);
    }

    /**
     * Make a code with which a device is claimed.
     *
     * <p>For whoever stands at the device: it works once, until it is over, and ends the device's earlier codes. It is
     * shown now and kept nowhere. It ends with the key that asks for it, and the API key that it gives has that key's
     * scopes, networks and end: {@code api_key_limits} says them.
     *
     * @param plantId Id of the plant, as it was registered
     * @param deviceId Id of the device, as it was registered
     * @param claimCodeRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public ClaimCode issueClaimCode(String plantId, String deviceId, ClaimCodeRequest claimCodeRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/devices/{device_id}/claim-codes")
                .path("plant_id", plantId)
                .path("device_id", deviceId)
                .header("idempotency-key", idempotencyKey)
                .body(claimCodeRequest);
        return transport.send(call, new TypeReference<ClaimCode>() {});
    }

    /** The same, without what may be left out. */
    public ClaimCode issueClaimCode(String plantId, String deviceId, ClaimCodeRequest claimCodeRequest) {
        return issueClaimCode(plantId, deviceId, claimCodeRequest, null);
    }

    /**
     * List the keys that sign a device's readings.
     *
     * <p>Oldest first, those that are over included. Each change of one is a record of the plant's chain.
     *
     * @param plantId Id of the plant, as it was registered
     * @param deviceId Id of the device, as it was registered
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public DeviceKeys listDeviceKeys(String plantId, String deviceId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/devices/{device_id}/keys")
                .path("plant_id", plantId)
                .path("device_id", deviceId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<DeviceKeys>() {});
    }

    /** The same, without what may be left out. */
    public DeviceKeys listDeviceKeys(String plantId, String deviceId) {
        return listDeviceKeys(plantId, deviceId, null, null);
    }

    /**
     * End a key at once.
     *
     * <p>Nothing that it signed is taken from now on, whenever it was signed. For good.
     *
     * @param plantId Id of the plant, as it was registered
     * @param deviceId Id of the device, as it was registered
     * @param keyId Id of the key
     * @param body what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public DeviceKey revokeDeviceKey(String plantId, String deviceId, String keyId, AlertClosing body, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/devices/{device_id}/keys/{key_id}/revocation")
                .path("plant_id", plantId)
                .path("device_id", deviceId)
                .path("key_id", keyId)
                .header("idempotency-key", idempotencyKey)
                .body(body);
        return transport.send(call, new TypeReference<DeviceKey>() {});
    }

    /** The same, without what may be left out. */
    public DeviceKey revokeDeviceKey(String plantId, String deviceId, String keyId, AlertClosing body) {
        return revokeDeviceKey(plantId, deviceId, keyId, body, null);
    }

    /**
     * Put a new key in the place of the one in use.
     *
     * <p>The key in use signs for the new one, and the new one for itself. The old one holds for 7 days more. A device
     * that lost its key is claimed anew.
     *
     * @param plantId Id of the plant, as it was registered
     * @param deviceId Id of the device, as it was registered
     * @param deviceKeyRotation what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public DeviceKey rotateDeviceKey(String plantId, String deviceId, DeviceKeyRotation deviceKeyRotation, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/devices/{device_id}/keys")
                .path("plant_id", plantId)
                .path("device_id", deviceId)
                .header("idempotency-key", idempotencyKey)
                .body(deviceKeyRotation);
        return transport.send(call, new TypeReference<DeviceKey>() {});
    }

    /** The same, without what may be left out. */
    public DeviceKey rotateDeviceKey(String plantId, String deviceId, DeviceKeyRotation deviceKeyRotation) {
        return rotateDeviceKey(plantId, deviceId, deviceKeyRotation, null);
    }
}
