import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import { upload } from "../../src/http/grid-tables.examples.ts";
import * as examples from "../../src/http/periods.examples.ts";
import type { StatementJson } from "../../src/issuance/statement-wire.ts";
import { canonicalText, type Json, sha256Hex } from "../../src/kernel/canonical.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { relink } from "../support/chain.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { audit, auditProgram, ofForm } from "./support.ts";

const plant = "/api/v1/plants/PLANT-HP-001";
const tables = "/api/v1/carbon/grid-tables";
/** Local midnight of 31 March 2025 in India: a day later its fiscal year turns. */
const startMs = Date.parse("2025-03-30T18:30:00Z");

let gateway: TestGateway;
let dir: string;
let saved: string;
let stranger: string;
/** What the closings of two days and their amendment answered. */
let closed: readonly Answer[];
let unpublished: Answer;
let corrected: string;

async function call(method: string, path: string, body?: unknown, key = gateway.apiKey): Promise<Answer> {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", prefer: "respond-async" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const read = (hour: number, deviceId: string, more = {}) =>
  call("POST", "/api/v1/telemetry", {
    plant_id: "PLANT-HP-001",
    device_id: deviceId,
    timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
    interval_s: 3600,
    readings: { energy_export_kwh_total: 7_000 + 300 * hour, energy_import_kwh_total: 12 + hour, ...more },
  });

const [main] = examples.design.meters;
const check = { ...main, device_id: "METER-002", role: "check", checks: "METER-001", serial: "Y1", mpe_pct: "0.5" };
const design = { ...examples.design, meters: [main, check] };

const opened = async (from: string, to: string) =>
  (await call("POST", `${plant}/periods`, { from, to })).headers.get("location") as string;

beforeAll(async () => {
  gateway = await testGateway();
  dir = await mkdtemp(join(tmpdir(), "hydro-statements-"));
  saved = join(dir, "saved");
  await createOrganisation(gateway.deps.tenancy, { orgId: "other", name: "Other" });
  stranger = await gateway.keyWith(["owner", "operator"], "other");
  const verifier = await gateway.sessionWith(["verifier"]);
  const decide = (id: string) =>
    call("POST", `/api/v1/records/${id}/decisions`, { decision: "approve", reason: "seen" }, verifier);
  for (const device_id of ["METER-001", "METER-002"]) {
    await call("POST", `${plant}/devices`, { device_id, kind: "meter" });
  }
  expect((await call("PUT", `${plant}/design`, design)).status).toBe(201);
  const ids: string[] = [];
  for (let hour = 0; hour <= 48; hour++) {
    if (hour === 13) continue;
    // One that is doubted and never cleared: its hour earns nothing.
    const answer = await read(hour, "METER-001", hour === 30 ? { ph: 0 } : {});
    ids[hour] = answer.body.record_id;
    if (hour % 24 === 0) await read(hour, "METER-002");
  }
  const [march, april] = [await opened("2025-03-31", "2025-04-01"), await opened("2025-04-01", "2025-04-02")];
  const first = await call("POST", `${march}/close`, { invoice_net_wh: 7_100_000 });
  unpublished = await call("POST", `${april}/close`, {});
  await call("POST", tables, upload);
  await call("PUT", `${plant}/design`, { ...design, in_force_from: "2025-04-01", grid: { table: upload.id } });
  const second = await call("POST", `${april}/close`, {});
  // Late and doubted, then cleared; and a correction in the place of a reading.
  await decide((await read(13, "METER-001", { ph: 0 })).body.record_id);
  const readings = { energy_export_kwh_total: 7_000 + 300 * 24 - 60, energy_import_kwh_total: 12 + 24 };
  const filed = await call("POST", `/api/v1/records/${ids[24]}/corrections`, { readings, reason: "misread" });
  corrected = filed.body.record_id;
  await decide(corrected);
  const amended = await call("POST", `${march}/amendments`, { reason: "an hour came late, another was misread" });
  closed = [first, second, amended];
  const live = ["plant", "--url", gateway.baseUrl, "--plant", "PLANT-HP-001", "--save", saved];
  const done = await auditProgram(live, { HYDRO_API_KEY: gateway.apiKey });
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining("HOLDS") });
  expect(done.out).toMatch(/ok {4}statements +4 statements made again/);
  expect(done.out).toMatch(/note {2}statements +invoices, fuel, .* are the operator's word/);
  expect(done.out).toMatch(/note {2}reviews +who decided, and who filed a correction, is the gateway's word/);
  expect(done.out).toMatch(/note {2}grid-table +the owner's own factors my-grid-2025 \(SHA-256 [0-9a-f]{64}\)/);
});
afterAll(async () => {
  await gateway.stop();
  await rm(dir, { recursive: true, force: true });
});

describe("a factor that is not published yet", () => {
  test("refuses the closing with what to do, and the period closes once the owner's table is named", () => {
    expect(unpublished).toMatchObject({ status: 422, body: { rule: "factor.unknown-year" } });
    expect(unpublished.body.clause).toMatch(/TOOL07 v7: data vintage/);
    expect(unpublished.body.detail).toMatch(
      /grid\.table cea-v21\.0 .*no 2025-26.*POST \/api\/v1\/carbon\/grid-tables.*PUT/,
    );
    const [first, second, amended] = closed.map(({ body }) => body.statements[0]);
    expect(first.factor).toMatchObject({ table: "cea-v21.0", year: "2024-25" });
    expect(second.factor).toMatchObject({ table: upload.id, year: "2025-26", ef_cm_g_per_mwh: "730000" });
    // March goes on by the table that held then, although another one has its year too.
    expect(amended.factor).toMatchObject({ table: "cea-v21.0", year: "2024-25" });
    expect(closed[2]?.body.statements).toHaveLength(2);
    expect(amended.meters[0].closing.record_id).toBe(corrected);
  });
});

describe("a grid table over the API", () => {
  test("is uploaded once, found by its organisation and nobody else, and never replaced", async () => {
    const again = await call("POST", tables, upload);
    expect(again).toMatchObject({ status: 200, body: { shipped: false, table: { id: upload.id } } });
    expect((await call("GET", `${tables}/${upload.id}`)).body).toEqual(again.body);
    expect(closed[1]?.body.statements[0].factor.hash).toBe(again.body.hash);
    const other = await call("POST", tables, { ...upload, source: "elsewhere" });
    expect(other).toMatchObject({ status: 409, body: { table_id: upload.id, hash: again.body.hash } });
    const page = await call("GET", `${tables}?limit=1`);
    expect(page.headers.get("link")).toMatch(/rel="next"/);
    const listed = (await call("GET", tables)).body.items as { id: string; shipped: boolean; years: string[] }[];
    expect(listed.find(({ id }) => id === upload.id)).toMatchObject({ shipped: false, years: ["2024-25", "2025-26"] });
    expect(listed.filter(({ shipped }) => shipped)).toHaveLength(3);
    const theirs = (await call("GET", tables, undefined, stranger)).body.items as { id: string }[];
    expect(theirs.some(({ id }) => id === upload.id)).toBe(false);
    const [foreign, none] = await Promise.all(
      [upload.id, "no-such-table"].map((id) => call("GET", `${tables}/${id}`, undefined, stranger)),
    );
    expect(foreign).toMatchObject({
      status: 404,
      body: { detail: none?.body.detail.replace("no-such-table", upload.id) },
    });
    expect((await call("POST", tables, upload, stranger)).status).toBe(201);
  });

  test.each([
    ["no source", { source: undefined }, "/source"],
    ["no validity", { valid_until: undefined }, "/valid_until"],
    ["another unit", { unit: "gCO2/kWh" }, "/unit"],
    ["a factor out of range", { years: [{ year: "2024-25", om: 964.6, bm: 0.5 }] }, "/years/0/om"],
    ["a shipped table's name", { id: "cea-v21.0" }, "/id"],
    ["a field nobody knows", { factor: 1 }, "/factor"],
  ])("with %s is refused at that field", async (_name, change, pointer) => {
    const answer = await call("POST", tables, { ...upload, id: "wrong", ...change });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer, detail: expect.stringMatching(/./) }] } });
  });

  test("serves calculations by name, on line and off, within its validity only", async () => {
    const request = {
      rulebook: "acm0002-v22.0",
      grid: { table: upload.id, year: "2025-26", crediting_period: 1 },
      design: { project_type: "greenfield" },
      periods: [{ from: "2025-05-01", to: "2025-06-01", net_wh: "1000000000" }],
    };
    const answer = await call("POST", "/api/v1/carbon/calculations", request, await gateway.keyWith(["device"]));
    expect(answer.body).toMatchObject({ factors: { table: upload.id }, totals: { er_g: "730000000" } });
    const [file, answered, bare, changed] = ["request", "answered", "bare", "changed"].map((name) =>
      join(dir, `${name}.json`),
    ) as [string, string, string, string];
    const { body } = await call("GET", `${tables}/${upload.id}`);
    await writeFile(file, JSON.stringify(request));
    await writeFile(answered, JSON.stringify(body));
    await writeFile(bare, JSON.stringify(upload));
    await writeFile(changed, JSON.stringify({ ...body, table: { ...body.table, source: "elsewhere" } }));
    for (const table of [answered, bare]) {
      const offline = await audit(["carbon", file, "--grid-table", table]);
      expect([offline.code, JSON.parse(offline.out)]).toEqual([0, answer.body]);
    }
    expect((await audit(["carbon", file])).err).toMatch(/^factor\.unknown-table/);
    expect(await audit(["carbon", file, "--grid-table", changed])).toMatchObject({
      code: 2,
      err: expect.stringContaining("was changed: its hash is"),
    });
    const late = { ...request, periods: [{ from: "2027-05-01", to: "2027-06-01", net_wh: "1" }] };
    expect(await call("POST", "/api/v1/carbon/calculations", late)).toMatchObject({
      status: 422,
      body: {
        rule: "factor.not-valid-then",
        clause: expect.stringContaining("TOOL07"),
        errors: [{ pointer: "/periods/0" }],
      },
    });
  });
});

