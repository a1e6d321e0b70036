import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import { runAudit } from "../../src/audit/command.ts";
import * as examples from "../../src/http/periods.examples.ts";
import { resumeToken } from "../../src/issuance/mint-orders.ts";
import { bookMovement } from "../../src/issuance/movements.ts";
import type { Role } from "../../src/kernel/actor.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { TokenInfo } from "../../src/ledger/ledger.ts";
import type { LocalLedger } from "../../src/ledger/local/node.ts";
import { createMirror } from "../../src/ledger/mirror.ts";
import { auditProgram } from "../audit/support.ts";
import { type Members, relink } from "../support/chain.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { type Collector, startCollector } from "../support/otlp.ts";
import { accreditToday } from "./parties.ts";

const plant = "/api/v1/plants/PLANT-HP-001";
const meter = "METER-001";
/** The first local day of March 2025 in India. */
const startMs = Date.parse("2025-02-28T18:30:00Z");

const supplyKey = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("hex");

let gateway: TestGateway;
let collector: Collector;
let folder: string;
let verifierKey: KeyObject;
const keys: Record<string, string> = {};

async function call(who: string, method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${keys[who]}`,
      "content-type": "application/json",
      prefer: "respond-async",
      ...more,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = /^[{[]/.test(text) ? JSON.parse(text.split("\n")[0] ?? "") : {};
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, text, body: json as any };
}

beforeAll(async () => {
  collector = await startCollector();
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_BSP_SCHEDULE_DELAY: "50" };
  gateway = await testGateway({ env: { HEDERA_SUPPLY_KEY: supplyKey, MINT_CERTIFICATES: "1", ...traced } });
  folder = await mkdtemp(join(tmpdir(), "hydro-issuance-"));
  verifierKey = await accreditToday(gateway);
  const roles: [string, Role[], string][] = [
    ["owner", ["owner"], "pilot"],
    ["operator", ["operator"], "pilot"],
    ["hats", ["operator", "verifier"], "pilot"],
    ["verifier", ["verifier"], "verify-co"],
    ["issuer", ["issuer"], "issue-co"],
    ["registrar", ["registrar"], "registrar"],
  ];
  for (const [name, some, orgId] of roles) {
    const needsPerson = some.includes("verifier") || some.includes("issuer");
    keys[name] = await (needsPerson ? gateway.sessionWith : gateway.keyWith)(some, orgId);
  }
  keys.device = gateway.apiKey;
  await call("operator", "POST", `${plant}/devices`, { device_id: meter, kind: "meter" });
  for (let hour = 0; hour <= 24; hour++) {
    await call("device", "POST", "/api/v1/telemetry", {
      plant_id: "PLANT-HP-001",
      device_id: meter,
      timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
      interval_s: 3600,
      readings: { energy_export_kwh_total: 7_000 + 300 * hour, energy_import_kwh_total: 12 },
    });
  }
  await call("operator", "PUT", `${plant}/design`, examples.design);
});
afterAll(async () => {
  await gateway.stop();
  await collector.close();
  await rm(folder, { recursive: true, force: true });
});

describe("from a closed period to a committed mint, over the API", () => {
  let period: string;
  let issuance: string;

  test("the figures of a closed period are an unverified estimate, and say for which programmes they are none", async () => {
    const opened = await call("operator", "POST", `${plant}/periods`, { from: "2025-03-01", to: "2025-03-02" });
    period = `${plant}/periods/${opened.body.period_id}`;
    const closed = await call("operator", "POST", `${period}/close`, {});
    expect(closed.body.period.statements[0]).toMatchObject({ label: "unverified estimate", issuance: null });
    const { notes } = closed.body.period.programmes;
    expect(notes).toContainEqual(expect.objectContaining({ programme: "Verra VCS", standing: "closed" }));
    expect(closed.body.statements[0].label).toMatch(/^unverified estimate/);
  });

  test("the owner invites, the operator requests, and a stranger learns nothing", async () => {
    for (const [organisation, role] of [
      ["verify-co", "verifier"],
      ["issue-co", "issuer"],
      ["no-such-company", "auditor"],
    ]) {
      expect((await call("owner", "POST", `${period}/invitations`, { organisation, role })).status).toBe(201);
    }
    expect(
      (await call("operator", "POST", `${period}/invitations`, { organisation: "x", role: "auditor" })).status,
    ).toBe(403);
    const requested = await call("operator", "POST", `${period}/issuances`);
    expect(requested).toMatchObject({ status: 201, body: { state: "requested", label: "unverified estimate" } });
    issuance = `/api/v1/issuances/${requested.body.issuance_id}`;
    expect((await call("operator", "POST", `${period}/issuances`)).status).toBe(200);
  });

  test("the verifier reads what it is invited to, signs off the gateway, and the signature is taken", async () => {
    const { items } = (await call("verifier", "GET", "/api/v1/invitations")).body;
    const invited = `/api/v1/invitations/${items[0].invitation_id}`;
    const { statements } = (await call("verifier", "GET", `${invited}/period`)).body;
    expect(statements).toHaveLength(1);
    const records = (await call("verifier", "GET", `${invited}/records`)).text.trimEnd().split("\n");
    expect(records.map((line) => JSON.parse(line).kind).filter((kind) => kind === "reading")).toHaveLength(24);
    // As the answer leads to it: the path of the plant's own organisation is nothing to a guest.
    const statement = await call("verifier", "GET", statements[0].links.statement);
    expect(statement.text).toBe((await call("verifier", "GET", `${invited}/statements/1`)).text);
    expect(statement.status).toBe(200);
    expect((await call("verifier", "GET", `${plant}/periods`)).status).toBe(404);
    await writeFile(join(folder, "statement.json"), statement.text);
    await writeFile(join(folder, "key.pem"), verifierKey.export({ format: "pem", type: "pkcs8" }));
    let signature = "";
    const out = { write: (text: string) => (signature += text) };
    const around = { folder, dataDir: folder, apiKey: undefined };
    expect(await runAudit(["sign", "statement.json", "--key", "key.pem"], around, { out, err: { write() {} } })).toBe(
      0,
    );
    const finding = { decision: "verify", signature: signature.trim() };
    const verified = await call("verifier", "POST", `${issuance}/verification`, finding);
    expect(verified).toMatchObject({ status: 201, body: { state: "verified", label: "verified statement" } });
    expect(verified.body.steps[1]).toMatchObject({ organisation: "verify-co", signature: finding.signature });
    const bad = { decision: "verify", signature: `${"A".repeat(86)}==` };
    expect((await call("verifier", "POST", `${issuance}/verification`, bad)).status).toBe(422);
  });

  test("the issuer approves and mints; what was committed is told with its parts, and issued once the ledger says so", async () => {
    expect((await call("issuer", "POST", `${issuance}/mint`)).body).toMatchObject({ status: 409, state: "verified" });
    expect((await call("issuer", "POST", `${issuance}/approval`)).status).toBe(201);
    const traceId = randomBytes(16).toString("hex");
    const traceparent = `00-${traceId}-${"1".repeat(16)}-01`;
    const minting = await call("issuer", "POST", `${issuance}/mint`, undefined, { traceparent });
    expect(minting).toMatchObject({ status: 202, body: { state: "minting", label: "verified statement" } });
    const { units, mint, statement_sha256 } = minting.body;
    expect(mint).toMatchObject({ amount: units, parts: [{ amount: units, memo: statement_sha256 }] });
    expect((await call("issuer", "POST", `${issuance}/mint`)).status).toBe(200);
    const stateNow = async () => (await call("operator", "GET", period)).body.statements[0];
    await expect.poll(stateNow, { timeout: 30_000 }).toMatchObject({ label: "issued", issuance: { state: "issued" } });
    const [part] = (await call("issuer", "GET", issuance)).body.mint.parts;
    const mirror = createMirror({ url: gateway.mirrorUrl });
    const token = await mirror.token(part.token_id);
    expect(token).toMatchObject({ totalSupply: BigInt(units), decimals: 3 });
    expect(await mirror.mints(token as TokenInfo, undefined, 10)).toMatchObject([
      { transactionId: part.transaction_id, memo: statement_sha256, amount: BigInt(units) },
    ]);
    // The trace of the issuer's request goes on to the ledger's transaction.
    const minted = () => collector.of(traceId).find(({ name }) => name === "hedera.mint")?.attributes;
    await expect.poll(minted).toMatchObject({ "hedera.transaction_id": part.transaction_id });
  });

  test("what is issued has a certificate: an NFT whose address serves its document to everybody, for ever", async () => {
    const certificateNow = async () => (await call("issuer", "GET", issuance)).body.mint.certificate;
    await expect
      .poll(certificateNow, { timeout: 30_000 })
      .toMatchObject({ state: "minted", serial: "1", hashscan_url: null });
    const { uri, token_id } = await certificateNow();
    const nft = await createMirror({ url: gateway.mirrorUrl }).nft(token_id, 1n);
    expect(new TextDecoder().decode(nft?.metadata)).toBe(uri);
    expect(Buffer.byteLength(uri)).toBeLessThanOrEqual(100);
    const response = await fetch(uri);
    const document = Buffer.from(await response.arrayBuffer());
    expect(uri.slice(-64)).toBe(createHash("sha256").update(document).digest("hex"));
    expect(response.headers.get("cache-control")).toMatch(/immutable/);
    const { statement_sha256, units, mint } = (await call("issuer", "GET", issuance)).body;
    const { properties } = JSON.parse(document.toString());
    expect(properties).toMatchObject({ statement_sha256, units, label: "issued", network: "local" });
    expect(properties.mints[0].transaction_id).toBe(mint.parts[0].transaction_id);
    expect(document.toString()).not.toMatch(/PLANT-HP|METER|pilot|verify-co|issue-co/);
    expect((await fetch(`${uri.slice(0, -64)}${"0".repeat(64)}`)).status).toBe(404);
    // A browser that follows the NFT's link reads a page, which no cache may hand to a wallet.
    const read = (accept: string) => fetch(uri, { headers: { accept } });
    const page = await read("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    expect([page.headers.get("cache-control"), page.headers.get("vary")]).toEqual(["no-store", "Accept"]);
    expect(await page.text()).toContain(
      `<code>${(await call("issuer", "GET", issuance)).body.statement_sha256}</code>`,
    );
    for (const accept of ["*/*", "application/json, text/plain, */*", "application/json, text/html;q=0.5"]) {
      const bytes = await read(accept);
      expect(Buffer.from(await bytes.arrayBuffer()), accept).toEqual(document);
      expect(bytes.headers.get("vary"), accept).toBe("Accept");
    }
    const collection = (await call("nobody", "GET", "/api/v1/tokens")).body.items[1];
    expect(collection).toMatchObject({ token_id, holds: "certificates", series: 1, decimals: 0, state: "active" });
  });

  test("a correction that is accepted afterwards raises an alert, and who decided on it cannot ask for its issuance", async () => {
    const reading = { energy_export_kwh_total: 7_000 + 300 * 5 - 1, energy_import_kwh_total: 12 };
    const { items } = (await call("owner", "GET", "/api/v1/telemetry?plant_id=PLANT-HP-001&limit=10")).body;
    const sixth = items[5].record_id;
    const filing = { readings: reading, reason: "read off by eye" };
    const filed = await call("operator", "POST", `/api/v1/records/${sixth}/corrections`, filing);
    const decision = { decision: "approve", reason: "seen" };
    await call("hats", "POST", `/api/v1/records/${filed.body.record_id}/decisions`, decision);
    const alerts = async () => (await call("issuer", "GET", issuance)).body.alerts;
    await expect.poll(alerts).toMatchObject([{ record_id: sixth, effective_status: "REPLACED", statement_no: 1 }]);
    expect((await call("operator", "POST", `${period}/amendments`, { reason: "corrected" })).status).toBe(201);
    const refused = await call("hats", "POST", `${period}/issuances`);
    expect(refused).toMatchObject({ status: 403, body: { duty: "operator", held_duty: "verifier" } });
    expect(refused.body.type).toMatch(/duties-conflict$/);
  });

  test("the auditor's program follows every step from the chain, and the registrar's chain likewise", async () => {
    const args = ["plant", "--url", gateway.baseUrl];
    const own = await auditProgram([...args, "--plant", "PLANT-HP-001"], { HYDRO_API_KEY: keys.owner as string });
    expect(own).toMatchObject({ code: 0, out: expect.stringMatching(/ok {4}issuance +5 steps and claims/) });
    const register = await auditProgram([...args, "--plant", "REGISTER"], { HYDRO_API_KEY: keys.registrar as string });
    expect(register).toMatchObject({ code: 0, out: expect.stringMatching(/ok {4}register +2 decisions/) });
    const { items } = (await call("nobody", "GET", "/api/v1/accreditations")).body;
    expect(JSON.stringify(items)).not.toMatch(/verify-co|issue-co/);
    expect((await call("owner", "GET", "/api/v1/records/export?plant_id=REGISTER")).status).toBe(404);
  });

  const inside = (step: Members, member: string, change: Members) => {
    Object.assign(step[member] as Members, change);
  };

  test.each<[string, string, (step: Members) => void, RegExp]>([
    ["another party", "verify", (step) => inside(step, "party", { organisation: "pilot" }), /operator of this period/],
    [
      "a signature of something else",
      "verify",
      (step) => Object.assign(step, { signature: `${"A".repeat(86)}==` }),
      /does not cover/,
    ],
    ["another amount", "mint", (step) => inside(step, "mint", { amount: "1" }), /but the statements say/],
    [
      "another statement",
      "approve",
      (step) => inside(step, "statement", { sha256: "0".repeat(64) }),
      /not so in the chain/,
    ],
    [
      "a step left out",
      "approve",
      (step) => Object.assign(step, { step: "mint", state: "minting" }),
      /needs an issuance that is approved/,
    ],
    ["another mint's word", "issue", (step) => inside(step, "minted", { parts: [] }), /not what was to be minted/],
  ])("a chain rewritten with %s is found and named", async (_what, step, change, detail) => {
    const lines = (await call("owner", "GET", "/api/v1/records/export?plant_id=PLANT-HP-001")).text
      .trimEnd()
      .split("\n");
    const records = lines.map((line) => JSON.parse(line) as Members);
    const issuances = records.filter((record) => record.kind === "issuance");
    const target = issuances.find((record) => (record.issuance as Members).step === step);
    const check = new ChainCheck({ plantId: undefined, whole: true });
    const bytes = relink(records, target?.seq as number, (record) => change(record.issuance as Members));
    const read = async () => {
      for (const one of bytes) await check.add(one);
    };
    await expect(read()).rejects.toThrow(detail);
  });
});

test("a mint that no statement asked for stops issuance in its token, and the answer names the transaction", async () => {
  const tokenNow = async () => (await call("nobody", "GET", "/api/v1/tokens")).body.items[0];
  const token = await tokenNow();
  expect(token).toMatchObject({ state: "active", halted: null, hashscan_url: null });
  const local = gateway.localLedger as LocalLedger;
  const thief = createHederaLedger({
    network: "local",
    operatorId: local.operator.accountId,
    operatorKey: local.operator.privateKeyDer,
    nodes: local.network,
    mirrorUrl: local.mirrorUrl,
    signers: { supply: supplyKey },
  });
  const transactionId = `${local.operator.accountId}@${Math.floor(Date.now() / 1000) - 5}.000000777`;
  const terms = {
    transactionId,
    validDurationS: 60,
    nodeAccountId: local.nodeAccountIds[0] ?? "",
    signers: ["supply"],
  };
  await thief.send(await thief.prepare({ kind: "mint", tokenId: token.token_id, amount: 7n }, terms));
  await expect.poll(tokenNow, { timeout: 30_000 }).toMatchObject({
    state: "halted",
    halted: { transaction_id: transactionId, reason: expect.stringMatching(/7 units/) },
  });
  await thief.close();
  const metrics = async () => (await call("nobody", "GET", "/metrics")).text;
  await expect.poll(metrics).toMatch(/^hydro_tokens_halted 1$/m);
  expect(await metrics()).toMatch(/^hydro_mint_reconciliation_difference_units 7$/m);
  const booking = { tokenKey: token.token, transactionId, issuanceId: undefined };
  await bookMovement(gateway.register, { ...booking, by: "R. Registrar", reason: "a stolen key" });
  await resumeToken(gateway.register, token.token);
  expect(await tokenNow()).toMatchObject({ state: "active", accepted_transactions: [transactionId] });
  await expect.poll(metrics, { timeout: 30_000 }).toMatch(/^hydro_tokens_halted 0$/m);
  expect(await metrics()).toMatch(/^hydro_mint_reconciliation_difference_units 0$/m);
  expect(await tokenNow()).toMatchObject({ state: "active" });
  const args = ["plant", "--url", gateway.baseUrl, "--plant", "PLANT-HP-001", "--key", keys.owner as string];
  const audited = await auditProgram(args);
  expect(audited.out).toMatch(
    /\?{4} {2}supply +no record at hand names 1 mint of 7 units in 0\.0\.\d+ \(0\.0\.\d+@\d+\.000000777\)/,
  );
  expect(audited.code).toBe(3);
  const file = join(folder, "other-plant.ndjson");
  await writeFile(file, (await call("owner", "GET", "/api/v1/records/export?plant_id=PLANT-HP-001")).text);
  const whole = await auditProgram([...args, "--beside", file, "--whole-supply"]);
  expect(whole.out).toMatch(
    /note {2}beside +plant PLANT-HP-001 to record \d+: its mints and retirements count in the supply/,
  );
  expect(whole.out).toMatch(/\?{4} {2}supply .*they came at the chain's end or behind it: audit a newer export/);
  expect(whole.code).toBe(3);
  const cut = (await readFile(file, "utf8")).replace('"kind":"plant"', '"kind":"plans"');
  await writeFile(file, cut);
  expect((await auditProgram([...args, "--beside", file])).code).toBe(1);
  expect((await auditProgram([...args, "--beside", join(folder, "none")])).code).toBe(2);
  expect((await auditProgram(["range", file, "--whole-supply"])).code).toBe(2);
});
