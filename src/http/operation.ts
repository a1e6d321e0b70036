import { createRoute, type RouteConfig, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Actor } from "../kernel/actor.ts";
import { Fault, type FaultCode } from "../kernel/fault.ts";
import { plantNotFound } from "../plants/plants.ts";
import type { PipelineStage } from "../platform/metrics-serving.ts";
import { markSpan } from "../platform/tracing.ts";
import { authenticateCaller } from "../tenancy/caller.ts";
import { mayUsePlant, requireEveryDevice, requireScope } from "../tenancy/scope.ts";
import { admitStranger, admitted } from "./admission.ts";
import { readJsonBody } from "./body.ts";
import { clientAddress } from "./client-address.ts";
import { conventional, findsItself, type Rules } from "./conventions.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { presentedKey } from "./headers.ts";
import { once } from "./idempotency.ts";
import { parted } from "./read-only.ts";
import { stillIn } from "./still-in.ts";
import { validBody, validQuery } from "./validation.ts";

export type { Env };

/** A call on one operation: what the request said, checked against the route's own schemas. */
export type Call<R, A> = {
  readonly c: Context<Env>;
  readonly actor: A;
  readonly params: Part<R, "params">;
  readonly query: Part<R, "query">;
  readonly body: Body<R>;
  /** The body's bytes as they came; none of a call without a JSON body. */
  readonly bytes: Uint8Array;
};

type Part<R, P extends "params" | "query"> = R extends { request: Record<P, infer S extends z.ZodType> }
  ? z.output<S>
  : undefined;
type Body<R> = R extends {
  request: { body: { content: { "application/json": { schema: infer S extends z.ZodType } } } };
}
  ? z.output<S>
  : undefined;

type Answer = Response | Promise<Response>;

/** A route of the API with what it does. The document and the app are both made from the one list of these. */
export type Operation = {
  readonly route: ReturnType<typeof createRoute>;
  readonly rules: Rules;
  readonly run: (deps: HttpDeps, c: Context<Env>) => Promise<Response>;
};

export { failures } from "./conventions.ts";

/** Names of the security schemes in the document; either is enough. */
export const securitySchemes = ["bearer", "apiKey"] as const;

/** An operation that needs an API key or an access token. */
export function secured<const R extends RouteConfig>(
  route: R,
  handle: (deps: HttpDeps, call: Call<R, Actor>) => Answer,
  rules: Rules = {},
): Operation {
  const secure = conventional({ ...route, security: securitySchemes.map((name) => ({ [name]: [] })) }, rules);
  const isKeyed = route.method !== "get" && rules.ownIdempotency !== true;
  return {
    route: createRoute(secure),
    rules,
    run: async (deps, c) => {
      const stage = rules.ingests === true ? stagesOf(deps) : undefined;
      const actor = await admitted(deps, c, async () => {
        const presented = presentedKey({
          authorization: c.req.header("Authorization"),
          apiKey: c.req.header("X-API-Key"),
        });
        return authenticateCaller(deps.auth, presented, { address: clientAddress(c, deps.trustedProxies) });
      });
      stage?.("authenticate");
      const scope = scopeOf(route);
      if (scope !== undefined) {
        requireScope(actor, scope);
        requireNamedPlant(actor, route, c);
      }
      const still = stillIn(deps, actor);
      c.set("stillIn", still);
      const carryOut = async () => {
        const input = await inputOf(deps, secure, c, rules);
        if (rules.ownBody !== true) stage?.("read");
        // A body may take its time, and who sends it may have been shut out meanwhile: held back, it would act long after.
        return handle(deps, { ...input, actor: await still.actor() } as Call<R, Actor>);
      };
      if (!isKeyed) return carryOut();
      // What is done to an account, or answered of it, is of the one session.
      const credential = (scope === undefined && actor.person?.sessionId) || actor.keyId;
      return once(deps, c, actor, { credential, findsItself: findsItself(route.operationId) }, carryOut);
    },
  };
}

/** Times the stages of a request that follow each other. */
function stagesOf({ metrics }: HttpDeps): (stage: PipelineStage) => void {
  let sinceMs = performance.now();
  return (stage) => {
    const nowMs = performance.now();
    metrics.stageSeconds.observe({ stage }, (nowMs - sinceMs) / 1000);
    markSpan(`reading.${stage}`, sinceMs);
    sinceMs = nowMs;
  };
}

/**
 * The scope that an operation needs: its first tag, and whether it changes anything. None where it is about whoever
 * calls: a key may always see who it is, and all else of an account is refused to every key.
 */
export function scopeOf({ tags, method }: Pick<RouteConfig, "tags" | "method">): string | undefined {
  if (tags?.[0] === "Sign-in") return undefined;
  return `${tags?.[0]?.toLowerCase()}:${method === "get" ? "read" : "write"}`;
}

