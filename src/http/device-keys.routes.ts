import { deviceKeyIdSchema } from "../hydropower/signature.ts";
import { type DeviceKeyView, listDeviceKeys, revokeDeviceKey, rotateDeviceKey } from "../plants/device-keys.ts";
import { json } from "./answers.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { inOrder, paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";
import * as examples from "./plants.examples.ts";
import { deviceKeySchema, deviceKeysSchema, deviceParams, revocationBody, rotationBody } from "./plants.schemas.ts";

const path = "/api/v1/plants/{plant_id}/devices/{device_id}";
const placeOf = ({ plant_id, device_id }: { plant_id: string; device_id: string }) => ({
  plantId: plant_id,
  deviceId: device_id,
});

function keyAnswer(key: DeviceKeyView) {
  return {
    key_id: key.keyId,
    public_key: key.publicKey,
    state: key.state,
    registered_at: key.registeredAt.toISOString(),
    ends_at: key.endsAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    record_id: key.recordId,
  };
}

const getKeys = secured(
  {
    method: "get",
    path: `${path}/keys`,
    operationId: "listDeviceKeys",
    tags: ["Devices"],
    summary: "List the keys that sign a device's readings",
    description: "Oldest first, those that are over included. Each change of one is a record of the plant's chain.",
    request: { params: deviceParams, query: pageQuery("device-keys") },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: deviceKeysSchema, example: examples.deviceKeys } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, query }) => {
    const keyOf = ({ registeredAt, keyId }: DeviceKeyView) => [registeredAt.toISOString(), keyId];
    const keys = inOrder(await listDeviceKeys(deps.plants, actor, placeOf(params)), keyOf);
    const { items, cursor } = pageOf("device-keys", keys, keyOf, query);
    return paged(c, items.map(keyAnswer), cursor);
  },
);

const postKey = secured(
  {
    method: "post",
    path: `${path}/keys`,
    operationId: "rotateDeviceKey",
    tags: ["Devices"],
    summary: "Put a new key in the place of the one in use",
    description:
      "The key in use signs for the new one, and the new one for itself. The old one holds for 7 days more. A device that lost its key is claimed anew.",
    request: {
      params: deviceParams,
      body: { required: true, content: { "application/json": { schema: rotationBody, example: examples.rotation } } },
    },
    responses: {
      201: {
        description: "The new key",
        content: { "application/json": { schema: deviceKeySchema, example: examples.deviceKey } },
      },
      ...failures(...bodyFailures, "not-found", "already-exists", "signature-invalid", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, body }) => {
    const { key_id: keyId, new_public_key: newPublicKey, signature, proof } = body;
    const rotation = { keyId, newPublicKey, signature, proof };
    return json(c, keyAnswer(await rotateDeviceKey(deps.plants, actor, placeOf(params), rotation)), 201);
  },
);

const postRevocation = secured(
  {
    method: "post",
    path: `${path}/keys/{key_id}/revocation`,
    operationId: "revokeDeviceKey",
    tags: ["Devices"],
    summary: "End a key at once",
    description: "Nothing that it signed is taken from now on, whenever it was signed. For good.",
    request: {
      params: deviceParams.extend({ key_id: deviceKeyIdSchema.meta({ example: examples.deviceKey.key_id }) }),
      body: {
        required: true,
        content: { "application/json": { schema: revocationBody, example: examples.revocation } },
      },
    },
    responses: {
      200: {
        description: "The key, revoked",
        content: { "application/json": { schema: deviceKeySchema, example: examples.revokedKey } },
      },
      ...failures(...bodyFailures, "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, body: { reason } }) => {
    const key = { keyId: params.key_id, reason };
    return json(c, keyAnswer(await revokeDeviceKey(deps.plants, actor, placeOf(params), key)));
  },
);

export const deviceKeyOperations: readonly Operation[] = [getKeys, postKey, postRevocation];
