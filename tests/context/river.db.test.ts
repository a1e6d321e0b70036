import { afterAll, beforeAll, expect, test } from "vitest";
import { importRiverFlows } from "../../src/context/river.ts";
import { pilotPlant } from "../support/pilot.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
  await bench.addPlant("pilot");
});
afterAll(() => bench.close());

test("two tables with the same flows in other orders are both taken: each flow is accepted once", async () => {
  const rows = Array.from({ length: 2_000 }, (_, i) => `2026-04-01T00:00:00Z,S${i},1.5`);
  const take = (lines: readonly string[]) => {
    const text = ["timestamp,station,flow", ...lines].join("\n");
    return importRiverFlows(bench.deps, bench.actorOf("pilot"), pilotPlant.plant_id, text);
  };
  for (const day of ["01", "02", "03"]) {
    const table = rows.map((row) => row.replace("04-01", `04-${day}`));
    const both = await Promise.all([take(table), take([...table].reverse())]);
    const accepted = both.map((one) => one.rows.filter(({ outcome }) => outcome === "accepted").length);
    expect(accepted.reduce((all, n) => all + n, 0)).toBe(table.length);
  }
});
