import { createHash, sign } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as alerts from "../../src/http/alerts.examples.ts";
import { openApiDocument, operations } from "../../src/http/app.ts";
import * as auth from "../../src/http/auth.examples.ts";
import * as carbon from "../../src/http/carbon.examples.ts";
import * as gridTables from "../../src/http/grid-tables.examples.ts";
import * as periods from "../../src/http/periods.examples.ts";
import * as plants from "../../src/http/plants.examples.ts";
import type { Role } from "../../src/kernel/actor.ts";
import { insertIssuer } from "../../src/tenancy/oidc-store.ts";
import { deleteSecondFactor } from "../../src/tenancy/second-factor-store.ts";
import { totpCode, totpStep } from "../../src/tenancy/totp.ts";
import { updatePassword } from "../../src/tenancy/user-store.ts";
import { accreditToday } from "../issuance/parties.ts";
import { fromBase32 } from "../support/base32.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";

let gateway: TestGateway;
let verifierKey: Awaited<ReturnType<typeof accreditToday>>;
const keys: Record<string, string> = {};

type Options = {
  readonly who?: string;
  readonly key?: string | undefined;
  readonly type?: string;
  readonly match?: string;
};

async function call(method: string, path: string, body?: unknown, options: Options = {}): Promise<Answer> {
  const { who = "owner", key, type = "application/json", match } = options;
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${keys[who]}`,
      "content-type": type,
      prefer: "respond-async",
      ...(key !== undefined && { "idempotency-key": key }),
      ...(match !== undefined && { "if-match": match }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  noteUntold(method, path.split("?")[0] ?? "", response);
  const text = await response.text();
  const json = /^[{[]/.test(text) ? JSON.parse(text.split("\n")[0] ?? "") : text;
  return { status: response.status, headers: response.headers, body: json };
}

const document: { paths: Record<string, Record<string, Told>> } = JSON.parse(openApiDocument());
type Told = { responses: Record<string, { headers?: Record<string, unknown> }> };
/** Headers that a client goes on with, sent with an answer of which the document does not tell them. */
const untold = new Set<string>();

function noteUntold(method: string, path: string, { status, headers }: Response): void {
  if (status < 200 || status >= 300) return;
  const routes = Object.entries(document.paths)
    .filter(([template]) => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path))
    .sort(([a], [b]) => a.split("{").length - b.split("{").length);
  const told = routes[0]?.[1][method.toLowerCase()]?.responses[status]?.headers ?? {};
  const names = Object.keys(told).map((name) => name.toLowerCase());
  for (const name of ["location", "etag", "content-disposition", "idempotent-replayed", "ratelimit"]) {
    if (headers.has(name) && !names.includes(name)) untold.add(`${method} ${routes[0]?.[0]} ${status} ${name}`);
  }
}

const codeOf = ({ body }: Answer) => body.type?.split("/").at(-1);
const isReplay = ({ headers }: Answer) => headers.get("idempotent-replayed") === "true";
const newPlant = (plant_id: string) => ({ ...pilotPlant, plant_id });

beforeAll(async () => {
  gateway = await testGateway({ overrides: { http: { requestTimeoutMs: 1_500 } } });
  verifierKey = await accreditToday(gateway);
  const roles: [string, Role[], string][] = [
    ["owner", ["owner", "operator", "device"], "pilot"],
    ["second", ["owner"], "pilot"],
    ["reviewer", ["verifier"], "pilot"],
    ["verifier", ["verifier"], "verify-co"],
    ["issuer", ["issuer"], "issue-co"],
  ];
  for (const [name, some, orgId] of roles) {
    const needsPerson = some.includes("verifier") || some.includes("issuer");
    keys[name] = await (needsPerson ? gateway.sessionWith : gateway.keyWith)(some, orgId);
  }
  keys.person = await gateway.sessionWith(["owner"]);
  keys.colleague = await gateway.sessionWith(["auditor"]);
});
afterAll(() => gateway.stop());

describe("an Idempotency-Key", () => {
  test("gives the first answer again, with its headers, and says so", async () => {
    const first = await call("POST", "/api/v1/plants", newPlant("K-1"), { key: '"first"' });
    const again = await call("POST", "/api/v1/plants", newPlant("K-1"), { key: "first" });
    expect([first.status, isReplay(first)]).toEqual([201, false]);
    expect([again.status, isReplay(again), again.body]).toEqual([201, true, first.body]);
    expect(again.headers.get("location")).toBe("/api/v1/plants/K-1");
    expect(again.headers.get("content-type")).toBe("application/json");
    expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
  });

  test("with another body, path or query is a 422; of another credential it is another key", async () => {
    await call("POST", "/api/v1/plants", newPlant("K-2"), { key: "second" });
    for (const [path, body] of [
      ["/api/v1/plants", newPlant("K-3")],
      ["/api/v1/plants/K-2/devices", newPlant("K-2")],
      ["/api/v1/plants?x=1", newPlant("K-2")],
    ] as const) {
      const other = await call("POST", path, body, { key: "second" });
      expect([other.status, codeOf(other)]).toEqual([422, "idempotency-key-reused"]);
    }
    const mine = await call("POST", "/api/v1/plants", newPlant("K-3"), { key: "second", who: "second" });
    expect([mine.status, isReplay(mine)]).toEqual([201, false]);
  });

  test("that is none is a 400, on every call that takes one", async () => {
    const refused = await call("POST", "/api/v1/carbon/calculations", carbon.greenfield, { key: "two words" });
    expect([refused.status, refused.body.errors[0].parameter]).toEqual([400, "Idempotency-Key"]);
  });

  test("keeps a refusal that says what is wrong with the call, too", async () => {
    const device = { device_id: "D-1", kind: "meter" };
    const first = await call("POST", "/api/v1/plants/K-9/devices", device, { key: "refused" });
    await call("POST", "/api/v1/plants", newPlant("K-9"));
    const again = await call("POST", "/api/v1/plants/K-9/devices", device, { key: "refused" });
    expect([first.status, again.status, isReplay(again), again.body]).toEqual([404, 404, true, first.body]);
  });

  test("gives a former answer, and the secret in it, to nobody who has lost a role since; with the role back, again", async () => {
    keys.leaving = await gateway.sessionWith(["owner", "operator"]);
    const { user } = (await call("GET", "/api/v1/auth/me", undefined, { who: "leaving" })).body;
    const member = `/api/v1/members/${user.user_id}`;
    const turn = (roles: readonly Role[]) => call("PUT", member, { roles }, { who: "person" });
    const make = () => call("POST", "/api/v1/keys", { roles: ["device"], label: "x" }, { who: "leaving", key: "left" });
    const first = await make();
    expect([first.status, typeof first.body.api_key]).toEqual([201, "string"]);
    expect((await turn(["operator", "auditor"])).status).toBe(200);
    const refused = await make();
    expect([refused.status, codeOf(refused), refused.body.api_key]).toEqual([403, "forbidden", undefined]);
    expect((await turn(["owner", "operator", "auditor"])).status).toBe(200);
    const again = await make();
    expect([again.status, isReplay(again), again.body]).toEqual([201, true, first.body]);
  });

  test("on a call in work is a 409 to come back from; on one that ran out of time the key is free again", async () => {
    await call("POST", "/api/v1/plants", newPlant("K-4"));
    const blocker = new pg.Client({ connectionString: gateway.databaseUrl });
    await blocker.connect();
    try {
      await blocker.query("BEGIN");
      await blocker.query("SELECT 1 FROM plant_heads WHERE plant_id = 'K-4' FOR UPDATE");
      const device = { device_id: "D-4", kind: "meter" };
      const send = () => call("POST", "/api/v1/plants/K-4/devices", device, { key: "slow" });
      const first = send();
      const claimed = async () =>
        (await sql`SELECT FROM idempotent_calls WHERE idempotency_key = 'slow'`.execute(gateway.roles.owner.db)).rows
          .length;
      await expect.poll(claimed).toBe(1);
      const meanwhile = await send();
      expect([meanwhile.status, codeOf(meanwhile)]).toEqual([409, "idempotency-key-in-flight"]);
      expect(Number(meanwhile.headers.get("retry-after"))).toBeGreaterThan(0);
      const late = await first;
      expect([late.status, codeOf(late)]).toEqual([503, "deadline-exceeded"]);
      // The statement was ended with the request: nothing waits for the lock any longer, and nothing was kept.
      const waiting = async () =>
        (await blocker.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).rowCount;
      await expect.poll(waiting).toBe(0);
      await expect.poll(claimed).toBe(0);
      await blocker.query("ROLLBACK");
      const again = await send();
      expect([again.status, isReplay(again)]).toEqual([201, false]);
      expect(isReplay(await send())).toBe(true);
    } finally {
      await blocker.end();
    }
  });
});

/** Tables that hold what calls have an effect on. The log's and the ledger's own grow by themselves. */
const effects = [
  ...["plants", "devices", "records", "device_readings", "reviews", "review_changes", "corrections"],
  ...["project_designs", "monitoring_periods", "period_statements", "shadow_reports", "grid_tables"],
  ...["period_invitations", "issuances", "issuance_steps", "mint_intents", "mint_parts", "energy_claims"],
  ...["meter_serials", "meter_clashes", "meter_days", "plant_model_decisions", "period_bundles", "bundle_files"],
  ...["memberships", "member_invitations", "oidc_issuers", "second_factors", "recovery_codes"],
  ...["holdings", "transfers", "retirements", "admin_acts", "webhook_endpoints", "webhook_deliveries"],
  ...["alert_rules", "alert_silences", "alert_channels", "alert_changes", "alert_mails"],
  ...["river_imports", "river_flows"],
];

async function effectsNow(): Promise<Record<string, number>> {
  // An issue that the ledger confirms later is a step of its own, and not one of a call; acts are sealed a while later.
  const counts = effects.map((table) =>
    table === "records"
      ? "(SELECT count(*)::int FROM records WHERE convert_from(body, 'UTF8')::jsonb->'issuance'->>'step' IS DISTINCT FROM 'issue' AND plant_id <> 'ORGANISATION') AS records"
      : table === "issuance_steps"
        ? "(SELECT count(*)::int FROM issuance_steps WHERE step <> 'issue') AS issuance_steps"
        : `(SELECT count(*)::int FROM ${table}) AS ${table}`,
  );
  const { rows } = await sql<Record<string, number>>`SELECT ${sql.raw(counts.join(", "))}`.execute(
    gateway.roles.owner.db,
  );
  return rows[0] as Record<string, number>;
}

/** What a crash between the effect and its kept answer leaves, once the claim has run out. */
const crash = (key: string) =>
  sql`
    UPDATE idempotent_calls SET answer = NULL, claimed_until = now() - interval '1 second'
    WHERE idempotency_key = ${key}`.execute(gateway.roles.owner.db);

describe("every unsafe operation, repeated and repeated after a crash, takes effect once", () => {
  const walked = new Set<string>();
  let steps = 0;

  /** One call: it works, its repetition is a replay, and after a crash the call itself makes no second effect. */
  async function step(
    operationId: string,
    method: string,
    path: string,
    body: unknown,
    options: Options & {
      readonly expected?: number;
      readonly replayedBy?: "record" | "records" | "order";
      readonly lost?: boolean;
    } = {},
  ): Promise<Answer> {
    walked.add(operationId);
    const key = `walk-${++steps}`;
    const first = await call(method, path, body, { ...options, key });
    expect([operationId, first.status, first.body]).toEqual([operationId, options.expected ?? 201, first.body]);
    const after = await effectsNow();
    const again = await call(method, path, body, { ...options, key });
    expect([operationId, isReplay(again)]).toEqual([operationId, true]);
    // The telemetry call answers with the record as it stands by now: it may be anchored.
    if (options.replayedBy === "record") expect(again.body.record_id).toBe(first.body.record_id);
    else if (options.replayedBy === "records") {
      const idOf = ({ record_id }: { record_id: string }) => record_id;
      expect(again.body.items.map(idOf)).toEqual(first.body.items.map(idOf));
    }
    // An order's own key is never forgotten: it answers with the order, before a crash and after it.
    else if (options.replayedBy === "order") expect(again.body.links).toEqual(first.body.links);
    else {
      expect([operationId, again.status]).toEqual([operationId, first.status]);
      expect(again.body).toEqual(first.body);
      await crash(key);
      const recovered = await call(method, path, body, { ...options, key });
      expect([operationId, isReplay(recovered)]).toEqual([operationId, false]);
      expect(recovered.status).toBeLessThan(500);
      if (options.lost === true) expect([operationId, codeOf(recovered)]).toEqual([operationId, "answer-lost"]);
    }
    expect([operationId, await effectsNow()]).toEqual([operationId, after]);
    return first;
  }

  const plant = "/api/v1/plants/PLANT-HP-001";
  const startMs = Date.parse("2025-02-28T18:30:00Z");
  const hour = (n: number) => ({ timestamp: new Date(startMs + n * 3_600_000).toISOString(), interval_s: 3600 });

  test("plants, readings, reviews and models", async () => {
    await step("registerPlant", "POST", "/api/v1/plants", newPlant("WALK"));
    await step("registerDevice", "POST", `${plant}/devices`, { device_id: "METER-001", kind: "meter" });
    await step("setPlantAnchoring", "PUT", "/api/v1/plants/WALK/anchoring", { anchor_mode: "log" }, { expected: 200 });
    const sent = pilotBody({ ph: 4.5, turbidity_ntu: 180 }, hour(-100));
    const flagged = await step("postTelemetry", "POST", "/api/v1/telemetry", sent, {
      expected: 202,
      replayedBy: "record",
    });
    await step("postTelemetryBatch", "POST", "/api/v1/telemetry/batch", [pilotBody(), pilotBody()], {
      expected: 200,
      replayedBy: "records",
    });
    const record = `/api/v1/records/${flagged.body.record_id}`;
    const correction = { readings: pilotBody().readings, reason: "digits transposed" };
    await step("fileCorrection", "POST", `${record}/corrections`, correction);
    const decision = { decision: "approve", reason: "probe in cleaning" };
    await step("decideOnRecord", "POST", `${record}/decisions`, decision, { who: "reviewer" });
    await step("requestPlantModel", "POST", `${plant}/models`, undefined, { expected: 202 });
    const prior = (await call("GET", `${plant}/models`)).body.in_force.hash;
    const approval = { decision: "approve", reason: "seen" };
    await step("decideOnPlantModel", "POST", `${plant}/models/${prior}/decisions`, approval, {
      who: "reviewer",
      expected: 409,
    });
  });

  test("configurations, keys and codes", async () => {
    const changed = { match: "*", expected: 200 } as const;
    await step("replacePlant", "PUT", "/api/v1/plants/WALK", { ...newPlant("WALK"), name: "Walked" }, changed);
    await step("changePlant", "PATCH", "/api/v1/plants/WALK", { name: "Walked again" }, changed);
    await step("changeDevice", "PATCH", `${plant}/devices/METER-001`, { rated_power_kw: 900 }, changed);
    await step("importPlants", "POST", "/api/v1/plants/import", plants.importTable, {
      type: "text/csv",
      expected: 200,
    });
    await step("issueClaimCode", "POST", `${plant}/devices/METER-001/claim-codes`, {}, { lost: true });
    // No device has claimed: what its key would sign is refused each time.
    const deviceKeys = `${plant}/devices/METER-001/keys`;
    await step("rotateDeviceKey", "POST", deviceKeys, plants.rotation, { expected: 400 });
    const revocation = `${deviceKeys}/${plants.rotation.key_id}/revocation`;
    await step("revokeDeviceKey", "POST", revocation, plants.revocation, { expected: 404 });
    const made = await step("createApiKey", "POST", "/api/v1/keys", { roles: ["operator"] }, { lost: true });
    const one = `/api/v1/keys/${made.body.key_id}`;
    await step("rotateApiKey", "POST", `${one}/rotate`, { overlap_s: 60 }, { lost: true });
    await step("revokeApiKey", "DELETE", one, undefined, { expected: 200 });
  });

  test("designs, periods and reports", async () => {
    for (let n = 0; n <= 48; n++) {
      const readings = { energy_export_kwh_total: 7_000 + 300 * n, energy_import_kwh_total: 12 };
      const body = { plant_id: "PLANT-HP-001", device_id: "METER-001", ...hour(n), readings };
      expect((await call("POST", "/api/v1/telemetry", body)).status).toBe(202);
    }
    await step("uploadGridTable", "POST", "/api/v1/carbon/grid-tables", gridTables.upload);
    await step("calculateCarbon", "POST", "/api/v1/carbon/calculations", carbon.greenfield, { expected: 200 });
    await step("putProjectDesign", "PUT", `${plant}/design`, periods.design);
    const mistaken = await step("openPeriod", "POST", `${plant}/periods`, { from: "2025-03-01", to: "2025-03-03" });
    await step("withdrawPeriod", "DELETE", `${plant}/periods/${mistaken.body.period_id}`, undefined, { expected: 200 });
    const report = "period,export_kwh\n2025-03-01,7200\n";
    await step("uploadManualReport", "POST", `${plant}/shadow-reports`, report, { type: "text/csv" });
  });

  test("from a closed period to a mint", async () => {
    const opened = await call("POST", `${plant}/periods`, { from: "2025-03-01", to: "2025-03-02" });
    const period = `${plant}/periods/${opened.body.period_id}`;
    await step("closePeriod", "POST", `${period}/close`, {});
    await step("recordClaim", "POST", `${plant}/claims`, {
      scheme: "I-REC(E)",
      reference: "IN-1",
      from: "2025-03-02",
      to: "2025-03-03",
    });
    await step("amendPeriod", "POST", `${period}/amendments`, { reason: "invoice", invoice_net_wh: "7000000" });
    const auditor = { organisation: "no-such-company", role: "auditor" };
    const invited = await step("inviteToPeriod", "POST", `${period}/invitations`, auditor);
    const invitation = `${period}/invitations/${invited.body.invitation_id}`;
    await step("withdrawInvitation", "DELETE", invitation, undefined, { expected: 200 });
    for (const [organisation, role] of [
      ["verify-co", "verifier"],
      ["issue-co", "issuer"],
    ]) {
      await call("POST", `${period}/invitations`, { organisation, role });
    }
    const requested = await step("requestIssuance", "POST", `${period}/issuances`, undefined);
    const issuance = `/api/v1/issuances/${requested.body.issuance_id}`;
    const statement = await fetch(`${gateway.baseUrl}${period}/statements/2`, {
      headers: { authorization: `Bearer ${keys.owner}` },
    });
    const signature = sign(null, Buffer.from(await statement.arrayBuffer()), verifierKey).toString("base64");
    const finding = { decision: "verify", signature };
    await step("verifyIssuance", "POST", `${issuance}/verification`, finding, { who: "verifier" });
    await step("approveIssuance", "POST", `${issuance}/approval`, undefined, { who: "issuer" });
    gateway.localLedger?.faults.ledgerDown();
    await step("mintIssuance", "POST", `${issuance}/mint`, undefined, { who: "issuer", expected: 202 });
    // An answer that asks to come back is not kept: else the same key could never get the bundle.
    const bundle = () => call("POST", `${period}/bundles`, undefined, { key: "bundle" });
    for (const early of [await bundle(), await bundle()]) {
      expect([early.status, codeOf(early), isReplay(early)]).toEqual([409, "not-anchored-yet", false]);
    }
    gateway.localLedger?.faults.ledgerUp();
    const stateNow = async () => (await call("GET", issuance, undefined, { who: "issuer" })).body.state;
    await expect.poll(stateNow, { timeout: 30_000 }).toBe("issued");
    await expect.poll(async () => (await bundle()).status, { timeout: 30_000 }).toBe(201);
    await step("makePeriodBundle", "POST", `${period}/bundles`, undefined, { expected: 200 });
    gateway.localLedger?.faults.ledgerDown();
    const to_account = gateway.localLedger?.nodeAccountIds[0];
    const order = { expected: 202, replayedBy: "order", who: "person" } as const;
    const ordered = await step("orderTransfer", "POST", `${issuance}/transfers`, { to_account, units: "1" }, order);
    const retirement = { units: "1", beneficiary: { name: "Somebody" }, reason: "offset" };
    const retired = await step("orderRetirement", "POST", `${issuance}/retirements`, retirement, order);
    await step("recallTransfer", "POST", `/api/v1/transfers/${ordered.body.transfer_id}/recall`, undefined, {
      expected: 202,
      who: "person",
    });
    gateway.localLedger?.faults.ledgerUp();
    // What the ledger does afterwards is written down before the next walk counts.
    const doneNow = async () => (await call("GET", retired.body.links.self)).body.state;
    await expect.poll(doneNow, { timeout: 30_000 }).toBe("done");
  });

  test("webhooks: what shows a secret once is repeated from its kept answer, and never made twice", async () => {
    const endpoint = { url: "https://hooks.example/mrv", types: ["alert.*"] };
    const lost = { lost: true } as const;
    const made = await step("createWebhook", "POST", "/api/v1/webhooks", endpoint, lost);
    expect(made.body.secret).toMatch(/^whsec_/);
    const one = `/api/v1/webhooks/${made.body.endpoint_id}`;
    await step("rotateWebhookSecret", "POST", `${one}/secret`, undefined, lost);
    await step("updateWebhook", "PATCH", one, { enabled: false }, { ...lost, expected: 200 });
    const tried = await step("testWebhook", "POST", `${one}/test`, undefined, { ...lost, expected: 202 });
    const delivery = `${one}/deliveries/${tried.body.event_id}/replay`;
    await step("replayWebhookDelivery", "POST", delivery, undefined, { ...lost, expected: 202 });
    // None is dead: without an effect it may be carried out again.
    await step("replayDeadWebhookDeliveries", "POST", `${one}/deliveries/replay`, undefined, { expected: 202 });
    await step("deleteWebhook", "DELETE", one, undefined, { ...lost, expected: 200 });
  });

  test("alerts: rules, silences, channels, and what people do about one", async () => {
    const lost = { lost: true } as const;
    const plant = "/api/v1/plants/PLANT-HP-001";
    const rule = { kind: "ledger-lag", name: "Lag", after_s: 2_592_000 };
    const made = await step("createAlertRule", "POST", `${plant}/alert-rules`, rule, lost);
    const one = `${plant}/alert-rules/${made.body.rule_id}`;
    await step("changeAlertRule", "PATCH", one, { enabled: false }, { ...lost, expected: 200 });
    await step("deleteAlertRule", "DELETE", one, undefined, { ...lost, expected: 200 });
    await step("setAlertDefaults", "PUT", `${plant}/alert-defaults`, { enabled: false }, { expected: 200 });
    await gateway.roles.owner.pool.query(
      `INSERT INTO alerts (org_id, alert_id, plant_id, kind, subject, severity, name, state, told, since, fired_at,
         summary, detail, created_at, changed_at)
       VALUES ('pilot', $1, 'PLANT-HP-001', 'mint.mismatch', '', 'info', 'x', 'firing', true, now(), now(), '', '{}',
         now(), now())`,
      [alerts.alert.alert_id],
    );
    const alert = `/api/v1/alerts/${alerts.alert.alert_id}`;
    const done = { expected: 200 } as const;
    await step("acknowledgeAlert", "POST", `${alert}/acknowledgement`, alerts.acknowledgement, done);
    await step("closeAlert", "POST", `${alert}/resolution`, alerts.closing, done);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const silence = { plant_id: "PLANT-HP-001", until, reason: "Overhaul" };
    const silenced = await step("createAlertSilence", "POST", "/api/v1/alert-silences", silence, lost);
    await step("endAlertSilence", "DELETE", `/api/v1/alert-silences/${silenced.body.silence_id}`, undefined, done);
    const flows = "timestamp,flow,station\n2026-05-01T00:00:00Z,4.2,Aut\n";
    await step("importRiverFlows", "POST", `${plant}/river-flows`, flows, { ...lost, ...done, type: "text/csv" });
    const channels = "/api/v1/alert-channels";
    const channel = await step("createAlertChannel", "POST", channels, alerts.newChannel, lost);
    const target = `${channels}/${channel.body.channel_id}`;
    await step("confirmAlertChannel", "POST", `${target}/confirmation`, alerts.confirmation, { expected: 422 });
    await step("deleteAlertChannel", "DELETE", target, undefined, { ...lost, expected: 200 });
  });

  test("members, invitations and issuers: the acts of persons", async () => {
    const person = { who: "person" } as const;
    const invited = await step("inviteMember", "POST", "/api/v1/members/invitations", auth.newMember, {
      ...person,
      lost: true,
    });
    const invitation = `/api/v1/members/invitations/${invited.body.invitation_id}`;
    await step("withdrawMemberInvitation", "DELETE", invitation, undefined, { ...person, expected: 200 });
    const { body } = await call("GET", "/api/v1/auth/me", undefined, { who: "colleague" });
    const member = `/api/v1/members/${body.user.user_id}`;
    const changed = { ...person, expected: 200 } as const;
    await step("setMemberRoles", "PUT", member, auth.memberRoles, { ...changed, lost: true });
    await step("removeMember", "DELETE", member, undefined, changed);
    await insertIssuer(gateway.roles.owner.db, {
      ...{ orgId: "pilot", issuerId: auth.issuer.issuer_id, issuer: "https://login.example", audience: "mrv" },
      ...{ jwksUri: "https://login.example/keys", rolesClaim: "roles", roleMap: { staff: ["operator"] } },
      ...{ createdBy: "test", createdAt: new Date() },
    });
    const issuers = "/api/v1/oidc-issuers";
    // Nobody answers there: an issuer that does is taken in tests/http/oidc.e2e.test.ts.
    const nowhere = { ...auth.newIssuer, issuer: "https://127.0.0.1:1" };
    await step("addIssuer", "POST", issuers, nowhere, { ...person, expected: 400 });
    const one = `${issuers}/${auth.issuer.issuer_id}`;
    await step("removeIssuer", "DELETE", one, undefined, changed);
  });

  test("an account: codes and tokens are repeated to whoever got them, and made once", async () => {
    const password = "seven green kingfishers";
    keys.walker = await gateway.sessionWith(["operator"]);
    const walker = { who: "walker", expected: 200 } as const;
    const { user } = (await call("GET", "/api/v1/auth/me", undefined, walker)).body;
    const { passwords } = gateway.deps.auth;
    const { db } = gateway.roles.owner;
    await db.transaction().execute((tx) => deleteSecondFactor(tx, user.user_id));
    await updatePassword(db, user.user_id, await passwords.hash(password));
    const account = "/api/v1/auth";
    await step("switchOrganisation", "POST", `${account}/switch`, { organisation: "pilot" }, walker);
    const next = { password, new_password: "nine otters under a bridge" };
    const gone = { ...walker, lost: true, expected: 204 } as const;
    await step("changePassword", "POST", `${account}/password/change`, next, gone);
    const knows = { password: next.new_password };
    const shown = await step("enrolSecondFactor", "POST", `${account}/totp`, knows, { ...gone, expected: 201 });
    const totp = totpCode(fromBase32(shown.body.secret), totpStep(Date.now()));
    const confirmed = await step(
      "confirmSecondFactor",
      "POST",
      `${account}/totp/confirm`,
      { totp },
      {
        ...gone,
        expected: 200,
      },
    );
    const removal = { ...knows, recovery_code: confirmed.body.recovery_codes[0] };
    await step("removeSecondFactor", "POST", `${account}/totp/remove`, removal, gone);
    // It ends the credential that it came with: a repetition is nobody's.
    walked.add("logoutEverywhere");
    const statuses = [];
    for (let i = 0; i < 2; i++) {
      const { status } = await call("POST", `${account}/logout-everywhere`, undefined, { who: "walker", key: "out" });
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 401]);
  });

  test("what is kept of a body is of no use to whoever reads the database: it is keyed", async () => {
    const body = { password: "wrong guess" };
    const path = "/api/v1/auth/totp";
    const refused = await call("POST", path, body, { who: "person", key: "guess" });
    expect([refused.status, codeOf(refused)]).toEqual([401, "unauthenticated"]);
    const { rows } = await sql<{ fingerprint: Uint8Array }>`
      SELECT fingerprint FROM idempotent_calls WHERE idempotency_key = 'guess'`.execute(gateway.roles.owner.db);
    const plain = createHash("sha256").update(`POST\n${path}\n`).update(JSON.stringify(body)).digest();
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0]?.fingerprint ?? []).equals(plain)).toBe(false);
  });

  test("and none is left out: a new one fails here until it is walked", () => {
    const unsafe = operations.filter(({ route }) => route.method !== "get" && (route.security?.length ?? 0) > 0);
    expect([...walked].sort()).toEqual(unsafe.map(({ route }) => route.operationId).sort());
  });

  test("and every answer has only headers to go on with that the document names", () => {
    expect([...untold]).toEqual([]);
  });
});
