import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as examples from "../../src/http/periods.examples.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";

const plant = "/api/v1/plants/PLANT-HP-001";
const meter = "METER-001";
/** The first local day of March 2025 in India, in hourly readings; 300 kWh each. */
const startMs = Date.parse("2025-02-28T18:30:00Z");
const whole = 24;

let gateway: TestGateway;
let auditor: string;
let stranger: string;
let lastReading: string;

type Body = Readonly<Record<string, unknown>> | string;

async function call(method: string, path: string, body?: Body, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : text) as any };
}

const reading = (hour: number) => ({
  plant_id: "PLANT-HP-001",
  device_id: meter,
  timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
  interval_s: 3600,
  readings: { energy_export_kwh_total: 7_000 + 300 * hour, energy_import_kwh_total: 12 },
});

const design = { ...examples.design, crediting: { kind: "7x3", start: "2023-04-01" } };

beforeAll(async () => {
  gateway = await testGateway();
  auditor = await gateway.keyWith(["auditor"]);
  await createOrganisation(gateway.deps.tenancy, { orgId: "other", name: "Other" });
  stranger = await gateway.keyWith(["owner", "operator"], "other");
  await call("POST", `${plant}/devices`, { device_id: meter, kind: "meter" });
  for (let hour = 0; hour <= whole; hour++) {
    if (hour === 13) continue;
    const answer = await call("POST", "/api/v1/telemetry", reading(hour), { prefer: "respond-async" });
    expect([answer.status, answer.body.status]).toEqual([202, "APPROVED"]);
    lastReading = answer.body.record_id;
  }
});
afterAll(() => gateway.stop());

describe("a project design", () => {
  test("is registered as a record, the same one once, and looked at by auditors", async () => {
    expect((await call("GET", `${plant}/design`)).status).toBe(404);
    const put = await call("PUT", `${plant}/design`, design);
    expect(put.body).toMatchObject({ version: 1, eligible: true, power_density_w_per_m2: null, ...design });
    expect([put.status, (await call("PUT", `${plant}/design`, design)).status]).toEqual([201, 200]);
    const looked = await call("GET", `${plant}/design?version=1`, undefined, { authorization: `Bearer ${auditor}` });
    expect(looked.body).toEqual(put.body);
    const record = await call("GET", `/api/v1/records/${put.body.record_id}`);
    expect(record.body).toMatchObject({ kind: "design", status: null, commitment: put.body.commitment });
    expect((await call("GET", `${plant}/design?version=2`)).status).toBe(404);
  });

  test.each([
    [{ reservoir: "single", a_pj_m2: 300_000 }, "applicability.power-density", "/design/cap_pj_w"],
    [{ project_type: "retrofit" }, "applicability.history", "/design/historical_annual_wh"],
    [{ cap_pj_w: "6000000" }, "design.capacity-contradiction", "/design/cap_pj_w"],
  ])("that the rulebook does not allow is refused with rule and clause: %j", async (more, rule, pointer) => {
    const answer = await call("PUT", `${plant}/design`, { ...design, design: { ...design.design, ...more } });
    expect(answer).toMatchObject({ status: 422, body: { rule, errors: [{ pointer, rule }] } });
    expect(answer.body.clause).toMatch(/\w/);
  });

  test("under a rulebook that is closed to India, or of a device nobody registered, is refused", async () => {
    const vmr = await call("PUT", `${plant}/design`, { ...design, rulebook: "vmr0017-v1.0" });
    expect(vmr).toMatchObject({ status: 422, body: { rule: "applicability.country" } });
    const meters = [{ ...design.meters[0], device_id: "METER-404" }];
    const unknown = await call("PUT", `${plant}/design`, { ...design, meters });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ pointer: "/meters/0/device_id" }] } });
    expect((await call("GET", `${plant}/design`)).body.version).toBe(1);
  });
});

