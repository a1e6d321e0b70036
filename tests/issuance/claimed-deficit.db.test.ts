import { afterAll, beforeAll, expect, test } from "vitest";
import { recordClaim } from "../../src/issuance/claims.ts";
import { amendPeriod } from "../../src/issuance/closing.ts";
import { withdrawPeriod } from "../../src/issuance/periods.ts";
import { type Parties, partyWorld } from "./parties.ts";
import { hourly, type PlantWorld, refusedBy } from "./world.ts";

let world: Parties;
beforeAll(async () => {
  world = await partyWorld();
});
afterAll(() => world.close());

/** A plant of which 8.4 t of the first of March were issued, 1.4 t are left, and three days were read. */
async function owing() {
  const plant = await world.running();
  await plant.read(hourly("2026-03-03T00:00:00Z", Array(24).fill(500_000), { exported: 24_000_000, imported: 100 }));
  const first = await world.closed(plant);
  await world.minting(plant, first);
  await amend(plant, first, "2000000");
  return plant;
}
const amend = (plant: PlantWorld, periodId: string, invoice_net_wh: string) =>
  amendPeriod(world.deps, plant.actor, plant.plantId, periodId, { reason: "the invoice came", invoice_net_wh });
const claimed = (plant: PlantWorld, from = "2026-03-02", to = "2026-03-03") =>
  recordClaim(world.deps, plant.actor, plant.plantId, {
    ...{ scheme: "I-REC(E)", reference: "IN-1", from, to, energyWh: null },
  });

test("MWh that are claimed elsewhere make up for nothing that was issued: the next period that is not claimed does", async () => {
  const plant = await owing();
  await claimed(plant);
  const { periodId } = await plant.open("2026-03-02", "2026-03-03");
  expect(await refusedBy(plant.close(periodId))).toBe("claim.elsewhere");
  await withdrawPeriod(world.deps, plant.actor, plant.plantId, periodId);
  const { issuance } = await plant.state("2026-03-03", "2026-03-04");
  expect(issuance).toMatchObject({ deficit_before_g: "6600000", issued_units: "1" });
});

test("MWh that made up for what was issued too much cannot be claimed elsewhere any more", async () => {
  const plant = await owing();
  await plant.state("2026-03-02", "2026-03-03");
  expect(await refusedBy(claimed(plant))).toBe("claim.issued-here");
  await plant.state("2026-03-03", "2026-03-04");
  expect(await refusedBy(claimed(plant, "2026-03-03", "2026-03-04"))).toBe("not refused");
});

test("a claimed period is amended once another one has met what the plant owes", async () => {
  const plant = await world.running();
  await plant.read(hourly("2026-03-03T00:00:00Z", Array(24).fill(500_000), { exported: 24_000_000, imported: 100 }));
  const [first, second] = [await world.closed(plant), await world.closed(plant, "2026-03-02", "2026-03-03")];
  await world.minting(plant, first);
  await claimed(plant);
  await amend(plant, first, "2000000");
  expect(await refusedBy(amend(plant, second, "11500000"))).toBe("claim.elsewhere");
  const { issuance } = await plant.state("2026-03-03", "2026-03-04");
  expect(issuance).toMatchObject({ deficit_before_g: "6200000" });
  expect(await refusedBy(amend(plant, second, "11500000"))).toBe("not refused");
});
