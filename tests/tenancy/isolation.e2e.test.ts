import { createHash } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createAnchorWaiter } from "../../src/anchoring/waiting.ts";
import { getProof } from "../../src/audit/proof.ts";
import { createApp } from "../../src/http/app.ts";
import { rememberCallers } from "../../src/http/callers.ts";
import type { HttpDeps } from "../../src/http/deps.ts";
import { accredit } from "../../src/issuance/accreditations.ts";
import type { Role } from "../../src/kernel/actor.ts";
import { bytesToHex } from "../../src/kernel/canonical.ts";
import { createHub } from "../../src/monitoring/stream-hub.ts";
import type { Db } from "../../src/platform/database.ts";
import type { ScopedDb } from "../../src/platform/scoped.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { createCommits } from "../../src/telemetry/accept.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { type BundleWorld, bundleWorld } from "../audit/bundle/world.ts";
import { type Ids, type Operation, operations, requestOf, serverEnv } from "../http/operations.ts";
import { rulebook } from "../issuance/parties.ts";
import { unfiltered } from "../support/unfiltered.ts";

/**
 * Every call of the API, made by one organisation on the ids of another, in a build whose application has forgotten
 * every WHERE on the organisation, and for own accounts every WHERE on the person. With row-level security nothing of the other appears and nothing of it changes;
 * without it (the same build as the database's owner) both happen, which shows that the filters were really gone.
 */
const [owner, intruder] = ["pilot", "intruder"];
const ofMembers: Role[] = ["owner", "operator", "auditor", "verifier", "issuer"];
const daily: Role[] = [...ofMembers, "device"];

let world: BundleWorld;
let ids: Ids;
let key: string;
/** Texts that only the other organisation has. */
let marks: string[];
const filtered = new Set<string>();
/** Operations that a key alone is not enough for. */
const persons = new Set<string>();
/** The other organisation's members. */
let colleagues: string[];

beforeAll(async () => {
  world = await bundleWorld();
  const { gateway, call } = world;
  const period = await world.closedDay(1);
  const issuance = await world.verified(period);
  await world.anchored(period);
  const issued = await world.issued(issuance);
  const { body: waiting } = await call("device", "POST", "/api/v1/telemetry", {
    plant_id: "PLANT-HP-001",
    device_id: "TURBINE-001",
    readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 1_150 },
  });
  await world.made(period);
  const grid = operations.find(({ operationId }) => operationId === "uploadGridTable") as Operation;
  const { init } = requestOf(grid);
  await call("operator", "POST", "/api/v1/carbon/grid-tables", JSON.parse(String(init.body)));
  const [content, hash] = ["{}", createHash("sha256").update("{}").digest()];
  const { db } = gateway.roles.owner;
  await sql`
    INSERT INTO reviews (org_id, plant_id, seq, record_id, status, effective_status)
    SELECT org_id, plant_id, seq, record_id, status, 'REOPENED' FROM records
    WHERE record_id = ${waiting.record_id}`.execute(db);
  await db
    .insertInto("plant_models")
    .values({
      ...{ org_id: owner, plant_id: "PLANT-HP-001", hash, model_id: "model-of-pilot", content: Buffer.from(content) },
      ...{ training: "{}", drift: "{}", state: "candidate", created_at: new Date(), requested_by: null },
    })
    .execute();
  await db
    .insertInto("shadow_reports")
    .values({
      ...{ org_id: owner, plant_id: "PLANT-HP-001", report_id: `shr_${"2".repeat(26)}`, source: Buffer.from("x") },
      ...{ report: JSON.stringify({ secret: "report-of-pilot" }), created_at: new Date(), created_by: "k" },
    })
    .execute();
  const [at, event_id, endpoint_id] = [new Date(), `evt_${"2".repeat(26)}`, `whk_${"2".repeat(26)}`];
  await db
    .insertInto("webhook_endpoints")
    .values({
      ...{ org_id: owner, endpoint_id, url: "https://hook-of-pilot.example/", types: ["*"], plants: null },
      // Switched off, so that nothing of it changes by itself.
      ...{ description: "", created_at: at, updated_at: at, disabled_at: at, disabled_why: "test" },
    })
    .execute();
  await db
    .insertInto("tenant_events")
    .values({ org_id: owner, event_id, type: "webhook.test", plant_id: null, at, body: "{}", handed_on: true })
    .execute();
  await db
    .insertInto("webhook_deliveries")
    .values({ org_id: owner, endpoint_id, event_id, state: "dead", created_at: at, next_at: at, ended_at: at })
    .execute();

  await createOrganisation(gateway.deps.tenancy, { orgId: intruder, name: "Intruder" });
  key = await gateway.keyWith(daily, intruder);
  const validity = { validFromMs: Date.now() - 1_000, validToMs: Date.now() + 86_400_000 };
  for (const [i, role] of (["verifier", "issuer"] as const).entries()) {
    const publicKey = createHash("sha256").update(`intruder ${i}`).digest();
    await accredit(gateway.register, { orgId: intruder, role, rulebook, publicKey, ...validity });
  }
  const invitations = await call("owner", "GET", `${period}/invitations`);
  ids = {
    plant_id: "PLANT-HP-001",
    period_id: period.split("/").at(-1) as string,
    issuance_id: issuance.split("/").at(-1) as string,
    invitation_id: invitations.body.items[0].invitation_id,
    id: waiting.record_id,
    report_id: `shr_${"2".repeat(26)}`,
    table_id: JSON.parse(String(init.body)).id,
    hash: bytesToHex(hash),
    statement_no: "1",
    endpoint_id,
    event_id,
    ...(await unitsAndKeys(db, issuance.split("/").at(-1) as string)),
    ...(await people(db)),
    ...(await alerting()),
  };
  const { rows: members } = await sql<{ user_id: string }>`${membersOf(owner)}`.execute(db);
  colleagues = members.map(({ user_id }) => user_id);
  marks = [
    "model-of-pilot",
    "report-of-pilot",
    "hook-of-pilot",
    "rule-of-pilot",
    "silence-of-pilot",
    "alerts-of-pilot",
    "alert-of-pilot",
    "0.0.4343",
    "verify-co",
    issued,
    ...(await ownMarks()),
  ];
});
afterAll(() => world?.gateway.stop());