describe("a monitoring period over the API", () => {
  let period: string;

  test("is opened and closed; statement, record and set tell the same, and computing it again gives the same bytes", async () => {
    const opened = await call("POST", `${plant}/periods`, { from: "2025-03-01", to: "2025-03-02" });
    expect(opened).toMatchObject({
      status: 201,
      body: { status: "open", from_at: "2025-02-28T18:30:00.000Z", to_at: "2025-03-01T18:30:00.000Z" },
    });
    period = opened.headers.get("location") as string;
    const closed = await call("POST", `${period}/close`, { invoice_net_wh: 7_000_000 });
    expect(closed.status).toBe(201);
    // 24 hours of 300 kWh, two of them lost to the gap, at 738,250 g/MWh.
    expect(closed.body.statements[0]).toMatchObject({
      eg_facility_wh: "6600000",
      er_g: String(Math.floor(6.6 * 738_250)),
      factor: { table: "cea-v21.0", year: "2024-25" },
      records: { count: 23 },
      issuance: { unit_g: "1000" },
    });
    expect(closed.body.period.status).toBe("closed");
    const [listed] = closed.body.period.statements;
    const stored = await call("GET", listed.links.statement);
    expect(stored.body).toEqual(closed.body.statements[0]);
    const record = (await call("GET", `/api/v1/records/export?plant_id=PLANT-HP-001&from_seq=${listed.seq}`)).text;
    expect(createHash("sha256").update(record.trimEnd()).digest("hex")).toBe(listed.commitment);
    expect(record).toContain(`"statement":${stored.text}`);
    const again = await call("GET", `${listed.links.statement}/recomputation`);
    expect(again.body).toMatchObject({ equal: true, sha256: createHash("sha256").update(stored.text).digest("hex") });
    const request = stored.body.calculation;
    const calculated = await call("POST", "/api/v1/carbon/calculations", request);
    expect(calculated.body.totals).toMatchObject({ er_g: stored.body.er_g, be_g: stored.body.be_g });
  });

  test("has its statement proven by the log like every record", async () => {
    const { body } = await call("GET", period);
    const proof = await vi.waitFor(
      async () => {
        const answer = await call("GET", body.statements[0].links.proof);
        expect(answer.status).toBe(200);
        return answer;
      },
      { timeout: 30_000, interval: 100 },
    );
    expect((await call("POST", "/api/v1/verify", proof.text)).body).toMatchObject({ valid: true });
  });

  test("takes a late reading in by an amendment, once a verifier has cleared it, and names what it amends", async () => {
    const sent = reading(13);
    const doubtful = { ...sent, readings: { ...sent.readings, ph: 4 } };
    const late = await call("POST", "/api/v1/telemetry", doubtful, { prefer: "respond-async" });
    expect(late.body.status).toBe("FLAGGED");
    const flagged = await call("POST", `${period}/amendments`, { reason: "the 13th hour came late" });
    // Its verdict does not count yet, but it mends the start of the hour after it.
    expect(flagged.body.statements).toMatchObject([
      { statement_no: 2, eg_facility_wh: "6900000", records: { count: 23 } },
    ]);
    const verifier = { authorization: `Bearer ${await gateway.sessionWith(["verifier"])}` };
    const decision = { decision: "approve", reason: "The probe for acid is dead; the register goes on." };
    expect((await call("POST", `/api/v1/records/${late.body.record_id}/decisions`, decision, verifier)).status).toBe(
      201,
    );
    const amended = await call("POST", `${period}/amendments`, {
      reason: "a verifier cleared it",
      invoice_net_wh: "7100000",
    });
    expect(amended.status).toBe(201);
    expect(amended.body.statements).toMatchObject([
      { statement_no: 3, amends: { statement_no: 2 }, eg_facility_wh: "7100000", records: { count: 24 } },
    ]);
    for (const no of [1, 2, 3]) {
      expect((await call("GET", `${period}/statements/${no}/recomputation`)).body.equal).toBe(true);
    }
    expect(await call("POST", `${period}/amendments`, { reason: "again" })).toMatchObject({
      status: 422,
      body: { rule: "amendment.no-change" },
    });
  });

  test("takes an accepted correction in the place of the reading it replaces", async () => {
    const readings = { energy_export_kwh_total: 14_000, energy_import_kwh_total: 12 };
    const filed = await call("POST", `/api/v1/records/${lastReading}/corrections`, { readings, reason: "misread" });
    expect(filed.status).toBe(201);
    const verifier = { authorization: `Bearer ${await gateway.sessionWith(["verifier"])}` };
    const decision = { decision: "approve", reason: "The photograph of the register agrees." };
    await call("POST", `/api/v1/records/${filed.body.record_id}/decisions`, decision, verifier);
    const amended = await call("POST", `${period}/amendments`, { reason: "a correction was accepted" });
    expect(amended.body.statements).toMatchObject([
      { statement_no: 4, eg_facility_wh: "7000000", meters: [{ closing: { record_id: filed.body.record_id } }] },
    ]);
    for (const no of [3, 4]) {
      expect((await call("GET", `${period}/statements/${no}/recomputation`)).body.equal).toBe(true);
    }
  });

  test("is refused with rule and field where it crosses a bound or overlaps, and cannot be closed twice", async () => {
    const open = (from: string, to: string) => call("POST", `${plant}/periods`, { from, to });
    expect(await open("2025-03-31", "2025-04-02")).toMatchObject({
      status: 422,
      body: { rule: "period.crosses-factor-year", errors: [{ pointer: "/to" }] },
    });
    expect(await open("2025-02-20", "2025-03-02")).toMatchObject({ status: 422, body: { rule: "period.overlap" } });
    expect((await open("2025-02-30", "2025-03-02")).status).toBe(400);
    expect((await call("POST", `${period}/close`, {})).status).toBe(409);
    expect((await call("DELETE", period)).status).toBe(409);
  });

  test("that is open can be withdrawn", async () => {
    const opened = await call("POST", `${plant}/periods`, { from: "2025-03-02", to: "2025-03-03" });
    const path = opened.headers.get("location") as string;
    expect(await call("POST", `${path}/close`, {})).toMatchObject({
      status: 422,
      body: { rule: "energy.import-unknown", device_id: meter },
    });
    expect((await call("DELETE", path)).status).toBe(200);
    expect((await call("GET", path)).status).toBe(404);
  });

  test("of another organisation is answered like one that does not exist", async () => {
    const absent = "/api/v1/plants/PLANT-HP-001/periods/per_00000000000000000000000000";
    const headers = { authorization: `Bearer ${stranger}` };
    const days = { from: "2025-03-05", to: "2025-03-06" };
    for (const [method, path, body] of [
      ["GET", `${plant}/design`, undefined],
      ["PUT", `${plant}/design`, design],
      ["GET", `${plant}/periods`, undefined],
      ["POST", `${plant}/periods`, days],
      ["GET", period, undefined],
      ["DELETE", period, undefined],
      ["POST", `${period}/close`, {}],
      ["POST", `${period}/amendments`, { reason: "x" }],
      ["GET", `${period}/statements/1`, undefined],
      ["GET", `${period}/statements/1/recomputation`, undefined],
    ] as const) {
      const theirs = await call(method, path, body, headers);
      expect([method, path, theirs.status]).toEqual([method, path, 404]);
    }
    const [foreign, none] = [
      await call("GET", period, undefined, headers),
      await call("GET", absent, undefined, headers),
    ];
    const shape = ({ body }: typeof foreign) => ({ ...body, instance: "", detail: body.detail.replace(/per_\w+/, "") });
    expect(shape(foreign)).toEqual(shape(none));
  });

  test("is read, but not opened or closed, by an auditor", async () => {
    const headers = { authorization: `Bearer ${auditor}` };
    for (const path of [`${plant}/periods`, period, `${period}/statements/1`, `${period}/statements/2/recomputation`]) {
      expect((await call("GET", path, undefined, headers)).status).toBe(200);
    }
    expect((await call("POST", `${plant}/periods`, { from: "2025-03-05", to: "2025-03-06" }, headers)).status).toBe(
      403,
    );
    expect((await call("POST", `${period}/amendments`, { reason: "x" }, headers)).status).toBe(403);
    expect((await call("PUT", `${plant}/design`, design, headers)).status).toBe(403);
  });
});

