import { z } from "@hono/zod-openapi";
import { type Device, deviceSchema } from "../hydropower/plant.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { changeDevice, type DeviceView, getDevice } from "../plants/changes.ts";
import { claimDevice, issueClaimCode } from "../plants/claims.ts";
import { configFormats, configText, getDeviceConfig } from "../plants/device-config.ts";
import { json, represented } from "./answers.ts";
import { clientAddress } from "./client-address.ts";
import { requireMatch } from "./conditional.ts";
import { mergePatch } from "./merge-patch.ts";
import { bodyFailures, failures, keyFailures, type Operation, open, secured } from "./operation.ts";
import * as examples from "./plants.examples.ts";
import {
  claimBody,
  claimedSchema,
  codeAnswerSchema,
  codeBody,
  configSchema,
  deviceAnswerSchema,
  deviceParams,
  patchContent,
} from "./plants.schemas.ts";
import { validBody } from "./validation.ts";

const path = "/api/v1/plants/{plant_id}/devices/{device_id}";
const etag = { ETag: { description: "Of this state", schema: { type: "string" } } } as const;
const placeOf = ({ plant_id, device_id }: { plant_id: string; device_id: string }) => ({
  plantId: plant_id,
  deviceId: device_id,
});

const shown = ({ device, plantId }: DeviceView) => ({ ...device, plant_id: plantId });

