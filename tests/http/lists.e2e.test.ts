import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "../../src/http/app.ts";
import * as periods from "../../src/http/periods.examples.ts";
import type { Role } from "../../src/kernel/actor.ts";
import { registerDevice } from "../../src/plants/plants.ts";
import { insertIssuer } from "../../src/tenancy/oidc-store.ts";
import { authenticate } from "../../src/tenancy/tenancy.ts";
import { accreditToday } from "../issuance/parties.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";

let gateway: TestGateway;
const keys: Record<string, string> = {};
const plant = "/api/v1/plants/PLANT-HP-001";
let period = "";
let webhook = "";

async function send(method: string, path: string, body: unknown, who = "owner"): Promise<Record<string, string>> {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${keys[who]}`, "content-type": "application/json", prefer: "respond-async" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, string>;
  expect([path, response.status < 300, answer]).toEqual([path, true, answer]);
  return answer;
}

beforeAll(async () => {
  gateway = await testGateway();
  await accreditToday(gateway);
  const roles: [string, Role[], string][] = [
    ["owner", ["owner", "operator"], "pilot"],
    ["guest", ["verifier"], "verify-co"],
    ["registrar", ["registrar"], "registrar"],
  ];
  for (const [name, some, orgId] of roles) keys[name] = await gateway.keyWith(some, orgId);
  keys.person = await gateway.sessionWith(["owner"]);
  const actor = await authenticate(gateway.deps.tenancy, gateway.apiKey);
  await registerDevice(gateway.deps.plants, actor, pilotPlant.plant_id, { device_id: "METER-001", kind: "meter" });
  for (const plant_id of ["A", "B"]) await send("POST", "/api/v1/plants", { ...pilotPlant, plant_id });
  for (let hour = 1; hour <= 3; hour++) {
    const time = { timestamp: `2026-03-01T0${hour}:00:00Z`, interval_s: 3600 };
    const flagged = pilotBody({ ph: 4.5, turbidity_ntu: 180 }, time);
    await send("POST", "/api/v1/telemetry", flagged);
  }
  await send("PUT", `${plant}/design`, periods.design);
  for (const day of [1, 2, 3]) {
    const days = { from: `2025-03-0${day}`, to: `2025-03-0${day + 1}` };
    const opened = await send("POST", `${plant}/periods`, days);
    period = `${plant}/periods/${opened.period_id}`;
    await send("POST", `${period}/invitations`, { organisation: "verify-co", role: "verifier" });
    const claimed = { from: `2025-02-0${day}`, to: `2025-02-0${day + 1}` };
    await send("POST", `${plant}/claims`, { scheme: "I-REC(E)", reference: `IN-${day}`, ...claimed });
  }
  for (const name of ["a", "b", "c"]) {
    const made = await send("POST", "/api/v1/webhooks", { url: `https://hooks.example/${name}`, types: ["*"] });
    webhook = made.endpoint_id ?? "";
  }
  await send("PATCH", `/api/v1/webhooks/${webhook}`, { enabled: false });
  for (let i = 0; i < 3; i++) await send("POST", `/api/v1/webhooks/${webhook}/test`, undefined);
  const until = new Date(Date.now() + 86_400_000).toISOString();
  for (const name of ["a", "b", "c"]) {
    const target = `https://alerts.example/${name}`;
    await send("POST", "/api/v1/alert-channels", { kind: "alertmanager", target });
    await send("POST", `${plant}/alert-rules`, { kind: "ledger-lag", name, after_s: 2_592_000 });
    await send("POST", "/api/v1/alert-silences", { plant_id: "A", until, reason: name });
  }
  const table = ["timestamp,flow,station", ...[1, 2, 3].map((n) => `2026-05-01T0${n}:00:00Z,${n},Aut`)].join("\n");
  const imported = await fetch(`${gateway.baseUrl}${plant}/river-flows`, {
    method: "POST",
    headers: { authorization: `Bearer ${keys.owner}`, "content-type": "text/csv" },
    body: table,
  });
  expect(imported.status).toBe(200);
  // Of readings that came once, and the events of an issuance.
  await insertAlerts(3);
  await gateway.sessionWith(["auditor"]);
  for (const name of ["Anna", "Bela", "Cyra"]) {
    const invited = { email: `${name}@pilot.example`, name, roles: ["operator"] };
    await send("POST", "/api/v1/members/invitations", invited, "person");
  }
  for (const issuerId of ["oid_a", "oid_b"]) {
    await insertIssuer(gateway.roles.owner.db, {
      ...{ orgId: "pilot", issuerId, issuer: "https://login.example", audience: issuerId },
      ...{ jwksUri: "https://login.example/keys", rolesClaim: "roles", roleMap: { staff: ["operator"] } },
      ...{ createdBy: "test", createdAt: new Date() },
    });
  }
  for (const organisation of ["issue-co", "auditor-co"]) {
    await send("POST", `${period}/invitations`, { organisation, role: "auditor" });
  }
});
afterAll(() => gateway.stop());

