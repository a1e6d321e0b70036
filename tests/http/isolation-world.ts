import { createHash, type KeyObject, sign } from "node:crypto";
import pg from "pg";
import { expect, vi } from "vitest";
import * as periods from "../../src/http/periods.examples.ts";
import type { Role } from "../../src/kernel/actor.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { accreditToday } from "../issuance/parties.ts";
import { jcs, TestDevice } from "../support/device.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { type Ids, type Operation, operations, requestOf } from "./operations.ts";

/** The organisation that asks, and the one that it asks about. */
export const [mine, theirs] = ["pilot", "pilot-2"];

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any;

/** A gateway on which two organisations have one of everything that the API names by an id. */
export async function isolationWorld() {
  const lifted = { RATE_LIMIT_KEY: "0", RATE_LIMIT_ORG: "0", RATE_LIMIT_ADDRESS: "0" };
  const gateway = await testGateway({ env: { MINT_MODE: "batch", ...lifted } });
  const verifierKey = await accreditToday(gateway);
  await createOrganisation(gateway.deps.tenancy, { orgId: theirs, name: "Other" });
  const database = new pg.Client({ connectionString: gateway.databaseUrl });
  await database.connect();
  const seed = { gateway, database, verifierKey };
  // One after the other: their mints share a treasury.
  const own = await populate(seed, mine, "M", "verify-co");
  // The other one invites the asking one to its second period: a guest there is a stranger everywhere else.
  const other = await populate(seed, theirs, "F", mine);
  const plain = {
    "inviteToPeriod.org_id": "verify-co",
    "putProjectDesign.table_id": "cea-v21.0",
    "putProjectDesign.device_id": "M-METER",
    ...{ first: "1", second: "2" },
  };
  return {
    gateway,
    bodies: bodiesFor(gateway),
    /** Ids of the asking organisation; as a guest, of what it is invited to. */
    own: { ...own, ...guestIds(other), ...plain },
    foreign: other,
    absent: Object.fromEntries(Object.entries(other).map(([name, id]) => [name, neverMade(id)])),
    async stop() {
      await database.end();
      await gateway.stop();
    },
  };
}

/** Members of bodies that fit the asking organisation's own things, where those of the document's examples do not. */
function bodiesFor({ localLedger }: TestGateway): Readonly<Record<string, (ids: Ids) => object>> {
  const to_account = localLedger?.nodeAccountIds[0];
  const recently = new Date(Date.now() - 60_000).toISOString();
  return {
    login: () => ({ email: "nobody@example.com" }),
    postTelemetryBatch: () => ({ timestamp: recently }),
    registerPlant: () => ({ plant_id: "M-PLANT-TWO" }),
    replacePlant: ({ plant_id }) => ({ ...pilotPlant, plant_id }),
    registerDevice: () => ({ device_id: "M-SPARE" }),
    rotateDeviceKey: rotation,
    openPeriod: () => ({ from: "2025-04-01", to: "2025-04-02" }),
    closePeriod: () => ({ invoice_net_wh: "7200000" }),
    amendPeriod: () => ({ invoice_net_wh: "7000000" }),
    recordClaim: () => ({ from: "2025-03-03", to: "2025-03-04" }),
    orderTransfer: () => ({ to_account, units: "1" }),
    orderRetirement: () => ({ units: "1" }),
    createAlertSilence: ({ plant_id }) => ({ plant_id }),
    fileCorrection: () => ({ readings: pilotBody().readings }),
  };
}

/** The next key of a device, signed for by itself and by the one in use. */
function rotation({ plant_id, device_id, ...ids }: Ids): object {
  const key_id = ids["rotateDeviceKey.key_id"] ?? ids.key_id;
  const [old, next] = [new TestDevice(1), new TestDevice(3)];
  const place = { plant_id, device_id, key_id };
  const text = jcs({ type: "hydro-mrv.device-key-rotation.v1", ...place, new_public_key: next.publicHex });
  return { key_id, new_public_key: next.publicHex, signature: old.sign(text), proof: next.sign(text) };
}

export type IsolationWorld = Awaited<ReturnType<typeof isolationWorld>>;