const getOne = secured(
  {
    method: "get",
    path,
    operationId: "getDevice",
    tags: ["Devices"],
    summary: "Look at one device",
    description: "Its configuration in force. What an agent needs is at GET /api/v1/devices/{device_id}/config.",
    request: { params: deviceParams },
    responses: {
      200: {
        description: "The device",
        headers: etag,
        content: { "application/json": { schema: deviceAnswerSchema, example: examples.deviceInForce } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params }) => represented(c, shown(await getDevice(deps.plants, actor, placeOf(params)))),
);

const patchOne = secured(
  {
    method: "patch",
    path,
    operationId: "changeDevice",
    tags: ["Devices"],
    summary: "Change some of a device's configuration",
    description:
      "What is given replaces what is in force, from the next record on (RFC 7396). `device_id` and `kind` stay, and so does `rated_power_kw` once it has sent. The change is a record of the plant's chain.",
    request: {
      params: deviceParams,
      body: { required: true, content: patchContent(examples.devicePatch) },
    },
    responses: {
      200: {
        description: "The device as configured now",
        headers: etag,
        content: { "application/json": { schema: deviceAnswerSchema, example: examples.changedDevice } },
      },
      ...failures(...bodyFailures, "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, body }) => {
    const apply = (before: Device) => validBody(deviceSchema, mergePatch(before, body));
    const mayChange = (standing: DeviceView) => requireMatch(c, shown(standing), { required: true });
    return represented(c, shown(await changeDevice(deps.plants, actor, placeOf(params), { mayChange, apply })));
  },
  { update: "if-match-required" },
);

const postCode = secured(
  {
    method: "post",
    path: `${path}/claim-codes`,
    operationId: "issueClaimCode",
    tags: ["Devices"],
    summary: "Make a code with which a device is claimed",
    description:
      "For whoever stands at the device: it works once, until it is over, and ends the device's earlier codes. It is shown now and kept nowhere. It ends with the key that asks for it, and the API key that it gives has that key's scopes, networks and end: `api_key_limits` says them.",
    request: {
      params: deviceParams,
      body: { required: true, content: { "application/json": { schema: codeBody, example: examples.codeRequest } } },
    },
    responses: {
      201: {
        description: "The code",
        content: { "application/json": { schema: codeAnswerSchema, example: examples.claimCode } },
      },
      ...failures(...bodyFailures, "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, body }) => {
    const { code, claimId, expiresAt, bounds } = await issueClaimCode(deps.plants, actor, placeOf(params), {
      expiresInS: body.expires_in_s,
    });
    const limits = {
      scopes: bounds.scopes ?? null,
      networks: bounds.networks ?? null,
      expires_at: bounds.expiresAt?.toISOString() ?? null,
    };
    const about = { code, claim_id: claimId, ...params, expires_at: expiresAt.toISOString() };
    return json(c, { ...about, api_key_limits: limits }, 201);
  },
);

const postClaim = open(
  {
    method: "post",
    path: "/api/v1/devices/claim",
    operationId: "claimDevice",
    tags: ["Devices"],
    summary: "Claim a device with a code",
    description:
      "No key is needed: the code is. It registers the device's own public key (a record of the plant's chain), gives the device an API key of its own, or both. The one before it holds for 7 days more, so that a buffer may empty; revoke it to end it at once. Ten wrong codes from one network close this call to it for a quarter of an hour.",
    request: {
      body: { required: true, content: { "application/json": { schema: claimBody, example: examples.claim } } },
    },
    responses: {
      201: {
        description: "Claimed",
        content: { "application/json": { schema: claimedSchema, example: examples.claimed } },
      },
      ...failures(
        ...bodyFailures,
        "not-found",
        "already-exists",
        "too-many-attempts",
        "overloaded",
        "storage-unavailable",
        "internal",
      ),
    },
  },
  async (deps, { c, body }) => {
    const { code, public_key: publicKey, proof, api_key: wantsApiKey } = body;
    const key = publicKey !== undefined && proof !== undefined ? { publicKey, proof } : undefined;
    const from = { address: clientAddress(c, deps.trustedProxies) };
    const claimed = await claimDevice({ ...deps.plants, tenancy: deps.tenancy }, { code, key, wantsApiKey }, from);
    const answer = {
      plant_id: claimed.plantId,
      device_id: claimed.deviceId,
      key_id: claimed.keyId ?? null,
      api_key: claimed.apiKey?.text ?? null,
      api_key_expires_at: claimed.apiKeyEndsAt?.toISOString() ?? null,
      config: `/api/v1/devices/${claimed.deviceId}/config`,
    };
    return json(c, answer, 201);
  },
);

const getConfig = secured(
  {
    method: "get",
    path: "/api/v1/devices/{device_id}/config",
    operationId: "getDeviceConfig",
    tags: ["Devices"],
    summary: "Get a device's ready-to-use configuration",
    description:
      "As JSON, YAML, or `HYDRO_NAME=value` lines. It holds no secret. A device's id is unique in its organisation, so the id alone names it. Ask again with `If-None-Match`: 304 until something changed.",
    request: {
      params: z.object({ device_id: chosenIdSchema.meta({ example: "TURBINE-001" }) }),
      query: z.strictObject({ format: z.enum(configFormats).default("json").meta({ example: "env" }) }),
      headers: z.object({
        "if-none-match": z.string().optional().describe("`ETag` of the configuration you have"),
      }),
    },
    responses: {
      200: {
        description: "The configuration",
        headers: etag,
        content: {
          "application/json": { schema: configSchema, example: examples.config },
          "application/yaml": { schema: z.string(), example: examples.configYaml },
          "text/plain": { schema: z.string(), example: examples.configEnv },
        },
      },
      304: { description: "Nothing changed", headers: etag },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, query: { format } }) => {
    const config = await getDeviceConfig(deps.plants, actor, params.device_id, deps.publicUrl());
    const tag = `"${config.version}-${format}"`;
    const headers = { ETag: tag, "Cache-Control": "private, no-cache" };
    if (matches(c.req.header("If-None-Match"), tag)) return c.body(null, 304, headers);
    return c.body(configText(config, format), 200, { "Content-Type": mediaTypes[format], ...headers });
  },
);

const mediaTypes = { json: "application/json", yaml: "application/yaml", env: "text/plain; charset=utf-8" } as const;

/** Weak comparison (RFC 9110 section 13.1.2): a tag that a proxy weakened still says that nothing changed. */
function matches(header: string | undefined, tag: string): boolean {
  const tags = header?.split(",").map((one) => one.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(tag) || tags.includes("*");
}

export const deviceOperations: readonly Operation[] = [postClaim, getConfig, getOne, patchOne, postCode];
