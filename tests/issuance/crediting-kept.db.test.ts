import { afterAll, beforeAll, expect, test } from "vitest";
import { hourly, periodWorld, refusedBy } from "./world.ts";

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
});
afterAll(() => world.close());

const startMs = Date.parse("2026-03-01T00:00:00Z");

/** A plant whose first day of March is stated in the first of three crediting periods, which began in 2020. */
async function statedPlant() {
  const plant = await world.plant();
  await plant.design();
  const rows = hourly("2026-03-01T00:00:00Z", Array(72).fill(500_000));
  await plant.read([{ at: startMs, exported: 0, imported: 0, gross: 0 }, ...rows]);
  const first = await plant.state("2026-03-01", "2026-03-02");
  expect(first.period.crediting_period.number).toBe(1);
  return plant;
}

const under = (kind: string, start: string, rulebook = "acm0002-v22.0") => ({ crediting: { kind, start }, rulebook });

test.each([
  ["begins anew behind it", under("7x3", "2026-03-02")],
  ["began so early that it lies in the second", under("7x3", "2019-01-01")],
  ["ended before it", under("10", "2016-01-01")],
  ["begins anew under another rulebook", under("7x3", "2026-03-02", "ams-i.d-v18")],
])(
  "a period that is stated keeps its crediting period: no design is registered by which it %s",
  async (_what, parts) => {
    const plant = await statedPlant();
    expect(await refusedBy(plant.design(parts))).toBe("crediting.stated");
    // What was stated before can be stated anew, and what follows be closed.
    await plant.decide(5n, "REJECTED");
    expect((await plant.state("2026-03-02", "2026-03-03")).eg_facility_wh).toBe("12000000");
  },
);

test("a start that leaves it there is registered, and any as long as nothing is stated", async () => {
  const plant = await statedPlant();
  await plant.design(under("7x3", "2020-06-01"));
  await plant.design(under("10", "2020-06-01"));
  await plant.design({ ...under("7x3", "2026-03-01", "ams-i.d-v18"), in_force_from: "2026-03-02" });
  const other = await world.plant();
  await other.design();
  await other.design(under("7x3", "2026-03-02"));
});
