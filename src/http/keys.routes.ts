import type { Actor, Role } from "../kernel/actor.ts";
import { getOwnKey, issueKey, type KeyView, listOwnKeys, revokeOwnKey, rotateKey } from "../tenancy/keys.ts";
import { json, represented } from "./answers.ts";
import { requireMatchOf } from "./conditional.ts";
import type { HttpDeps } from "./deps.ts";
import * as examples from "./keys.examples.ts";
import {
  keyBody,
  keyDetailSchema,
  keyParams,
  keyRotationBody,
  keysSchema,
  newKeySchema,
  rotatedKeySchema,
} from "./keys.schemas.ts";
import { leftStanding } from "./left-standing.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { inOrder, paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";

const path = "/api/v1/keys";

function keyAnswer(key: KeyView) {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    key_id: key.keyId,
    label: key.label,
    state: key.state,
    roles: key.roles,
    scopes: key.scopes,
    plants: key.plants,
    devices: key.devices,
    networks: key.networks,
    created_at: key.createdAt.toISOString(),
    expires_at: iso(key.expiresAt),
    revoked_at: iso(key.revokedAt),
    last_used_at: iso(key.lastUsedAt),
    rotated_to: key.rotatedTo,
  };
}

const postKey = secured(
  {
    method: "post",
    path,
    operationId: "createApiKey",
    tags: ["Keys"],
    summary: "Make an API key",
    description:
      "By an owner. It may be narrowed to scopes, plants, devices and networks, and may expire. A key that is narrowed itself makes none that reaches further. The role registrar is given at the gateway's machine only.",
    request: {
      body: { required: true, content: { "application/json": { schema: keyBody, example: examples.keyRequest } } },
    },
    responses: {
      201: {
        description: "The key, with its text",
        headers: { Location: { description: "Where it stands", schema: { type: "string" } } },
        content: { "application/json": { schema: newKeySchema, example: examples.newKey } },
      },
      ...failures(...bodyFailures, ...keyFailures),
    },
  },
  async (deps, { c, actor, body }) => {
    const { expires_at: expiresAt, roles, ...rest } = body;
    const wish = {
      ...rest,
      roles: roles as Role[],
      expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    };
    const { key, created } = await issueKey(deps.tenancy, actor, wish);
    return json(c, { ...keyAnswer(key), api_key: created.text }, 201, { Location: `${path}/${key.keyId}` });
  },
);

const getKeys = secured(
  {
    method: "get",
    path,
    operationId: "listApiKeys",
    tags: ["Keys"],
    summary: "List the organisation's API keys",
    description: "By the time they were made, those that are over included; never their secrets.",
    request: { query: pageQuery("keys") },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: keysSchema, example: examples.keys } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const keyOf = ({ createdAt, keyId }: Awaited<ReturnType<typeof listOwnKeys>>[number]) => [
      createdAt.toISOString(),
      keyId,
    ];
    const { items, cursor } = pageOf("keys", inOrder(await listOwnKeys(deps.tenancy, actor), keyOf), keyOf, query);
    return paged(c, items.map(keyAnswer), cursor);
  },
);

const getOne = secured(
  {
    method: "get",
    path: `${path}/{key_id}`,
    operationId: "getApiKey",
    tags: ["Keys"],
    summary: "Look at one API key",
    description:
      "Its limits, when it was used last, to within five minutes, and what stands that it made and that will not end with it.",
    request: { params: keyParams },
    responses: {
      200: {
        description: "The key",
        content: { "application/json": { schema: keyDetailSchema, example: examples.keyDetail } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { key_id } }) =>
    represented(c, await detailAnswer(deps, actor, await getOwnKey(deps.tenancy, actor, key_id))),
);

const postRotation = secured(
  {
    method: "post",
    path: `${path}/{key_id}/rotate`,
    operationId: "rotateApiKey",
    tags: ["Keys"],
    summary: "Put a new API key in the place of one",
    description:
      "With the same roles and limits. The old one works for `overlap_s` more, so that there is no gap, but no longer than it would have. The new one ends when the old one would have, unless `expires_at` says otherwise.",
    request: {
      params: keyParams,
      body: {
        required: true,
        content: { "application/json": { schema: keyRotationBody, example: examples.keyRotation } },
      },
    },
    responses: {
      201: {
        description: "The new key, with its text",
        content: { "application/json": { schema: rotatedKeySchema, example: examples.rotatedKey } },
      },
      ...failures(...bodyFailures, "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, body }) => {
    const { overlap_s: overlapS, expires_at: end } = body;
    const how = { overlapS, expiresAt: typeof end === "string" ? new Date(end) : end };
    const { key, created, endsAt } = await rotateKey(deps.tenancy, actor, params.key_id, how);
    const old = { replaces: params.key_id, old_ends_at: endsAt.toISOString() };
    return json(c, { ...keyAnswer(key), api_key: created.text, ...old }, 201);
  },
);

const deleteKey = secured(
  {
    method: "delete",
    path: `${path}/{key_id}`,
    operationId: "revokeApiKey",
    tags: ["Keys"],
    summary: "End an API key at once",
    description:
      "The next call with it is refused, at every gateway of this database. For good. What it made does not end with it, webhooks and other keys for example: `left_standing` says what goes on.",
    request: { params: keyParams },
    responses: {
      200: {
        description: "The key, revoked",
        content: { "application/json": { schema: keyDetailSchema, example: examples.revokedKey } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { key_id } }) => {
    // What may come between is another end of it, and this one is for good.
    await requireMatchOf(c, async () => detailAnswer(deps, actor, await getOwnKey(deps.tenancy, actor, key_id)));
    return json(c, await detailAnswer(deps, actor, await revokeOwnKey(deps.tenancy, actor, key_id)));
  },
  { update: "if-match-optional" },
);

async function detailAnswer(deps: HttpDeps, actor: Actor, key: KeyView) {
  return { ...keyAnswer(key), left_standing: await leftStanding(deps, actor, key.keyId) };
}

export const keyOperations: readonly Operation[] = [postKey, getKeys, getOne, postRotation, deleteKey];