/** What a guest has a part in, of the organisation that invited it. */
function guestIds(host: Ids): Ids {
  const invited = ["getInvitedPeriod", "getInvitedStatement", "exportInvitedRecords", "getInvitedBundle"];
  const invitation = invited.map((operation) => [`${operation}.invitation_id`, host.guest_invitation]);
  const steps = ["verifyIssuance", "approveIssuance", "mintIssuance"];
  return Object.fromEntries([
    ...invitation,
    ...steps.map((operation) => [`${operation}.issuance_id`, host.guest_issuance]),
  ]);
}

/** An id of the same form and length that nobody has. */
export function neverMade(id: string): string {
  const at = Math.max(id.indexOf("_") + 1, Math.floor(id.length / 2));
  return `${id.slice(0, at)}${id[at] === "2" ? "3" : "2"}${id.slice(at + 1)}`;
}

type Seed = { readonly gateway: TestGateway; readonly database: pg.Client; readonly verifierKey: KeyObject };

/** Calls with the credentials of one organisation and of the two that verify and issue for it. */
async function callers({ gateway }: Seed, orgId: string) {
  const keys = {
    owner: await gateway.sessionWith(["owner", "operator"], orgId),
    device: await gateway.keyWith(["device"], orgId),
    verifier: await gateway.sessionWith(["verifier"], "verify-co"),
    issuer: await gateway.sessionWith(["issuer"], "issue-co"),
  };
  const call = async (who: keyof typeof keys, method: string, path: string, body?: unknown): Promise<Json> => {
    const response = await fetch(`${gateway.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${keys[who]}`,
        "content-type": typeof body === "string" ? "text/csv" : "application/json",
        prefer: "respond-async",
        ...(/(transfers|retirements)$/.test(path) && { "idempotency-key": `seed-${path}` }),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    expect(response.status, `${method} ${path}: ${text}`).toBeLessThan(300);
    return { text, ...JSON.parse(text.split("\n")[0] ?? "") };
  };
  return call;
}
type Call = Awaited<ReturnType<typeof callers>>;

const startMs = Date.parse("2025-02-28T18:30:00Z");

async function populate(seed: Seed, orgId: string, letter: string, guest: string): Promise<Ids> {
  const call = await callers(seed, orgId);
  const plantId = `${letter}-PLANT-ONE`;
  const plant = `/api/v1/plants/${plantId}`;
  const [turbine, meter] = [`${letter}-TURBINE`, `${letter}-METER`];
  const devices = [
    { device_id: turbine, kind: "turbine" },
    { device_id: meter, kind: "meter" },
  ];
  await call("owner", "POST", "/api/v1/plants", { ...pilotPlant, plant_id: plantId, devices });
  const meters = periods.design.meters.map((one) => ({ ...one, device_id: meter, serial: `${letter}-1` }));
  await call("owner", "PUT", `${plant}/design`, { ...periods.design, meters });
  const hour = (n: number) => ({ timestamp: new Date(startMs + n * 3_600_000).toISOString(), interval_s: 3600 });
  for (let n = 0; n <= 72; n++) {
    const readings = { energy_export_kwh_total: 7_000 + 300 * n, energy_import_kwh_total: 12 };
    await call("device", "POST", "/api/v1/telemetry", { plant_id: plantId, device_id: meter, ...hour(n), readings });
  }
  const place = { plant_id: plantId, device_id: turbine };
  const doubtful = pilotBody({ ph: 4.5, turbidity_ntu: 180 }, { ...hour(-100), ...place });
  const record = await call("device", "POST", "/api/v1/telemetry", doubtful);
  const told = await call("device", "POST", "/api/v1/telemetry", pilotBody({}, { ...hour(-99), ...place }));
  return {
    ...place,
    org_id: orgId,
    statement_no: "1",
    id: record.record_id,
    "getRecordProof.id": told.record_id,
    ...(await periodsOf(seed, call, plant, guest)),
    ...(await thingsOf(seed, call, orgId, plantId, turbine, letter)),
    ...(await peopleOf(seed, call, orgId)),
  };
}

/** Four days: issued, asked to be issued, and two to close and to withdraw. */
async function periodsOf(seed: Seed, call: Call, plant: string, guest: string): Promise<Ids> {
  const opened: string[] = [];
  for (const day of [1, 2, 3, 4]) {
    const { period_id } = await call("owner", "POST", `${plant}/periods`, {
      from: `2025-03-0${day}`,
      to: `2025-03-0${day + 1}`,
    });
    opened.push(period_id);
  }
  const [first, second, third, fourth] = opened as [string, string, string, string];
  for (const period of [first, second]) await call("owner", "POST", `${plant}/periods/${period}/close`, {});
  const invite = async (period: string, organisation: string, role: string) =>
    (await call("owner", "POST", `${plant}/periods/${period}/invitations`, { organisation, role })).invitation_id;
  const invitationId = await invite(first, "verify-co", "verifier");
  await invite(first, "issue-co", "issuer");
  const guestInvitation = await invite(second, guest, "verifier");
  await invite(second, guest === "verify-co" ? "issue-co" : guest, "issuer");
  const issuanceId = await issued(seed, call, `${plant}/periods/${first}`);
  const requested = await call("owner", "POST", `${plant}/periods/${second}/issuances`);
  for (const period of [first, second]) {
    const make = () => call("owner", "POST", `${plant}/periods/${period}/bundles`);
    await vi.waitFor(make, { timeout: 20_000, interval: 100 });
  }
  const transfer = await call("owner", "POST", `/api/v1/issuances/${issuanceId}/transfers`, {
    to_account: seed.gateway.localLedger?.nodeAccountIds[0],
    units: "1",
  });
  const retirement = await call("owner", "POST", `/api/v1/issuances/${issuanceId}/retirements`, {
    units: "1",
    beneficiary: { name: "Somebody" },
    reason: "offset",
  });
  return {
    period_id: first,
    "amendPeriod.period_id": second,
    "closePeriod.period_id": third,
    "withdrawPeriod.period_id": fourth,
    invitation_id: invitationId,
    guest_invitation: guestInvitation,
    issuance_id: issuanceId,
    guest_issuance: requested.issuance_id,
    transfer_id: transfer.transfer_id,
    retirement_id: retirement.retirement_id,
  };
}

async function issued({ verifierKey }: Seed, call: Call, period: string): Promise<string> {
  const { issuance_id } = await call("owner", "POST", `${period}/issuances`);
  const issuance = `/api/v1/issuances/${issuance_id}`;
  const { text } = await call("owner", "GET", `${period}/statements/1`);
  const signature = sign(null, Buffer.from(text), verifierKey).toString("base64");
  await call("verifier", "POST", `${issuance}/verification`, { decision: "verify", signature });
  await call("issuer", "POST", `${issuance}/approval`);
  await call("issuer", "POST", `${issuance}/mint`);
  const isIssued = async () => expect((await call("issuer", "GET", issuance)).state).toBe("issued");
  await vi.waitFor(isIssued, { timeout: 30_000, interval: 50 });
  return issuance_id;
}

async function thingsOf(
  { gateway, database }: Seed,
  call: Call,
  orgId: string,
  plantId: string,
  turbine: string,
  letter: string,
): Promise<Ids> {
  const plant = `/api/v1/plants/${plantId}`;
  const report = await call("owner", "POST", `${plant}/shadow-reports`, "period,export_kwh\n2025-03-01,7200\n");
  const upload = operations.find(({ operationId }) => operationId === "uploadGridTable") as Operation;
  const tableId = `grid-of-${letter.toLowerCase()}`;
  const table = JSON.parse(String(requestOf(upload).init.body));
  await call("owner", "POST", "/api/v1/carbon/grid-tables", { ...table, id: tableId });
  const hook = await call("owner", "POST", "/api/v1/webhooks", {
    url: `https://hooks.${orgId}.example/`,
    types: ["alert.*"],
  });
  const webhook = `/api/v1/webhooks/${hook.endpoint_id}`;
  const tried = await call("owner", "POST", `${webhook}/test`);
  // Switched off, so that nothing of it changes by itself.
  await call("owner", "PATCH", webhook, { enabled: false });
  const rules = `${plant}/alert-rules`;
  const rule = await call("owner", "POST", rules, { kind: "ledger-lag", name: "Lag", after_s: 2_592_000 });
  const spare = await call("owner", "POST", rules, { kind: "ledger-lag", name: "Spare", after_s: 2_592_000 });
  const silenced = { until: new Date(Date.now() + 86_400_000).toISOString(), reason: "seed" };
  const silence = await call("owner", "POST", "/api/v1/alert-silences", { ...silenced, plant_id: plantId });
  const channel = await call("owner", "POST", "/api/v1/alert-channels", {
    ...{ kind: "alertmanager", target: `https://alerts.${orgId}.example` },
  });
  const key = await call("owner", "POST", "/api/v1/keys", { roles: ["operator"], label: "seed" });
  const { code } = await call("owner", "POST", `${plant}/devices/${turbine}/claim-codes`, {});
  const device = new TestDevice(letter === "M" ? 1 : 2);
  const claim = { code, public_key: device.publicHex, proof: device.claimProof(code) };
  await fetch(`${gateway.baseUrl}/api/v1/devices/claim`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(claim),
  });
  return {
    report_id: report.report_id,
    table_id: tableId,
    endpoint_id: hook.endpoint_id,
    event_id: tried.event_id,
    rule_id: rule.rule_id,
    "deleteAlertRule.rule_id": spare.rule_id,
    silence_id: silence.silence_id,
    channel_id: channel.channel_id,
    alert_id: await alertOf(database, orgId, plantId),
    key_id: key.key_id,
    "rotateDeviceKey.key_id": device.keyId,
    "revokeDeviceKey.key_id": device.keyId,
    hash: await modelOf(database, orgId, plantId),
  };
}

