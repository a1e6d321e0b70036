import { createRoute, type RouteConfig, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Actor } from "../kernel/actor.ts";
import { Fault, type FaultCode } from "../kernel/fault.ts";
import { authenticateCaller } from "../tenancy/caller.ts";
import { readJsonBody } from "./body.ts";
import type { HttpDeps } from "./deps.ts";
import { presentedKey } from "./headers.ts";
import { problemKinds } from "./problem.ts";
import { problemSchema } from "./schemas.ts";
import { validBody, validQuery } from "./validation.ts";

export type Env = { Variables: { requestId: string; route: string; actor?: Actor } };

/** A call on one operation: what the request said, checked against the route's own schemas. */
export type Call<R, A> = {
  readonly c: Context<Env>;
  readonly actor: A;
  readonly params: Part<R, "params">;
  readonly query: Part<R, "query">;
  readonly body: Body<R>;
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

/** `exactEnergy`: refuse energies in kWh whose text an integer of Wh cannot hold exactly. */
type InputRules = { readonly exactEnergy?: boolean };

/** A route of the API with what it does. The document and the app are both made from the one list of these. */
export type Operation = {
  readonly route: ReturnType<typeof createRoute>;
  readonly run: (deps: HttpDeps, c: Context<Env>) => Promise<Response>;
};

/** Names of the security schemes in the document; either is enough. */
export const securitySchemes = ["bearer", "apiKey"] as const;

/** An operation that needs an API key or an access token. */
export function secured<const R extends RouteConfig>(
  route: R,
  handle: (deps: HttpDeps, call: Call<R, Actor>) => Answer,
  rules: InputRules = {},
): Operation {
  const secure = { ...route, security: securitySchemes.map((name) => ({ [name]: [] })) };
  return {
    route: createRoute(secure),
    run: async (deps, c) => {
      const key = presentedKey({ authorization: c.req.header("Authorization"), apiKey: c.req.header("X-API-Key") });
      const actor = await authenticateCaller(deps.auth, key);
      c.set("actor", actor);
      return handle(deps, { ...(await inputOf(route, c, rules)), actor } as Call<R, Actor>);
    },
  };
}

/** An operation that anybody may call. */
export function open<const R extends RouteConfig>(
  route: R,
  handle: (deps: HttpDeps, call: Call<R, undefined>) => Answer,
): Operation {
  return {
    route: createRoute({ ...route, security: [] }),
    run: async (deps, c) => handle(deps, { ...(await inputOf(route, c, {})), actor: undefined } as Call<R, undefined>),
  };
}

async function inputOf(
  route: RouteConfig,
  c: Context<Env>,
  rules: InputRules,
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
  };
  if (body !== undefined) {
    const { value, energyErrors } = await readJsonBody(c);
    input.body = validBody(body.content["application/json"].schema, value, rules.exactEnergy ? energyErrors : []);
  }
  return { c, ...input } as Omit<Call<unknown, unknown>, "actor">;
}

type JsonRequest = { readonly content: { readonly "application/json": { readonly schema: z.ZodType } } };

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

const problemContent = { "application/problem+json": { schema: problemSchema } };

/** The error responses of an operation, one for each status, saying which problems it stands for. */
export function failures(...codes: readonly FaultCode[]): RouteConfig["responses"] {
  const byStatus = Map.groupBy(codes, (code) => problemKinds[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      {
        description: some.map((code) => `\`${code}\`: ${problemKinds[code].title}.`).join(" "),
        content: problemContent,
      },
    ]),
  );
}

/** What every operation with a key can answer beside its own failures. */
export const keyFailures = [
  "unauthenticated",
  "forbidden",
  "overloaded",
  "storage-unavailable",
  "internal",
] as const satisfies FaultCode[];
/** What every operation with a JSON body can answer beside its own failures. */
export const bodyFailures = [
  "malformed-json",
  "invalid-request",
  "body-too-large",
  "unsupported-media-type",
] as const satisfies FaultCode[];