type Members = { [name: string]: Json };

/** What an operator would do who rewrites his own records: changes one, and links the rest behind it anew. */
function rewrite(lines: readonly string[], at: number, change: (record: Members) => void): string {
  let prev: string | null = null;
  return lines
    .map((line, i) => {
      const record = JSON.parse(line) as Members;
      if (i === at) change(record);
      record.prev = prev;
      const text = canonicalText(record);
      prev = sha256Hex(new TextEncoder().encode(text));
      return text;
    })
    .join("\n");
}

describe("a statement that its own records do not bear out", () => {
  type Of = { readonly [name: string]: Members };
  const statementOf = (record: Members) => record.statement as unknown as Members & Of;

  test.each<[string, (statement: Members & Of) => void, RegExp]>([
    [
      "a gram is added",
      (one) => Object.assign(one, { er_g: String(BigInt(one.er_g as string) + 1n) }),
      /statement\.er_g says "4854733", but recomputing it gives "4854732"/,
    ],
    [
      "a unit more is issued",
      (one) => Object.assign(one.issuance as Members, { issued_units: "5237" }),
      /statement\.issuance\.issued_units says "5237"/,
    ],
    [
      "energy and all that follows from it is raised, with the digits of its calculation",
      (one) => {
        const raised = JSON.stringify(one)
          .replaceAll('"6600000"', '"7600000"')
          .replaceAll('"6576000"', '"7576000"')
          .replaceAll('"4854732"', '"5592982"');
        Object.assign(one, JSON.parse(raised));
      },
      /statement\.be_g says "5592982", but recomputing it gives "4854732"/,
    ],
    [
      "its factor is another year's",
      (one) => Object.assign(one.factor as Members, { ef_cm_g_per_mwh: "758200" }),
      /statement\.factor\.ef_cm_g_per_mwh says "758200", but recomputing it gives "738250"/,
    ],
    [
      "a record is left out of its set",
      (one) => Object.assign(one.records as Members, { count: 22 }),
      /statement\.records\.count says 22/,
    ],
    [
      "an exclusion is hidden",
      (one) => Object.assign((one.meters as unknown as Members[])[0] as Members, { exclusions: [] }),
      /statement\.meters\.0\.exclusions/,
    ],
    [
      "the meter's state at its head is another",
      (one) => Object.assign(one.records as Members, { assessment_sha256: "0".repeat(64) }),
      /statement\.records\.assessment_sha256/,
    ],
    [
      "its days are more",
      (one) => Object.assign(one.period as Members, { to: "2025-04-02" }),
      /statement\.\S+ says|crosses-factor-year/,
    ],
  ])("is named by the first figure that differs: %s", async (_what, change, detail) => {
    const lines = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
    const at = lines.findIndex((line) => line.includes('"kind":"statement"'));
    const copy = await mkdtemp(join(dir, "tampered-"));
    await cp(saved, copy, { recursive: true });
    await writeFile(
      join(copy, "chain.ndjson"),
      rewrite(lines, at, (record) => change(statementOf(record))),
    );
    const done = await audit(["plant", "--saved", copy, "--json"]);
    expect(done.code).toBe(1);
    const { broken } = JSON.parse(done.out) as { broken: { check: string; detail: string } };
    expect(broken.check).toBe("statements");
    expect(broken.detail).toMatch(new RegExp(`^record ${at + 1} \\(rec_\\w+\\) of plant PLANT-HP-001: `));
    expect(broken.detail).toMatch(detail);
  });

  test("is made again by the rules of its form, and one of an earlier form is told", async () => {
    const lines = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
    const copy = await mkdtemp(join(dir, "earlier-"));
    await cp(saved, copy, { recursive: true });
    // The newest: no other names its commitment.
    const at = lines.findLastIndex((line) => line.includes('"kind":"statement"'));
    await writeFile(
      join(copy, "chain.ndjson"),
      rewrite(lines, at, (record) => ofForm(statementOf(record) as unknown as StatementJson, 2)),
    );
    const done = await audit(["plant", "--saved", copy]);
    expect(done.out).toMatch(/statements +4 statements made again/);
    expect(done.out).toMatch(/note +statements +1 of them by the rules of an earlier form/);
    expect((await audit(["plant", "--saved", saved])).out).not.toMatch(/earlier form/);
  });

  test("goes back to no earlier form: behind one by newer rules the older ones, which earn more, are broken", async () => {
    const lines = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
    const copy = await mkdtemp(join(dir, "back-"));
    await cp(saved, copy, { recursive: true });
    const at = lines.findLastIndex((line) => line.includes('"kind":"statement"'));
    const back = (days: number) =>
      rewrite(lines, at, (record) => {
        Object.assign(statementOf(record), { v: 2 });
        record.received_at = new Date(Date.parse(String(record.received_at)) + 86_400_000 * days).toISOString();
      });
    await writeFile(join(copy, "chain.ndjson"), back(2));
    const done = await audit(["plant", "--saved", copy, "--json"]);
    const { broken } = JSON.parse(done.out) as { broken: { check: string; detail: string } };
    expect([done.code, broken.check]).toEqual([1, "statements"]);
    expect(broken.detail).toMatch(
      /: it is of form 2, behind one of form 5: its gateway makes none of an earlier form$/,
    );
  });

  test("is missing where an amendment changed what it took over: the same energy would count in both periods", async () => {
    const lines = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
    const records = lines.map((line) => JSON.parse(line) as Members);
    const isFollower = ({ statement }: Members) =>
      String((statement as Members | undefined)?.reason).startsWith("follows from");
    const follower = records.findIndex(isFollower);
    const other = { ...records.find(({ kind }) => kind === "device"), id: `rec_${"0".repeat(26)}` } as Members;
    const left = [...records.slice(0, follower), { ...other, seq: follower + 1 }];
    const check = new ChainCheck({ plantId: "PLANT-HP-001", whole: true });
    const audited = async (all: readonly Members[]) => {
      for (const bytes of relink(all, 0, () => undefined)) await check.add(bytes);
    };
    await expect(audited(left)).rejects.toThrow(
      new RegExp(
        `^record ${follower} .* changes what the later period per_\\w+ from 2025-04-01 took over, which is not stated anew with it$`,
      ),
    );
  });

  test("holds again from the saved files alone", async () => {
    expect(await audit(["plant", "--saved", saved])).toMatchObject({ code: 0 });
  });

  test("behind a reading that another policy judged, what rests on what it taught is told as not recomputed, not as broken", async () => {
    const lines = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
    const records = lines.map((line) => JSON.parse(line) as Members);
    const end = records.findIndex(({ kind }) => kind === "statement") + 1;
    const ofMeter = ({ kind, device_id }: Members) => kind === "reading" && device_id === "METER-001";
    const first = records.findIndex(ofMeter) + 1;
    const later = records.slice(0, end).findLast(ofMeter)?.verification as Members;
    const others = relink(records.slice(0, end), first, ({ verification }) => {
      (verification as { policy: Members }).policy.hash = "0".repeat(64);
      // Of the same device: that policy taught otherwise, and what follows is judged by it.
      later.trust_score = 0.9;
    });
    const check = new ChainCheck({ plantId: "PLANT-HP-001", whole: true });
    for (const bytes of others) await check.add(bytes);
    const rests = "it rests on earlier readings, and the policy policy-v5 with hash 0{64} is not in this version";
    expect(check.finish().findings.find(({ check, state }) => check === "replay" && state !== "ok")?.detail).toMatch(
      new RegExp(`^3 records cannot be recomputed with this version \\(1: the policy [^;]*; 2: ${rests}\\)`),
    );
  });
});