/** Operations that name no plant and themselves look at which plants a key is for. */
const minding: ReadonlySet<string> = new Set([
  "postTelemetry",
  "postTelemetryBatch",
  "openStream",
  "openWebSocket",
  "getRecord",
  "getRecordProof",
  "listPlants",
  "getDeviceConfig",
  "calculateCarbon",
  "listGridTables",
  "getGridTable",
  "listAlerts",
  "getAlert",
  "acknowledgeAlert",
  "closeAlert",
  "endAlertSilence",
]);

/**
 * Operations about a plant that themselves look at which of its devices a key is for, or only show what is no device's. Any other
 * one is about all of them: their figures and evidence, or what they are judged and shown by.
 */
const mindingDevices: ReadonlySet<string> = new Set([
  ...["listTelemetry", "getSeries", "getLatestValues", "exportHistory"],
  ...["getPlant", "getPlantAnchoring", "listRiverFlows", "registerDevice"],
  ...["getDevice", "changeDevice", "issueClaimCode", "listDeviceKeys", "rotateDeviceKey", "revokeDeviceKey"],
  ...["createAlertRule", "listAlertRules", "getAlertRule", "changeAlertRule", "deleteAlertRule", "getAlertDefaults"],
]);

/**
 * A key of some plants or devices reaches those only: an operation names its plant in the path or the query, and minds its
 * devices, or minds both by itself. Any other one is refused, so that a new operation cannot forget it.
 *
 * @throws {Fault} `not-found`, `forbidden`
 */
function requireNamedPlant(actor: Actor, route: RouteConfig, c: Context<Env>): void {
  const { plants, devices } = actor.limits ?? {};
  if ((plants === undefined && devices === undefined) || minding.has(route.operationId ?? "")) return;
  const named = [c.req.param("plant_id"), ...(c.req.queries("plant_id") ?? [])].filter((id) => id !== undefined);
  if (named.length === 0) {
    const some = plants === undefined ? "devices" : "plants";
    throw new Fault("forbidden", `The key is for some ${some} only, and this call is not about one of them.`, {
      extensions: { [`needed_${some}`]: "all" },
    });
  }
  const foreign = named.find((id) => !mayUsePlant(actor, id));
  if (foreign !== undefined) throw plantNotFound(foreign);
  if (!mindingDevices.has(route.operationId ?? "")) requireEveryDevice(actor);
}

/** An operation that anybody may call. */
export function open<const R extends RouteConfig>(
  route: R,
  handle: (deps: HttpDeps, call: Call<R, undefined>) => Answer,
  rules: Rules = {},
): Operation {
  const plain = conventional({ ...route, security: [] }, rules);
  return {
    route: createRoute(plain),
    rules,
    run: async (deps, c) => {
      if (rules.unlimited !== true) admitStranger(deps, c);
      return handle(deps, { ...(await inputOf(deps, plain, c, rules)), actor: undefined } as Call<R, undefined>);
    },
  };
}

async function inputOf(
  deps: HttpDeps,
  route: RouteConfig,
  c: Context<Env>,
  rules: Rules,
): Promise<Omit<Call<unknown, unknown>, "actor">> {
  const { params, query, body } = (route.request ?? {}) as {
    params?: z.ZodType;
    query?: z.ZodType;
    body?: JsonRequest;
  };
  const input = {
    params: params && validParams(params, c),
    query: query && validQuery(query, c.req.url),
    body: undefined as unknown,
    bytes: new Uint8Array(0) as Uint8Array,
  };
  // A body of another type is read by its handler.
  const schema = body?.content["application/json"]?.schema;
  if (schema !== undefined && rules.ownBody !== true) {
    const { value, energyErrors, bytes } = await readJsonBody(deps, c);
    input.bytes = bytes;
    const { own, given } = parted(schema, value);
    if (given !== undefined) c.set("given", given);
    input.body = validBody(schema, own, rules.exactEnergy ? energyErrors : []);
  }
  return { c, ...input } as Omit<Call<unknown, unknown>, "actor">;
}

type JsonRequest = { readonly content: { readonly "application/json"?: { readonly schema: z.ZodType } } };

/** An id that cannot exist is told like one that does not. */
function validParams(schema: z.ZodType, c: Context<Env>): unknown {
  const result = schema.safeParse(c.req.param());
  if (result.success) return result.data;
  throw new Fault("not-found", "There is nothing here: the id in the path does not have the form of one.");
}

/** A page for people: served, but no part of the API and its document. */
export function hidden<P extends string>(path: P) {
  return { method: "get", path, hide: true, responses: { 200: { description: "A page" } } } as const;
}

/** What every operation with a key can answer beside its own failures. */
export const keyFailures = [
  "unauthenticated",
  "forbidden",
  "overloaded",
  "storage-unavailable",
  "deadline-exceeded",
  "internal",
] as const satisfies FaultCode[];
/** What every operation with a JSON body can answer beside its own failures. */
export const bodyFailures = [
  "malformed-json",
  "invalid-request",
  "body-too-large",
  "unsupported-media-type",
  "request-timeout",
] as const satisfies FaultCode[];
