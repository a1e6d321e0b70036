import { afterAll, beforeAll, expect, test } from "vitest";
import { importPlants } from "../../src/plants/import.ts";
import { getPlant, listPlants, registerDevice } from "../../src/plants/plants.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
  await createOrganisation({ ...bench.deps, keyEnvironment: "local" }, { orgId: "many", name: "Many" });
});
afterAll(() => bench.close());

const heading = "plant_id,name,time_zone,commissioned_on,rated_power_kw,design_head_m,devices";
const row = (id: string, kw = 1000, devices = `${id}-M:meter`) =>
  `${id},Plant ${id},UTC,2020-01-01,${kw},45,${devices}`;
const run = (lines: string[], dryRun = false) =>
  importPlants(bench.deps, bench.actorOf("many"), [heading, ...lines].join("\n"), { dryRun });
const outcomes = async (lines: string[], dryRun = false) =>
  (await run(lines, dryRun)).rows.map(({ outcome }) => outcome);
const ids = async () =>
  (await listPlants(bench.deps, bench.actorOf("many"), { after: "", limit: 1000 })).plants.map((p) => p.plant_id);
const leaves = async () => (await bench.connection.pool.query("SELECT count(*)::int AS n FROM outbox")).rows[0];

test("a dry run judges every row as the real one does, and leaves nothing", async () => {
  const lines = [row("A1"), row("A2", -5), row("A3", 1000, "A1-M:meter"), row("A4")];
  const dry = await run(lines, true);
  expect([await ids(), await leaves()]).toEqual([[], { n: 0 }]);
  const real = await run(lines);
  expect(dry.dryRun).toBe(true);
  expect(dry.rows).toEqual(real.rows);
  expect(real.counts).toEqual({ created: 2, completed: 0, unchanged: 0, refused: 2 });
  expect(await ids()).toEqual(["A1", "A4"]);
});

test("the same table again changes nothing; a device more completes, another figure is refused", async () => {
  const lines = [row("B1"), row("B2")];
  expect(await outcomes(lines)).toEqual(["created", "created"]);
  const before = await leaves();
  expect(await outcomes(lines)).toEqual(["unchanged", "unchanged"]);
  expect(await leaves()).toEqual(before);
  expect(await outcomes([row("B1", 1000, "B1-M:meter;B1-T:turbine")])).toEqual(["completed"]);
  const { devices } = await getPlant(bench.deps, bench.actorOf("many"), "B1");
  expect(devices.map(({ device_id }) => device_id)).toEqual(["B1-M", "B1-T"]);
  const other = await run([row("B1", 2000), row("B2", 1000, "B2-M:turbine"), row("B3", 1000, "A1-M:meter")]);
  expect(other.rows.map(({ outcome, errors }) => [outcome, errors[0]?.column, errors[0]?.rule])).toEqual([
    ["refused", "plant_id", "already-exists"],
    ["refused", "devices", "already-exists"],
    ["refused", "devices", "already-exists"],
  ]);
  expect(await ids()).not.toContain("B3");
  expect((await getPlant(bench.deps, bench.actorOf("many"), "B1")).plant.rated_power_kw).toBe(1000);
});

test("an import and somebody who registers one of its devices wait for each other instead of deadlocking", async () => {
  for (let i = 0; i < 5; i++) {
    await run([row(`D${i}`)]);
    const device = { device_id: `D${i}-N`, kind: "meter" } as const;
    const register = () => registerDevice(bench.deps, bench.actorOf("many"), `D${i}`, device);
    const more = row(`D${i}`, 1000, `D${i}-M:meter;D${i}-N:meter`);
    const [imported, ...registered] = await Promise.allSettled([run([more]), register(), register()]);
    expect(imported).toMatchObject({ status: "fulfilled" });
    const refusals = registered.filter((one) => one.status === "rejected").map(({ reason }) => reason.code);
    expect(new Set(refusals)).toEqual(new Set(["already-exists"]));
  }
});

test("two imports that name the same devices in other orders give them to one of two plants", async () => {
  const devices = Array.from({ length: 20 }, (_, i) => `E-${i}:meter`);
  const told = await Promise.all([
    run([row("E1", 1000, devices.join(";"))]),
    run([row("E2", 1000, devices.reverse().join(";"))]),
  ]);
  expect(told.map(({ rows }) => rows[0]?.outcome).sort()).toEqual(["created", "refused"]);
});

test("two imports of one table at once make each plant once", async () => {
  const lines = Array.from({ length: 20 }, (_, i) => row(`C${i}`));
  const both = await Promise.all([run(lines), run(lines)]);
  const made = both.reduce((all, { counts }) => all + counts.created, 0);
  expect(made).toBe(20);
  const chains = await bench.connection.pool.query(
    "SELECT DISTINCT seq::int FROM plant_heads WHERE plant_id LIKE 'C%'",
  );
  expect(chains.rows).toEqual([{ seq: 2 }]);
});

test("needs who may register plants", async () => {
  const auditor = { ...bench.actorOf("many"), roles: ["auditor"] as const };
  await expect(importPlants(bench.deps, auditor, heading, { dryRun: true })).rejects.toThrow(/owner, operator/);
});
