import { afterAll, beforeAll, expect, test } from "vitest";
import { meterId, type PlantWorld, periodWorld, type Registers, refusedBy } from "./world.ts";

// What a month earns may not depend on the parts in which its operator closes it.

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
});
afterAll(() => world.close());

const hourMs = 3_600_000;
const startMs = Date.parse("2026-03-01T00:00:00Z");
const dayOf = (day: number) => `2026-03-${String(day).padStart(2, "0")}`;

/** Hours of a meter that shows whole MWh: its register after each, MWh, beside a mean power, W. */
function inMwh(hours: number, mwhAfter: (hour: number) => number, powerW: number, from = 0): Registers[] {
  return Array.from({ length: hours }, (_, i) => ({
    at: startMs + (from + i) * hourMs,
    exported: (50 + mwhAfter(from + i)) * 1_000_000,
    imported: 0,
    powerW,
  }));
}

async function stated(plant: PlantWorld, days: readonly (readonly [number, number])[]): Promise<number> {
  let wh = 0;
  for (const [from, to] of days) wh += Number((await plant.state(dayOf(from), dayOf(to))).eg_facility_wh);
  return wh;
}

const daily = Array.from({ length: 10 }, (_, i) => [i + 1, i + 2] as const);

test("a register in steps of 1 MWh earns no more of ten days when each is closed by itself", async () => {
  // 10 kW, which is 2.4 MWh in ten days; the register shows 2 MWh a day.
  const rows = inMwh(241, (hour) => 2 * Math.floor((hour + 12) / 24), 10_000);
  const whole = await world.plant();
  await whole.design();
  await whole.read(rows);
  const parts = await world.plant();
  await parts.design();
  await parts.read(rows);
  const [atOnce, byDays] = [await stated(whole, [[1, 11]]), await stated(parts, daily)];
  expect(byDays).toBeLessThanOrEqual(atOnce);
  expect(byDays).toBeLessThanOrEqual(1.15 * 2_400_000 + 2_000_000);
});

test("a register in steps of 1 MWh is ahead of the nameplate by one of them, however many parts it is closed in", async () => {
  const rows = inMwh(241, (hour) => Math.floor((hour + 12) / 24), 10_000).map(({ powerW, ...row }) => row);
  const small = { cap_pj_w: "10000" };
  const parts = await world.plant({ rated_power_kw: 10 });
  await parts.design({ design: small });
  await parts.read(rows);
  expect(await stated(parts, daily)).toBeLessThanOrEqual(240 * 10_000 + 1_000_000);
});

test("an honest register in steps of 1 MWh earns all it shows, in parts and at once", async () => {
  const rows = inMwh(241, (hour) => Math.floor(hour * 0.037), 37_000);
  for (const days of [daily, [[1, 11]] as const]) {
    const plant = await world.plant();
    await plant.design();
    await plant.read(rows);
    expect(await stated(plant, days)).toBe(8_000_000);
  }
});

test.each([
  ["0.2", 1_001_900, 24],
  ["0.2", 1_002_100, 0],
  ["5", 1_009_900, 24],
  ["5", 1_010_100, 0],
])(
  "a plant at full load whose meter may err by %s per cent and shows %d Wh an hour at 1 MW earns %d hours",
  async (mpe_pct, wh, hours) => {
    const plant = await world.plant();
    await plant.design({ meter: { mpe_pct } });
    const rows = Array.from({ length: 25 }, (_, hour) => ({
      ...{ at: startMs + hour * hourMs, exported: 5_123 + hour * wh, imported: 0, powerW: 1_000_000 },
    }));
    await plant.read(rows);
    expect(await stated(plant, [[1, 2]])).toBe(hours * wh);
  },
);

test("what was drawn on days that are in no period counts in the one behind them", async () => {
  const plant = await world.plant();
  await plant.design();
  const drawn = (hour: number) => 1_000 * Math.min(Math.max(hour - 30, 0), 30);
  const rows = Array.from({ length: 97 }, (_, hour) => ({
    at: startMs + hour * hourMs,
    // It stands still while it draws, on the second and third day.
    exported: 5_000 + 400_000 * (Math.min(hour, 24) + Math.max(hour - 72, 0)),
    imported: 100 + drawn(hour),
  }));
  await plant.read(rows);
  await plant.state(dayOf(1), dayOf(2));
  const after = await plant.state(dayOf(4), dayOf(5));
  expect(after.eg_facility_wh).toBe(String(24 * 400_000 - 30_000));
  expect(after.meters[0]).toMatchObject({ import_wh: "0", import_between_wh: "30000" });
});

test("an import register that fell on days that are in no period refuses the one behind them, unless the meter was replaced", async () => {
  const readings = Array.from({ length: 97 }, (_, hour) => ({
    at: startMs + hour * hourMs,
    exported: hour < 40 ? 5_000 + 400_000 * hour : 400_000 * (hour - 39),
    imported: hour < 40 ? 900 + hour : hour - 39,
  }));
  const plant = await world.plant();
  await plant.design();
  await plant.read(readings);
  await plant.state(dayOf(1), dayOf(2));
  const { periodId } = await plant.open(dayOf(4), dayOf(5));
  expect(await refusedBy(plant.close(periodId))).toBe("energy.import-unknown");
  const replacements = [
    {
      at: new Date(startMs + 39.5 * hourMs).toISOString(),
      serial: "S-2",
      last: { export_wh: "15805000", import_wh: "950" },
      first: { export_wh: "0", import_wh: "0" },
    },
  ];
  await plant.design({ meter: { replacements } });
  const { json } = await plant.close(periodId);
  // 950 - 924 by the old meter, 72 - 39 by the new one.
  expect(json.meters[0]).toMatchObject({ import_wh: "24", import_between_wh: "59", device_id: plant.device(meterId) });
});