/** A transfer of units, a key of a device and one of the API, which the loops leave alone. */
async function unitsAndKeys(db: Db, issuanceId: string): Promise<Ids> {
  const place = { org_id: owner, plant_id: "PLANT-HP-001" };
  const held = { ...place, issuance_id: issuanceId, token_id: "0.0.4242" };
  const [at, statement, digest] = [new Date(), Buffer.from("{}"), createHash("sha256").update("transfer").digest()];
  await db
    .insertInto("holdings")
    .values({ ...held, minted: 9n, free: 9n, moving: 0n, transferred: 0n, retired: 0n })
    .execute();
  const transferId = `trf_${"2".repeat(26)}`;
  await db
    .insertInto("transfers")
    .values({
      ...{ ...held, transfer_id: transferId, units: 1n, to_account: "0.0.4343", state: "failed", reason: "test" },
      ...{ idempotency_key: "order-of-pilot", fingerprint: digest, requested_by: "k", statement, created_at: at },
      ...{ memo: bytesToHex(digest), record_id: "rec_transfer", seq: 1n, last_seq: 1n, settled_at: at },
    })
    .execute();
  const device = { ...place, device_id: "TURBINE-001" };
  const deviceKeyId = `dk_${"2".repeat(26)}`;
  await db
    .insertInto("device_keys")
    .values({ ...device, key_id: deviceKeyId, public_key: digest, registered_at: at, record_id: "rec_device_key" })
    .execute();
  const apiKey = await db.selectFrom("api_keys").select("key_id").where("org_id", "=", owner).executeTakeFirstOrThrow();
  return {
    device_id: device.device_id,
    transfer_id: transferId,
    key_id: apiKey.key_id,
    "revokeDeviceKey.key_id": deviceKeyId,
  };
}