async function insertAlerts(count: number): Promise<void> {
  await gateway.roles.owner.pool.query(
    `INSERT INTO alerts (org_id, alert_id, plant_id, kind, subject, severity, name, state, told, since, fired_at,
       resolved_at, summary, detail, created_at, changed_at)
     SELECT 'pilot', 'alr_' || n, 'PLANT-HP-001', 'mint.mismatch', '', 'info', 'x', 'resolved', true, now(), now(), now(),
       '', '{}', now() - interval '1 day', now() FROM generate_series(1, $1) AS n`,
    [count],
  );
}

/** Who asks, and how many there are to find. Lists of what takes a day of readings are paged in tests of their own. */
const lists: Readonly<Record<string, { path: () => string; who: string; found: number }>> = {
  listTelemetry: { path: () => "/api/v1/telemetry?plant_id=PLANT-HP-001", who: "owner", found: 3 },
  listReviews: { path: () => "/api/v1/reviews", who: "owner", found: 3 },
  listPlants: { path: () => "/api/v1/plants", who: "owner", found: 3 },
  listPlantModels: { path: () => `${plant}/models`, who: "owner", found: 0 },
  listPeriods: { path: () => `${plant}/periods`, who: "owner", found: 3 },
  listPeriodInvitations: { path: () => `${period}/invitations`, who: "owner", found: 3 },
  listReceivedInvitations: { path: () => "/api/v1/invitations", who: "guest", found: 3 },
  listIssuances: { path: () => "/api/v1/issuances", who: "owner", found: 0 },
  listClaims: { path: () => `${plant}/claims`, who: "owner", found: 3 },
  listAccreditations: { path: () => "/api/v1/accreditations", who: "guest", found: 2 },
  listGridTables: { path: () => "/api/v1/carbon/grid-tables", who: "owner", found: 2 },
  listMeterClashes: { path: () => "/api/v1/registrar/meter-clashes", who: "registrar", found: 0 },
  listApiKeys: { path: () => "/api/v1/keys", who: "owner", found: 1 },
  listDeviceKeys: { path: () => `${plant}/devices/METER-001/keys`, who: "owner", found: 0 },
  listHoldings: { path: () => "/api/v1/holdings", who: "owner", found: 0 },
  listRetirements: { path: () => "/api/v1/retirements", who: "owner", found: 0 },
  listRiverFlows: { path: () => `${plant}/river-flows`, who: "owner", found: 3 },
  listAlertRules: { path: () => `${plant}/alert-rules`, who: "owner", found: 4 },
  listAlerts: { path: () => "/api/v1/alerts", who: "owner", found: 3 },
  listAlertSilences: { path: () => "/api/v1/alert-silences", who: "owner", found: 3 },
  listAlertChannels: { path: () => "/api/v1/alert-channels", who: "owner", found: 3 },
  listWebhooks: { path: () => "/api/v1/webhooks", who: "owner", found: 3 },
  listWebhookDeliveries: { path: () => `/api/v1/webhooks/${webhook}/deliveries`, who: "owner", found: 3 },
  listAdministrativeActs: { path: () => "/api/v1/acts", who: "owner", found: 3 },
  listMembers: { path: () => "/api/v1/members", who: "person", found: 2 },
  listMemberInvitations: { path: () => "/api/v1/members/invitations", who: "person", found: 3 },
  listIssuers: { path: () => "/api/v1/oidc-issuers", who: "person", found: 2 },
  listTokens: { path: () => "/api/v1/tokens", who: "owner", found: 0 },
};

