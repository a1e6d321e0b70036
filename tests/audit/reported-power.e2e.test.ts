import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as examples from "../../src/http/periods.examples.ts";
import type { StatementJson } from "../../src/issuance/statement-wire.ts";
import { canonicalText, sha256Hex } from "../../src/kernel/canonical.ts";
import { connect } from "../../src/platform/database.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { audit, auditProgram, ofForm } from "./support.ts";

// A register beside a power that does not bear it out, sent so that no verdict can hold it to that.

const plant = "/api/v1/plants/PLANT-HP-001";
const startMs = Date.parse("2025-03-30T18:30:00Z");
const hours = Array.from({ length: 24 }, (_, i) => 24 - i);

let gateway: TestGateway;
let dir: string;
let saved: string;
let period: string;
let statement: StatementJson;

async function call(method: string, path: string, body?: unknown, key = gateway.apiKey): Promise<Answer> {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", prefer: "respond-async" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** 300 kWh an hour by the register, 100 kW by the power. */
const read = (hour: number) =>
  call("POST", "/api/v1/telemetry", {
    plant_id: "PLANT-HP-001",
    device_id: "METER-001",
    timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
    interval_s: 3600,
    readings: {
      energy_export_kwh_total: 7_000.123 + 300 * hour,
      energy_import_kwh_total: 12,
      power_output_kw: hour === 0 ? 300 : 100,
    },
  });

beforeAll(async () => {
  gateway = await testGateway();
  dir = await mkdtemp(join(tmpdir(), "hydro-power-"));
  saved = join(dir, "saved");
  await call("POST", `${plant}/devices`, { device_id: "METER-001", kind: "meter" });
  expect((await call("PUT", `${plant}/design`, examples.design)).status).toBe(201);
  await read(0);
  const statuses = [];
  for (const hour of hours) statuses.push((await read(hour)).body.status);
  // The newest comes behind a gap, the others are older than it: nothing of memory judges them.
  expect(new Set(statuses)).toEqual(new Set(["APPROVED"]));
  const opened = await call("POST", `${plant}/periods`, { from: "2025-03-31", to: "2025-04-01" });
  period = opened.headers.get("location") as string;
  const closed = await call("POST", `${period}/close`, {});
  statement = closed.body.statements[0];
  const live = ["plant", "--url", gateway.baseUrl, "--plant", "PLANT-HP-001", "--save", saved];
  expect(await auditProgram(live, { HYDRO_API_KEY: gateway.apiKey })).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await gateway.stop();
  await rm(dir, { recursive: true, force: true });
});

test("what a register shows beyond the power beside it earns nothing, in whatever order it came", () => {
  const [meter] = statement.meters;
  expect(statement.v).toBe(5);
  // An interval earns all of its advance or nothing: to cut one to its power would be to choose what a wrong meter earns.
  expect([meter?.export_wh, meter?.excluded]).toEqual(["0", { "energy.beyond-power": 24 }]);
  expect(meter?.exclusions.at(-1)).toMatchObject({ rule: "energy.beyond-power", wh: "300000" });
});

/** What stands in its narrow rows. */
async function stored(powerW: bigint | null): Promise<void> {
  const { db, close } = connect(gateway.databaseEnv.DATABASE_OWNER_URL as string);
  await db.updateTable("device_readings").set({ power_w: powerW }).where("device_id", "=", "METER-001").execute();
  await close();
}

test("a reading that a gateway of the version before stored is held to the power that its record says", async () => {
  const recomputed = () => call("GET", `${period}/statements/1/recomputation`);
  expect((await recomputed()).body).toMatchObject({ equal: true });
  await stored(-1n);
  expect((await recomputed()).body).toMatchObject({ equal: true });
  // Without it the statement would be another.
  await stored(null);
  expect((await recomputed()).body).toMatchObject({ equal: false });
});

/** What an audit says once every statement of the chain is changed so. */
async function audited(change: (statement: StatementJson) => void) {
  const lines = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
  let prev: string | null = null;
  const rewritten = lines.map((line) => {
    const record = JSON.parse(line) as { kind: string; prev: string | null; statement: StatementJson };
    record.prev = prev;
    if (record.kind === "statement") change(record.statement);
    const text = canonicalText(JSON.parse(JSON.stringify(record)));
    prev = sha256Hex(new TextEncoder().encode(text));
    return text;
  });
  const copy = await mkdtemp(join(dir, "changed-"));
  await cp(saved, copy, { recursive: true });
  await writeFile(join(copy, "chain.ndjson"), rewritten.join("\n"));
  const done = await audit(["plant", "--saved", copy, "--json"]);
  return (JSON.parse(done.out) as { broken?: { check: string; detail: string } }).broken;
}

test("a statement of an earlier form is made again by its own rule", async () => {
  // Before the third no register was held to power.
  const broken = await audited((one) => ofForm(one, 2));
  expect(broken?.check).toBe("statements");
  expect(broken?.detail).toMatch(/says "0", but recomputing it gives "5315400"/);
  expect((await audited((one) => ofForm(one, 3)))?.check).not.toBe("statements");
});

test("a statement that says less of what its register is ahead by is named", async () => {
  const broken = await audited((one) => Object.assign(one.meters[0]?.ahead ?? {}, { power_wh: "1" }));
  expect(broken?.check).toBe("statements");
  expect(broken?.detail).toMatch(/ahead/);
});