describe("what the rulebook needs to know", () => {
  test("is asked for by field and rule: an unknown rulebook, a calibration that lapsed without a record", async () => {
    const unknown = await call("PUT", `${plant}/design`, { ...design, rulebook: "acm0002-v1.0" });
    const rule = "rulebook.unknown";
    expect(unknown).toMatchObject({ status: 422, body: { rule, errors: [{ pointer: "/rulebook", rule }] } });
    const [meterOf] = design.meters;
    const lapsed = [{ ...meterOf, calibrations: [{ on: "2024-02-11", valid_until: "2025-03-04" }] }];
    expect((await call("PUT", `${plant}/design`, { ...design, meters: lapsed })).status).toBe(201);
    const opened = await call("POST", `${plant}/periods`, { from: "2025-03-04", to: "2025-03-05" });
    const path = opened.headers.get("location") as string;
    const refused = await call("POST", `${path}/close`, {});
    expect(refused).toMatchObject({
      status: 422,
      body: { rule: "calibration.lapsed", errors: [{ pointer: "/calibrations" }], clause: expect.stringMatching(/./) },
    });
    expect(refused.body.detail).toContain(`no calibration of meter ${meter} covers 2025-03-04`);
    // With the late test on record the next thing that is not known is asked for.
    const calibrations = [{ device_id: meter, on: "2025-04-01", valid_until: "2030-04-01" }];
    expect((await call("POST", `${path}/close`, { calibrations })).body.rule).toBe("energy.import-unknown");
    const none = await call("POST", `${path}/close`, { calibrations, invoice_net_wh: "NaN" });
    expect(none).toMatchObject({ status: 400, body: { errors: [{ pointer: "/invoice_net_wh" }] } });
    await call("DELETE", path);
    await call("PUT", `${plant}/design`, design);
  });
});