/** A member who signed in, with all that an account has, somebody who is invited, and an issuer. */
async function people(db: Db): Promise<Ids> {
  const { gateway } = world;
  await gateway.sessionWith(ofMembers, owner);
  const { user_id } = await db
    .selectFrom("memberships")
    .select("user_id")
    .where("org_id", "=", owner)
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  const [at, digest] = [new Date(), createHash("sha256").update(user_id).digest()];
  await db.insertInto("recovery_codes").values({ user_id, code_hash: digest, used_at: null }).execute();
  await db.insertInto("password_links").values({ user_id, token_hash: digest, expires_at: at }).execute();
  const [invitationId, issuerId] = [`inv_${"2".repeat(26)}`, `oid_${"2".repeat(26)}`];
  const invited = { email: "invited@pilot.example", email_key: "invited@pilot.example", name: "Invited" };
  await db
    .insertInto("member_invitations")
    .values({
      ...{ ...invited, org_id: owner, invitation_id: invitationId, roles: ["operator"], token_hash: null },
      ...{ created_by: "k", created_at: at, expires_at: new Date(at.getTime() + 86_400_000) },
      ...{ accepted_at: null, withdrawn_at: null },
    })
    .execute();
  await db
    .insertInto("oidc_issuers")
    .values({
      ...{ org_id: owner, issuer_id: issuerId, issuer: "https://login-of-pilot.example", audience: "mrv" },
      ...{ jwks_uri: "https://login-of-pilot.example/keys", roles_claim: "roles", role_map: "{}" },
      ...{ created_by: "k", created_at: at },
    })
    .execute();
  return { user_id, issuer_id: issuerId, "withdrawMemberInvitation.invitation_id": invitationId };
}

async function ownMarks(): Promise<string[]> {
  const { rows } = await sql<{ mark: string }>`
    SELECT record_id AS mark FROM records WHERE org_id = ${owner}
    UNION SELECT encode(commitment, 'hex') FROM records WHERE org_id = ${owner}
    UNION SELECT config ->> 'name' FROM plants WHERE org_id = ${owner}
    UNION SELECT period_id FROM monitoring_periods WHERE org_id = ${owner}
    UNION SELECT issuance_id FROM issuances WHERE org_id = ${owner}
    UNION SELECT intent_id FROM mint_intents WHERE org_id = ${owner}
    UNION SELECT invitation_id FROM period_invitations WHERE org_id = ${owner}
    UNION SELECT table_id FROM grid_tables WHERE org_id = ${owner}
    UNION SELECT encode(sha256, 'hex') FROM period_bundles WHERE org_id = ${owner}
    UNION SELECT key_id FROM api_keys WHERE org_id = ${owner}
    UNION SELECT key_id FROM device_keys WHERE org_id = ${owner}
    UNION SELECT unnest(ARRAY[user_id, email]) FROM users WHERE user_id IN (${membersOf(owner)})
    UNION SELECT unnest(ARRAY[invitation_id, email]) FROM member_invitations WHERE org_id = ${owner}
    UNION SELECT issuer FROM oidc_issuers WHERE org_id = ${owner}`.execute(world.gateway.roles.owner.db);
  return rows.flatMap(({ mark }) => mark ?? []);
}

const membersOf = (orgId: string) => sql`SELECT user_id FROM memberships WHERE org_id = ${orgId}`;

/** What belongs to people of an organisation, by table. */
const ofPeople: Readonly<Record<string, (members: readonly string[]) => RawBuilder<unknown>>> = {
  ...Object.fromEntries(
    ["users", "sessions", "password_links", "second_factors", "recovery_codes"].map((table) => [
      table,
      (members: readonly string[]) => sql`user_id = ANY (${[...members]})`,
    ]),
  ),
  refresh_tokens: (members) =>
    sql`session_id IN (SELECT session_id FROM sessions WHERE user_id = ANY (${[...members]}))`,
};

/** What loops go on writing of the organisation itself: rolled up when, and told of which windows and anchors. */
const ofLoops = ["rollup_positions", "rollup_lines", "rollups", "rollup_strips", "stream_heads", "stream_runs"];

