import type { OpenAPIHono } from "@hono/zod-openapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import type { Env } from "../../src/http/env.ts";
import { type Role, roles } from "../../src/kernel/actor.ts";
import { createKey } from "../../src/tenancy/tenancy.ts";
import { recordStatements, statementsOf } from "../support/statements.ts";
import { access, type Row } from "./access.ts";
import { type IsolationWorld, isolationWorld, mine, neverMade, people, theirs as theirOrg } from "./isolation-world.ts";
import { type Ids, type Operation, operations, requestOf, serverEnv } from "./operations.ts";

let world: IsolationWorld;
let app: OpenAPIHono<Env>;
let narrow: string;
const credentials = new Map<Caller, string>();

type Caller = Role | "anonymous";
const callers: readonly Caller[] = [...roles, "anonymous"];

beforeAll(async () => {
  recordStatements();
  world = await isolationWorld();
  const { gateway } = world;
  // The gateway's own face, called in this process: what a request asks of the database is then known to be its own.
  app = createApp(gateway.deps);
  for (const role of roles)
    credentials.set(role, await (people.includes(role) ? gateway.sessionWith([role]) : gateway.keyWith([role])));
  const limits = { plants: ["PLANT-HP-001"] };
  const made = { orgId: mine, roles: ["owner", "operator", "device", "auditor"] as const, label: "narrow", limits };
  narrow = (await createKey(gateway.deps.tenancy, made)).text;
  // The time of a key's last use is noted at its first call, and again five minutes later.
  for (const caller of roles) await ask(operationOf("getCaller"), caller, {});
  await ask(operationOf("getCaller"), { key: narrow }, {});
}, 60_000);
afterAll(() => world?.stop());

const operationOf = (id: string) => operations.find(({ operationId }) => operationId === id) as Operation;
const rowOf = (id: string): Row => access[id] as Row;
const idOf = (ids: Ids, operationId: string, name: string) => ids[`${operationId}.${name}`] ?? ids[name];

type Answer = {
  readonly status: number;
  /** Headers and body with what differs in every answer masked. */
  readonly shown: string;
  readonly text: string;
  readonly statements: readonly string[];
};

async function ask(
  operation: Operation,
  caller: Caller | { readonly key: string },
  ids: Ids,
  more: object = {},
  moreHeaders: Record<string, string> = {},
): Promise<Answer> {
  const { operationId } = operation;
  const { path, init } = requestOf(operation, ids);
  const credential = typeof caller === "object" ? caller.key : await credentialOf(rowOf(operationId), caller);
  const headers = {
    ...init.headers,
    prefer: "respond-async",
    ...(["PUT", "PATCH"].includes(operation.method) && { "if-match": "*" }),
    ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
    ...moreHeaders,
  };
  const body = init.body === undefined ? undefined : named(operationId, String(init.body), ids, more);
  const { result, statements } = await statementsOf(async () => {
    const request = { ...init, headers, ...(body !== undefined && { body }) };
    const response = await app.request(path, request, serverEnv());
    return { response, text: await response.text() };
  });
  const { response, text } = result;
  const shown = [...response.headers].filter(([name]) => name !== "x-request-id");
  const plain = masked(`${JSON.stringify(shown)} ${text}`, operationId, ids);
  return { status: response.status, shown: plain, text, statements };
}

async function credentialOf({ who }: Row, caller: Caller): Promise<string | undefined> {
  // Each time an account of its own, for what ends a session or counts wrong guesses of a password.
  if (who === "session" && people.includes(caller as Role)) return world.gateway.sessionWith([caller as Role]);
  return credentials.get(caller);
}

/** The body with the ids where its row says that they stand. */
function named(operationId: string, text: string, ids: Ids, more: object): string {
  const { names = {} } = rowOf(operationId);
  const fitting = world.bodies[operationId];
  if (fitting === undefined && Object.keys({ ...names, ...more }).length === 0) return text;
  const given = JSON.parse(text);
  const fill = (one: object) => ({ ...one, ...fitting?.(ids), ...more });
  // Of many, one is asked about.
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
  const body: any = Array.isArray(given) ? [fill(given[0])] : fill(given);
  for (const [name, pointer] of Object.entries(names)) {
    const steps = pointer.split("/").slice(1);
    const last = steps.pop() as string;
    const place = steps.reduce((inner, step) => inner[step], body);
    place[last] = idOf(ids, operationId, name) ?? place[last];
  }
  return JSON.stringify(body);
}

