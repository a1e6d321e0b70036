import { afterAll, beforeAll, expect, test } from "vitest";
import { planOf } from "../../../src/audit/bundle/plan.ts";
import { hourly, periodWorld } from "../../issuance/world.ts";

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
});
afterAll(() => world.close());

const day = Date.parse("2026-03-01T00:00:00Z");

/** A closed day, a day that is in no period, a closed day; of each what the plant's register shows. */
async function withDayBetween(meter: { readonly rolls_over_at_wh?: string }) {
  const plant = await world.plant();
  await plant.design({ meter });
  const at = (wh: number) => (wh + 85_000_000) % 100_000_000;
  const rows = hourly("2026-03-01T00:00:00Z", Array(72).fill(500_000)).map((row) => ({
    ...row,
    exported: at(Number(row.exported)),
  }));
  await plant.read([{ at: day, exported: at(0), imported: 0, gross: 0 }, ...rows.slice(0, 24)]);
  const last = await plant.seq();
  await plant.state("2026-03-01", "2026-03-02");
  await plant.read(rows.slice(24));
  const { periodId } = await plant.open("2026-03-03", "2026-03-04");
  const { json } = await plant.close(periodId);
  const plan = await planOf(world.db, { orgId: "pilot", plantId: plant.plantId, periodId });
  return { json, last, plan };
}

test("a bundle reaches back over days in no period to the register that rolled over on them", async () => {
  const { json, last, plan } = await withDayBetween({ rolls_over_at_wh: "100000000" });
  expect(json.eg_facility_wh).toBe("12000000");
  expect(plan.firstSeq).toBeLessThanOrEqual(last);
});

test("a bundle reaches back over them to the import register as well, as what was drawn on them counts", async () => {
  const { json, last, plan } = await withDayBetween({});
  expect(json.eg_facility_wh).toBe("0");
  expect(plan.firstSeq).toBeLessThanOrEqual(last);
});
