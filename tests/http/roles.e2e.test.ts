import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Role, roles } from "../../src/kernel/actor.ts";
import { registerDevice } from "../../src/plants/plants.ts";
import { authenticate } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotPlant } from "../support/pilot.ts";
import { access, type Row } from "./access.ts";
import { type Operation, operations, requestOf } from "./operations.ts";

let gateway: TestGateway;
const keys = new Map<Role, string>();
const sessions = new Map<Role, string>();
beforeAll(async () => {
  gateway = await testGateway();
  for (const role of roles) {
    keys.set(role, await gateway.keyWith([role]));
    if (role !== "device") sessions.set(role, await gateway.sessionWith([role]));
  }
  // The meter that the document's own design names.
  const actor = await authenticate(gateway.deps.tenancy, gateway.apiKey);
  await registerDevice(gateway.deps.plants, actor, pilotPlant.plant_id, { device_id: "METER-001", kind: "meter" });
});
afterAll(() => gateway.stop());

async function call(operation: Operation, key?: string) {
  const { path, init } = requestOf(operation);
  const headers = { ...init.headers, prefer: "respond-async", ...(key && { authorization: `Bearer ${key}` }) };
  const response = await fetch(`${gateway.baseUrl}${path}`, { ...init, headers });
  const isEndless = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  if (isEndless) await response.body?.cancel();
  const text = isEndless ? "" : await response.text();
  const isProblem = response.headers.get("content-type")?.includes("problem+json");
  return { status: response.status, problem: isProblem ? (JSON.parse(text) as Record<string, unknown>) : undefined };
}

test("every operation of the document has its row, and every row its operation", () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(Object.keys(access).sort()).toEqual(ids.sort());
});

describe.each(operations.map((operation) => [operation.operationId, operation] as const))("%s", (id, operation) => {
  const { who: allowed, needs }: Pick<Row, "who" | "needs"> = access[id] ?? { who: [] };
  const isOpen = allowed === "public" || allowed === "sign-in";

  test(isOpen ? "asks for no key" : "asks for a key", async () => {
    const { status } = await call(operation);
    expect(operation.security.length > 0).toBe(!isOpen);
    if (allowed === "public") expect([401, 403]).not.toContain(status);
    else expect(status).toBe(401);
  });

  if (allowed === "public" || allowed === "sign-in") return;

  if (allowed === "session" || needs !== undefined) {
    const refusal = needs === "second-factor" ? "second-factor-required" : "session-required";
    const rightRoles = allowed === "session" ? roles : allowed;
    test.each(rightRoles)(`refuses a key with the role %s: ${refusal}`, async (role) => {
      const { status, problem } = await call(operation, keys.get(role));
      expect([status, problem?.type]).toEqual([403, expect.stringMatching(new RegExp(`/problems/${refusal}$`))]);
    });
  }

  if (allowed === "session") {
    test.each(roles.filter((role) => role !== "device"))("lets whoever signed in with the role %s in", async (role) => {
      const { problem } = await call(operation, await gateway.sessionWith([role]));
      expect(problem?.type ?? "").not.toMatch(/forbidden|session-required|invalid-request|malformed-json|internal/);
    });
    return;
  }

  test.each(roles.filter((role) => !allowed.includes(role)))("refuses %s and names the missing role", async (role) => {
    for (const credential of [keys.get(role), sessions.get(role)]) {
      if (credential === undefined) continue;
      const { status, problem } = await call(operation, credential);
      expect(status).toBe(403);
      expect(problem?.type).toMatch(/\/problems\/forbidden$/);
      expect(String(problem?.needed_roles).split(" ").sort()).toEqual([...allowed].sort());
      expect(problem?.detail).toContain(allowed[0]);
    }
  });

  test.each(allowed.map((role) => [role]))("lets %s in, whatever comes of it", async (role) => {
    for (const credential of [needs === undefined ? keys.get(role) : undefined, sessions.get(role)]) {
      if (credential === undefined) continue;
      const { status, problem } = await call(operation, credential);
      expect([401, 403, 500, 503], JSON.stringify(problem)).not.toContain(status);
      // The request itself is sound: it is the role that was tested, not the body. An issuer that is in no DNS is one,
      // and a request that is no handshake.
      if (problem !== undefined && id !== "addIssuer" && id !== "openWebSocket")
        expect(problem.type).not.toMatch(/invalid-request|malformed-json/);
    }
  });
});