/** Without the ids that were asked for, and without what every answer makes anew: ids, times, hashes. */
function masked(text: string, operationId: string, ids: Ids): string {
  let plain = text;
  for (const name of namesOf(operationOf(operationId)))
    plain = plain.replaceAll(String(idOf(ids, operationId, name)), `{${name}}`);
  return plain
    .replaceAll(/"instance":"[^"]*"/g, '"instance":"{request}"')
    .replaceAll(/\b([a-z]+_)[0-9a-z]{26}\b/g, "$1{id}")
    .replaceAll(/\["etag","[^\]]*\]/g, "{etag}")
    .replaceAll(/whsec_[\w+/=]+/g, "{secret}")
    .replaceAll(/"api_key":"[^"]*"|"key_id":"[^"]*"|(?<=\/keys\/)\w+/g, "{key}")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "{time}")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "{hash}");
}

/** What an operation names that belongs to an organisation: in path, query and body. */
function namesOf({ operationId, parameters = [] }: Operation): string[] {
  const asked = parameters.filter((one) => one.in === "path" || (one.in === "query" && one.required));
  const found = [...asked.map(({ name }) => name), ...Object.keys(rowOf(operationId).names ?? {})];
  // Numbers of statements are 1, 2, 3 everywhere, and quantities are nobody's.
  return [...new Set(found)].filter((name) => name !== "statement_no" && name !== "metric");
}

/** Every choice of names that are not one's own, the others being so. */
function choicesOf(names: readonly string[]): string[][] {
  return Array.from({ length: 2 ** names.length - 1 }, (_, i) => names.filter((_name, bit) => ((i + 1) >> bit) & 1));
}

function idsWith(operationId: string, strange: readonly string[], from: Ids): Ids {
  const replaced = strange.map((name) => [name, idOf(from, operationId, name) as string]);
  const rest = Object.entries(world.own).filter(([name]) => !strange.some((one) => name === `${operationId}.${one}`));
  return { ...Object.fromEntries(rest), ...Object.fromEntries(replaced) };
}

function mayCall({ who }: Row, caller: Caller): boolean {
  if (who === "public") return true;
  if (who === "session") return people.includes(caller as Role);
  return who !== "sign-in" && who.includes(caller as Role);
}

function refusalOf(row: Row, caller: Caller): number {
  return caller === "anonymous" || row.who === "sign-in" ? 401 : 403;
}

/** Reads first and removals last, else in the table's order. */
const place = (id: string) => ({ GET: 0, DELETE: 2 })[operationOf(id).method] ?? 1;
const ordered = Object.keys(access)
  .filter((id) => operationOf(id) !== undefined)
  .sort((a, b) => place(a) - place(b));

test("every operation of the document has its row", () => {
  expect(operations.map(({ operationId }) => operationId).filter((id) => access[id] === undefined)).toEqual([]);
});

describe.each(ordered)("%s", (id) => {
  const operation = operationOf(id);
  const row = rowOf(id);
  const names = row.who === "public" ? [] : namesOf(operation);

  if (names.length > 0) {
    test("tells another organisation's from what never was to nobody", async () => {
      for (const strange of choicesOf(names)) {
        for (const caller of callers) {
          const foreign = await ask(operation, caller, idsWith(id, strange, world.foreign));
          const absent = await ask(operation, caller, idsWith(id, strange, world.absent));
          const what = `${strange.join(", ")} asked by ${caller}`;
          const status = mayCall(row, caller) ? unknownOf(row, strange) : refusalOf(row, caller);
          expect([what, foreign.status, foreign.shown]).toEqual([what, status, absent.shown]);
          expect([what, absent.status]).toEqual([what, status]);
          expect([what, foreign.statements]).toEqual([what, absent.statements]);
          // Whoever was let in was at least looked up: the log hears.
          expect(foreign.statements.length > 0).toBe(caller !== "anonymous");
        }
      }
    });
  }

  test("answers each role about its own as the table says, and shows nothing of another organisation", async () => {
    const found: Record<string, number> = {};
    for (const caller of callers) {
      const { status, text } = await ask(operation, caller, world.own);
      found[caller] = status;
      expect(secretsFrom(id).filter((secret) => text.includes(secret))).toEqual([]);
    }
    const expected: Record<string, number> = {};
    for (const caller of callers) {
      // The registrar's organisation has none of this: it is as strange there as any other.
      const isStranger = caller === "registrar" && names.length > 0;
      const own = isStranger ? unknownOf(row, names) : ownOf(row, caller);
      expected[caller] = mayCall(row, caller) ? own : refusalOf(row, caller);
    }
    expect(found).toEqual(expected);
  });
});

