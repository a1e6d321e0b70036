import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { run } from "./scripted-gateway.ts";

let gateway: TestGateway;
let folder: string;

beforeAll(async () => {
  gateway = await testGateway();
  folder = await mkdtemp(join(tmpdir(), "hydro-import-"));
});
afterAll(async () => {
  await gateway?.stop();
  await rm(folder, { recursive: true, force: true });
});

const heading = "timestamp,power_kw,flow_m3s,head_m";
const row = (hour: number, powerKw: string) =>
  `2026-03-01T${String(hour).padStart(2, "0")}:00:00+05:30,${powerKw},2.5,45`;

function command(file: string, ...more: string[]): string[] {
  const target = ["--url", gateway.baseUrl, "--key", gateway.apiKey];
  return [file, "--plant", "PLANT-HP-001", "--device", "TURBINE-001", "--interval", "3600", ...target, ...more];
}

async function chain(): Promise<
  { seq: number; timestamp?: string; readings?: Record<string, number>; status?: string }[]
> {
  const { body } = await gateway.get("/api/v1/records/export?plant_id=PLANT-HP-001");
  return (body as string)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("a history is on record once, in its order, judged and anchored; a second sending changes nothing", async () => {
  await writeFile(
    join(folder, "march.csv"),
    [heading, row(1, "900"), row(2, ""), row(3, "890"), row(4, "9000"), row(5, "905")].join("\n"),
  );
  const argv = command("march.csv", "--require", "power_output_kw", "--wait");
  const first = await run(argv, folder);
  expect(first.code).toBe(0);
  expect(first.out).toContain("3 APPROVED, 0 FLAGGED, 1 REJECTED");
  expect(first.out).toContain("1 with no power_output_kw");
  expect(first.out).toMatch(/line 5: 2026-02-28T22:30:00\.000Z REJECTED/);
  expect(first.out).toContain("All anchored");

  const readings = (await chain()).filter((record) => record.readings !== undefined);
  expect(readings.map((record) => record.readings?.power_output_kw)).toEqual([900, 890, 9000, 905]);
  expect(readings.map((record) => record.timestamp)).toEqual(readings.map((record) => record.timestamp).toSorted());

  const again = await run([...argv, "--restart"], folder);
  expect(again.out).toContain("duplicates  4");
  expect((await chain()).length).toBe(readings.length + 2);
});

test("the proof that the end of an import points to is one that holds", async () => {
  const state = JSON.parse(await readFile(join(folder, "march.csv.PLANT-HP-001.TURBINE-001.import.json"), "utf8"));
  const proof = await gateway.get(`/api/v1/records/${state.tally.newest["TURBINE-001"]}/proof`);
  const answer = await fetch(`${gateway.baseUrl}/api/v1/verify`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(proof.body),
  });
  expect(await answer.json()).toMatchObject({ valid: true });
});

test("another value for an hour on record is refused with its line, and the rest goes on", async () => {
  await writeFile(join(folder, "wrong.csv"), [heading, row(5, "800"), row(6, "900"), row(7, "-5")].join("\n"));
  const { code, out } = await run(command("wrong.csv"), folder);
  expect(code).toBe(1);
  expect(out).toMatch(/line 2: 409 reading-conflict: /);
  expect(out).toMatch(/line 4: 400 invalid-request: .*power_output_kw/);
  expect(out).toContain("1 APPROVED");
});

test("NDJSON bodies go through the same door", async () => {
  const body = {
    timestamp: "2026-03-02T12:00:00Z",
    readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
  };
  await writeFile(join(folder, "day.ndjson"), `${JSON.stringify(body)}\n`);
  const { code, out } = await run(command("day.ndjson"), folder);
  expect(code).toBe(0);
  expect(out).toContain("sent        1");
});

test("an unknown plant stops at the first row in the gateway's words", async () => {
  const argv = command("march.csv").map((word) => (word === "PLANT-HP-001" ? "NOWHERE" : word));
  const { code, err } = await run(argv, folder);
  expect(code).toBe(1);
  expect(err).toContain("There is no plant NOWHERE in your organisation");
});