/** A rule, a silence, a channel and an alert. */
async function alerting(): Promise<Ids> {
  const { call, gateway } = world;
  const made = async (path: string, body: object) => {
    const answer = await call("owner", "POST", path, body);
    expect(answer.status, path).toBe(201);
    return answer.body;
  };
  const lag = { kind: "ledger-lag", name: "rule-of-pilot", after_s: 2_592_000 };
  const { rule_id } = await made("/api/v1/plants/PLANT-HP-001/alert-rules", lag);
  const silenced = { until: new Date(Date.now() + 86_400_000).toISOString(), reason: "silence-of-pilot" };
  const { silence_id } = await made("/api/v1/alert-silences", { ...silenced, rule_id, plant_id: "PLANT-HP-001" });
  const target = { kind: "alertmanager", target: "https://alerts-of-pilot.example", least_severity: "critical" };
  const { channel_id } = await made("/api/v1/alert-channels", target);
  const alert_id = `alr_${"2".repeat(26)}`;
  const [at, { db }] = [new Date(), gateway.roles.owner];
  await db
    .insertInto("alerts")
    .values({
      ...{ org_id: owner, alert_id, plant_id: "PLANT-HP-001", kind: "issuance.record-lost-approval", subject: "rec" },
      ...{ severity: "warning", name: "alert-of-pilot", state: "firing", told: true, since: at, fired_at: at },
      ...{ summary: "alert-of-pilot", detail: "{}", created_at: at, changed_at: at },
    })
    .execute();
  return { rule_id, silence_id, channel_id, alert_id };
}

/** One line for everything that the other organisation and its people have, table by table. */
async function holdings(): Promise<Record<string, string>> {
  const { db } = world.gateway.roles.owner;
  // What was done before goes into its chain and the log by itself.
  await vi.waitFor(
    async () => {
      const { rows } = await sql<{ waiting: number }>`
        SELECT (SELECT count(*) FROM admin_acts WHERE org_id = ${owner} AND record_id IS NULL)::integer
          + (SELECT count(*) FROM records WHERE org_id = ${owner}
             AND NOT EXISTS (SELECT FROM log_leaves WHERE log_leaves.record_id = records.record_id))::integer
          AS waiting`.execute(db);
      expect(rows[0]?.waiting).toBe(0);
    },
    { timeout: 60_000, interval: 100 },
  );
  const { rows: tables } = await sql<{ name: string }>`
    SELECT attrelid::regclass::text AS name FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE attname = 'org_id' AND relkind IN ('r', 'p') AND NOT relispartition
      AND NOT attrelid::regclass::text = ANY(${ofLoops}) ORDER BY 1`.execute(db);
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ sum: string }>`
      SELECT md5(string_agg(held::text, ' ' ORDER BY held::text)) AS sum
      FROM ${sql.table(name)} AS held WHERE org_id = ${owner}`.execute(db);
    found[name] = String(rows[0]?.sum);
  }
  for (const [name, belongs] of Object.entries(ofPeople)) {
    const { rows } = await sql<{ sum: string | null }>`
      SELECT md5(string_agg(held::text, ' ' ORDER BY held::text)) AS sum
      FROM ${sql.table(name)} AS held WHERE ${belongs(colleagues)}`.execute(db);
    found[name] = rows[0]?.sum ?? "none";
  }
  return found;
}

/** The same gateway's face over another database handle. */
function appOver(db: ScopedDb) {
  const { deps } = world.gateway;
  const waiter = createAnchorWaiter(db, { subscribe: () => () => undefined });
  const { commits: _commits, ...accept } = { ...deps.accept, db };
  const hub = createHub({
    ...{ ...deps, db, events: { subscribe: () => () => undefined } },
    ...{ standing: async () => undefined, limits: { perCredential: 0, perOrg: 0, all: 0 } },
  });
  const over: HttpDeps = {
    ...deps,
    db,
    auth: { ...deps.auth, db },
    tenancy: { ...deps.tenancy, db },
    plants: { ...deps.plants, db },
    accept: { ...accept, commits: createCommits(accept) },
    queries: { ...deps.queries, db },
    bundles: { ...deps.bundles, db },
    webhooks: { ...deps.webhooks, db },
    streams: { db, hub },
    units: { ...deps.units, db },
    ...rememberCallers(
      { ...deps, db, secret: Buffer.alloc(32) },
      { keyPerMinute: 0, orgPerMinute: 0, addressPerMinute: 0 },
    ),
    awaitAnchor: waiter.awaitAnchor,
    getProof: (actor, recordId) => getProof({ ...deps.bundles, db }, actor, recordId),
  };
  const stop = () => {
    hub.stop();
    waiter.stop();
  };
  return { app: createApp(over), stop };
}