describe("shadow mode", () => {
  const csv = "period,export_kwh,import_kwh,er_t\n2025-03-01,7000,0,5.16775\n";
  const asCsv = { "content-type": "text/csv" };

  test("compares an uploaded report once its records are in the log, as JSON and as a page to print", async () => {
    const report = await vi.waitFor(
      async () => {
        const answer = await call("POST", `${plant}/shadow-reports`, csv, asCsv);
        expect(answer).toMatchObject({ status: 201, body: { verdict: { passed: true } } });
        return answer;
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(report.body.rows[0]).toMatchObject({
      gateway: { er_g: "5167750" },
      delta_percent: { er: "0", export: "0" },
    });
    expect(report.body.ledger).toEqual({ records: "24", anchored: "24", percent: "100" });
    const path = report.headers.get("location") as string;
    expect((await call("GET", path)).text).toBe(report.text);
    const page = await call("GET", path, undefined, { accept: "text/html" });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const style = /<style>([\s\S]*)<\/style>/.exec(page.text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page.headers.get("content-security-policy")).toContain(`style-src 'sha256-${hash}'`);
    expect(page.text).not.toMatch(/<script|https?:|<link|<img|url\(/);
    expect(page.text).toContain("7000.000");
    expect((await call("GET", path, undefined, { authorization: `Bearer ${stranger}` })).status).toBe(404);
  });

  test("refuses what is no report, by line and column", async () => {
    const wrong = await call("POST", `${plant}/shadow-reports`, "period,export_kwh\nMarch,7200\n", asCsv);
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: "/2/period" }] } });
    expect((await call("POST", `${plant}/shadow-reports`, csv)).status).toBe(415);
    const big = `period,export_kwh\n${"#".repeat(1_100_000)}`;
    expect((await call("POST", `${plant}/shadow-reports`, big, asCsv)).status).toBe(413);
    expect(
      (await call("POST", `${plant}/shadow-reports`, csv, { ...asCsv, authorization: `Bearer ${auditor}` })).status,
    ).toBe(403);
  });
});