async function get(path: string, who: string) {
  const response = await fetch(`${gateway.baseUrl}${path}`, { headers: { authorization: `Bearer ${keys[who]}` } });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}
const joined = (path: string, query: string) => `${path}${path.includes("?") ? "&" : "?"}${query}`;

test("every list of the document is walked here", () => {
  const paths = JSON.parse(openApiDocument()).paths as Record<string, Record<string, { operationId: string }>>;
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  // Those of an issuance are walked where there is one: tests/issuance/units.e2e.test.ts.
  const elsewhere = ["listProblems", "listTransfers", "listIssuanceRetirements"];
  const named = ids.filter((id) => id.startsWith("list") && !elsewhere.includes(id));
  expect(Object.keys(lists).sort()).toEqual(named.sort());
});

/**
 * A list by pages of one, and as a whole. The gateway's loops go on meanwhile (a leaf is anchored, an event is sent):
 * what they changed on the way is walked anew, so that a difference is one of pages alone.
 */
async function walked(path: string, who: string) {
  for (let walks = 1; ; walks++) {
    const whole = await get(joined(path, "limit=1000"), who);
    const seen = await pagesOfOne(path, who);
    const after = await get(joined(path, "limit=1000"), who);
    if (isDeepStrictEqual(whole.body, after.body) || walks === 20) return { whole, seen };
  }
}

async function pagesOfOne(path: string, who: string): Promise<unknown[]> {
  const seen: unknown[] = [];
  let next: string | undefined = joined(path, "limit=1");
  while (next !== undefined) {
    const page = await get(next, who);
    expect(page.body.items.length).toBeLessThanOrEqual(1);
    seen.push(...page.body.items);
    next = /^<([^>]+)>; rel="next"$/.exec(page.headers.get("link") ?? "")?.[1];
    expect(next === undefined).toBe(page.body.next_cursor === null);
  }
  return seen;
}

test("a cursor of one list is refused by every other", { timeout: 120_000 }, async () => {
  const cursors: [string, string][] = [];
  for (const [id, { path, who }] of Object.entries(lists)) {
    const { next_cursor: cursor } = (await get(joined(path(), "limit=1"), who)).body;
    if (cursor !== null) cursors.push([id, cursor]);
  }
  expect(cursors.length).toBeGreaterThan(15);
  const taken: string[] = [];
  for (const [id, { path, who }] of Object.entries(lists)) {
    for (const [of, cursor] of cursors) {
      const { status } = await get(joined(path(), `limit=1&cursor=${cursor}`), who);
      if (status !== (of === id ? 200 : 400)) taken.push(`${id} answers ${status} to a cursor of ${of}`);
    }
  }
  expect(taken).toEqual([]);
});

describe.each(Object.entries(lists))("%s", (_id, { path, who, found }) => {
  test("gives by pages of one what it gives as a whole, each page linked to the next", async () => {
    const { whole, seen } = await walked(path(), who);
    expect([whole.status, whole.body.next_cursor]).toEqual([200, null]);
    expect(whole.headers.get("link")).toBeNull();
    expect(whole.body.items.length).toBeGreaterThanOrEqual(found);
    expect(seen).toEqual(whole.body.items);
  });

  test("refuses bounds and cursors that are none of its own, by the parameter's name", async () => {
    const foreign = Buffer.from('["another list","x"]').toString("base64url");
    for (const query of ["limit=0", "limit=1001", "limit=1&limit=2", "cursor=!!", `cursor=${foreign}`, "page=2"]) {
      const refused = await get(joined(path(), query), who);
      const parameter = query.split("=")[0];
      expect([query, refused.status, refused.body.errors?.[0].parameter]).toEqual([query, 400, parameter]);
    }
  });
});