/** Those that make things of one's own come last: from then on the intruder has a plant of the same id. */
const makers = ["registerPlant", "registerDevice", "putProjectDesign", "uploadGridTable"];
const place = ({ operationId }: Operation) => makers.indexOf(operationId);
const secured = operations
  .filter(({ security, operationId }) => security.length > 0 && operationId !== "listMeterClashes")
  .sort((a, b) => place(a) - place(b));

type Outcome = { readonly status: number; readonly seen: readonly string[] };

/** What the intruder is told by each operation on the other's ids. */
async function tryAll(db: ScopedDb): Promise<Map<string, Outcome>> {
  const { app, stop } = appOver(unfiltered(db, (text) => filtered.add(text)));
  const outcomes = new Map<string, Outcome>();
  for (const operation of secured) {
    const { path, init } = requestOf(operation, ids);
    const send = async (credential: string) => {
      const headers = { ...init.headers, authorization: `Bearer ${credential}`, prefer: "respond-async" };
      const response = await app.request(path, { ...init, headers }, serverEnv());
      // A bundle of two organisations' records breaks off when its hash does not come out.
      return { response, text: await response.text().catch(() => "") };
    };
    const withKey = await send(key);
    const isOfPersons = /"[^"]*\/(session-required|second-factor-required)"/.test(withKey.text);
    if (isOfPersons) persons.add(operation.operationId);
    // Each with a session of its own: some of these end it.
    const { response, text } = isOfPersons ? await send(await world.gateway.sessionWith(ofMembers, intruder)) : withKey;
    const asked = `${path} ${String(init.body)}`;
    const seen = marks.filter((mark) => text.includes(mark) && !asked.includes(mark));
    outcomes.set(operation.operationId, { status: response.status, seen });
  }
  stop();
  return outcomes;
}

describe("an application that has forgotten every tenant filter", () => {
  test("shows and changes nothing of another organisation: row-level security holds by itself", async () => {
    const before = await holdings();
    const outcomes = await tryAll(scoped(world.gateway.roles.serve.pool));
    for (const [id, { status, seen }] of outcomes) {
      expect(seen, id).toEqual([]);
      expect(status, id).toBeLessThan(500);
    }
    expect(await holdings()).toEqual(before);
    for (const table of Object.keys(ofPeople)) expect([table, before[table]]).not.toEqual([table, "none"]);
    expect([...persons]).toEqual(
      expect.arrayContaining(["inviteMember", "removeMember", "decideOnRecord", "changePassword", "logoutEverywhere"]),
    );
    // What names a thing of the other's is answered as what never was.
    const found = secured.filter(({ path }) => path.includes("{"));
    const names = found.flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(Object.keys(ids)).toEqual(expect.arrayContaining([...new Set(names)]));
    const reads = found.filter(
      ({ method, operationId }) => method === "GET" && place({ operationId } as Operation) < 0,
    );
    expect(reads.length).toBeGreaterThan(15);
    for (const { operationId } of reads)
      expect([operationId, outcomes.get(operationId)?.status]).toEqual([operationId, 404]);
  });

  test("really has: nothing but joins of tables is left of the filters", () => {
    expect([...filtered]).toEqual([]);
  });

  test("without row-level security would have shown and changed it", async () => {
    const before = await holdings();
    const outcomes = await tryAll(scoped(world.gateway.roles.owner.pool));
    const shown = [...outcomes].filter(([, { seen }]) => seen.length > 0).map(([id]) => id);
    expect(shown).toEqual(
      expect.arrayContaining([
        "listTelemetry",
        "getRecord",
        "listPlants",
        "listPeriods",
        "listIssuances",
        "listReviews",
        "getShadowReport",
        "listWebhooks",
      ]),
    );
    expect(shown.length).toBeGreaterThan(15);
    const after = await holdings();
    const changed = Object.keys(before).filter((table) => before[table] !== after[table]);
    expect(changed).toEqual(
      expect.arrayContaining([
        ...["api_keys", "period_invitations", "webhook_endpoints"],
        ...["memberships", "member_invitations", "oidc_issuers", "sessions"],
      ]),
    );
  });
});