/** A model of the plant's own, which takes months of readings to be trained. @returns its hash */
async function modelOf(database: pg.Client, orgId: string, plantId: string): Promise<string> {
  const content = JSON.stringify({ of: plantId });
  const hash = createHash("sha256").update(content).digest();
  await database.query(
    `INSERT INTO plant_models (org_id, plant_id, hash, model_id, content, training, drift, state, created_at)
     VALUES ($1, $2, $3, 'seed', $4, '{}', '{}', 'rejected', now())`,
    [orgId, plantId, hash, Buffer.from(content)],
  );
  return hash.toString("hex");
}

/** An alert of the gateway's own, which takes a statement and a change of mind to be raised. @returns its id */
async function alertOf(database: pg.Client, orgId: string, plantId: string): Promise<string> {
  const alertId = `alr_${createHash("sha256").update(`alert ${orgId}`).digest("hex").slice(0, 26)}`;
  await database.query(
    `INSERT INTO alerts (org_id, alert_id, plant_id, kind, subject, severity, name, state, told, since, fired_at,
       summary, detail, created_at, changed_at)
     VALUES ($1, $2, $3, 'issuance.record-lost-approval', 'rec', 'warning', 'seed', 'firing', true, now(), now(),
       'seed', '{}', now(), now())`,
    [orgId, alertId, plantId],
  );
  return alertId;
}

