import { afterAll, beforeAll, expect, test } from "vitest";
import { periodWorld, type Registers } from "./world.ts";

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
});
afterAll(() => world.close());

const startMs = Date.parse("2026-03-01T00:00:00Z");
const ratedW = 1_310_000;

/** Thirty days of quarters of an hour, one of them lost behind each three that come, at so many W; a register of whole MWh. */
function gappy(runW: number): Registers[] {
  const all = Array.from({ length: 2881 }, (_, i) => ({
    at: startMs + i * 900_000,
    intervalS: 900,
    exported: Math.floor((runW * i + 1_200_000) / 4_000_000) * 1_000_000,
    imported: 0,
    powerW: ratedW,
  }));
  return all.filter((_, i) => i % 4 !== 3 || i === 2880);
}

async function plantOf(rows: readonly Registers[]) {
  const plant = await world.plant({ rated_power_kw: ratedW / 1000 });
  // A meter that errs by nothing: the nameplate alone leaves no room.
  await plant.design({ design: { cap_pj_w: String(ratedW) }, meter: { mpe_pct: "0" } });
  await plant.read(rows);
  return plant;
}

test("a plant at full load on a poor link earns what its register of whole MWh shows in the intervals that came", async () => {
  const plant = await plantOf(gappy(ratedW));
  const {
    meters: [meter],
    eg_facility_wh,
  } = await plant.state("2026-03-01", "2026-03-31");
  // Of each three intervals behind a gap the first has no start: 1440 of the 2160 that came.
  expect(Object.keys(meter?.excluded ?? {}).sort()).toEqual(["energy.gap", "energy.start-unknown"]);
  const told = 1440 / 4;
  expect(Math.abs(Number(eg_facility_wh) / ratedW - told)).toBeLessThan(told / 50);
});

test("a plant that shows more than its nameplate behind gaps earns no more than thirty steps of it, however its month is cut", async () => {
  const rows = gappy(1.5 * ratedW);
  const earned = async (...bounds: string[]) => {
    const plant = await plantOf(rows);
    let wh = 0;
    for (const [i, to] of bounds.slice(1).entries())
      wh += Number((await plant.state(bounds[i] ?? "", to)).eg_facility_wh);
    return wh;
  };
  const most = (1440 / 4) * ratedW + 31_000_000;
  for (const bounds of [
    ["2026-03-01", "2026-03-31"],
    ["2026-03-01", "2026-03-11", "2026-03-21", "2026-03-31"],
  ]) {
    expect(await earned(...bounds)).toBeLessThanOrEqual(most);
  }
});

test("a register in fine steps has no such room behind gaps", async () => {
  const rows = gappy(ratedW).map((row) => ({ ...row, exported: Number(row.exported) * 1.02 + 1 }));
  const plant = await plantOf(rows);
  const { meters } = await plant.state("2026-03-01", "2026-03-31");
  expect(meters[0]?.excluded["energy.over-nameplate"]).toBeGreaterThan(0);
});
