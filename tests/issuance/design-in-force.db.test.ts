import { afterAll, beforeAll, expect, test } from "vitest";
import { getStatement, openPeriod } from "../../src/issuance/periods.ts";
import { parseStatement } from "../../src/issuance/statement-wire.ts";
import { hourly, periodWorld, refusedBy } from "./world.ts";

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
});
afterAll(() => world.close());

const startMs = Date.parse("2026-03-01T00:00:00Z");
const lake = (a_pj_m2: string, more = {}) => ({ design: { reservoir: "single", a_pj_m2 }, ...more });

/** A plant of 1 MW at a lake of 6.67 W/m2, which emits, with its first day of March stated. */
async function atLake() {
  const plant = await world.plant();
  await plant.design(lake("150000"));
  const rows = hourly("2026-03-01T00:00:00Z", Array(96).fill(500_000));
  await plant.read([{ at: startMs, exported: 0, imported: 0, gross: 0 }, ...rows]);
  const first = await plant.state("2026-03-01", "2026-03-02");
  return { plant, first };
}

type Plant = Awaited<ReturnType<typeof atLake>>["plant"];
const newest = async (plant: Plant, periodId: string) =>
  parseStatement(await getStatement(world.deps, plant.actor, plant.plantId, periodId));

test("a period that is stated anew is computed by the design that held on its days, not by one that came later", async () => {
  const { plant, first } = await atLake();
  // The lake is drawn down for good from the second day on: 12.5 W/m2 emit nothing.
  await plant.design(lake("80000", { in_force_from: "2026-03-02" }));
  // A reading of the first day stops counting: that day is stated anew as the second is closed.
  await plant.decide(5n, "REJECTED");
  const second = await plant.state("2026-03-02", "2026-03-03");
  const again = await newest(plant, first.period.period_id);
  const figures = [first, again, second].map((one) => [one.statement_no, one.design.version, one.pe_hp_g]);
  // All of its gross generation counts, also that of the hour that was rejected: 12 MWh at 90 kg.
  expect(figures).toEqual([
    [1, 1, "1080000"],
    [2, 1, "1080000"],
    [1, 2, "0"],
  ]);
});

test("behind a statement a design that changes the figures says from which day it holds", async () => {
  const { plant, first } = await atLake();
  expect(await refusedBy(plant.design(lake("80000")))).toBe("design.in-force-from-missing");
  // What was wrong from the start is put right from the start, and said to be.
  await plant.design(lake("80000", { in_force_from: "2020-01-01" }));
  expect(await refusedBy(plant.design(lake("80000")))).toBe("design.in-force-from-missing");
  await plant.decide(5n, "REJECTED");
  await plant.state("2026-03-02", "2026-03-03");
  expect((await newest(plant, first.period.period_id)).pe_hp_g).toBe("0");
});

test("no period lies on both sides of the day on which another design begins to hold", async () => {
  const { plant } = await atLake();
  await plant.state("2026-03-02", "2026-03-04");
  expect(await refusedBy(plant.design(lake("80000", { in_force_from: "2026-03-03" })))).toBe(
    "design.inside-stated-period",
  );
  await plant.design(lake("80000", { in_force_from: "2026-04-15" }));
  const open = (from: string, to: string) => openPeriod(world.deps, plant.actor, plant.plantId, { from, to });
  expect(await refusedBy(open("2026-04-01", "2026-05-01"))).toBe("period.crosses-design");
  await open("2026-04-01", "2026-04-15");
  await open("2026-04-15", "2026-05-01");
});