async function peopleOf({ gateway, database }: Seed, call: Call, orgId: string): Promise<Ids> {
  const member = await gateway.sessionWith(["auditor"], orgId);
  const me = await fetch(`${gateway.baseUrl}/api/v1/auth/me`, { headers: { authorization: `Bearer ${member}` } });
  const { user } = (await me.json()) as Json;
  const { invitation_id } = await call("owner", "POST", "/api/v1/members/invitations", {
    email: `new@${orgId}.example`,
    name: "New",
    roles: ["operator"],
  });
  // Added over the API only by whoever answers at its address: tests/http/oidc.e2e.test.ts.
  const issuerId = `oid_${createHash("sha256").update(orgId).digest("hex").slice(0, 26)}`;
  await database.query(
    `INSERT INTO oidc_issuers (org_id, issuer_id, issuer, audience, jwks_uri, roles_claim, role_map, created_by, created_at)
     VALUES ($1, $2, $3, 'mrv', $3, 'roles', '{"staff":["operator"]}', 'seed', now())`,
    [orgId, issuerId, `https://login.${orgId}.example/`],
  );
  return {
    user_id: user.user_id,
    email: user.email,
    url: `https://hooks.${orgId}.example/`,
    issuer_id: issuerId,
    "withdrawMemberInvitation.invitation_id": invitation_id,
  };
}

/** Roles that people have; the other two are keys'. */
export const people: readonly Role[] = ["owner", "operator", "verifier", "issuer", "auditor"];