function unknownOf({ unknown = 404 }: Row, strange: readonly string[]): number {
  return typeof unknown === "number" ? unknown : (unknown[strange.join(" ")] ?? 404);
}

function ownOf({ who, own }: Row, caller: Caller): number {
  return typeof own === "number" ? own : (own[(who as readonly Caller[]).indexOf(caller)] as number);
}

/** A bundle holds the chain's records from the closing at which it begins, other periods' too: docs/bundle.md. */
const ofTheChain = ["id", "getRecordProof.id", "period_id", "issuance_id"];

/** Ids of the other organisation that no invitation and nothing public tells. */
function secretsFrom(operationId: string): string[] {
  const told = [
    ...["org_id", "plant_id", "device_id", "statement_no", "retirement_id", "amendPeriod.period_id"],
    ...(operationId === "getInvitedBundle" ? ofTheChain : []),
  ];
  const names = Object.keys(world.foreign).filter((name) => !told.includes(name) && !name.startsWith("guest_"));
  return names.map((name) => world.foreign[name] as string);
}

describe("a key that is for one plant", () => {
  const named = ordered.filter((id) => Array.isArray(rowOf(id).who) && namesOf(operationOf(id)).includes("plant_id"));

  test.each(named)("is told by %s of its organisation's other plants as of none", async (id) => {
    const caller = { key: narrow };
    const absent = Object.fromEntries(Object.entries(world.own).map(([name, own]) => [name, neverMade(own)]));
    const others = await ask(operationOf(id), caller, world.own);
    const none = await ask(operationOf(id), caller, absent);
    expect([others.status, others.shown, others.statements]).toEqual([none.status, none.shown, none.statements]);
    expect([403, unknownOf(rowOf(id), ["plant_id"])]).toContain(others.status);
  });
});

describe("what another organisation has is no reason to refuse or to hesitate", () => {
  const taken = () => world.foreign;
  const cases: [id: string, what: string, caller: Caller, bodyWith: (value: string) => object, status: number][] = [
    ["registerDevice", "device_id", "owner", (device_id) => ({ device_id }), 201],
    ["uploadGridTable", "table_id", "owner", (id) => ({ id }), 201],
    ["createWebhook", "url", "owner", (url) => ({ url }), 201],
    ["inviteMember", "email", "owner", (email) => ({ email }), 201],
    ["forgotPassword", "email", "anonymous", (email) => ({ email }), 202],
    ["login", "email", "anonymous", (email) => ({ email }), 401],
    ["registerPlant", "plant_id", "operator", (plant_id) => ({ plant_id, devices: [] }), 201],
  ];

  test.each(cases)("%s with its %s", async (id, what, caller, bodyWith, status) => {
    const operation = operationOf(id);
    const [theirs, nobodys] = [taken()[what] as string, neverMade(taken()[what] as string)];
    const first = await ask(operation, caller, world.own, bodyWith(theirs));
    const second = await ask(operation, caller, world.own, bodyWith(nobodys));
    expect([first.status, second.status]).toEqual([status, status]);
    expect(first.shown.replaceAll(theirs, "{given}")).toBe(second.shown.replaceAll(nobodys, "{given}"));
    expect(first.statements).toEqual(second.statements);
  });

  test("an Idempotency-Key of its own is nobody else's", async () => {
    const operation = operationOf("createWebhook");
    const key = { "idempotency-key": "shared" };
    const theirs = { key: await world.gateway.keyWith(["owner"], theirOrg) };
    const first = await ask(operation, theirs, world.own, {}, key);
    const mine = await ask(operation, "owner", world.own, {}, key);
    const fresh = await ask(operation, "owner", world.own, {}, { "idempotency-key": "fresh" });
    expect([first.status, mine.status, fresh.status]).toEqual([201, 201, 201]);
    expect(mine.shown).toBe(fresh.shown);
    expect(mine.statements).toEqual(fresh.statements);
  });
});
