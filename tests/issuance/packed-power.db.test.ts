import { afterAll, beforeAll, expect, test } from "vitest";
import { amendPeriod, closePeriod, recomputeStatement } from "../../src/issuance/closing.ts";
import { putDesign } from "../../src/issuance/design.ts";
import { openPeriod } from "../../src/issuance/periods.ts";
import type { StatementJson } from "../../src/issuance/statement-wire.ts";
import { acceptReadings } from "../../src/telemetry/accept-batch.ts";
import { pilotPlant } from "../support/pilot.ts";
import { PackingBench } from "../telemetry/packing/packing-bench.ts";
import { designOf } from "./world.ts";

// Readings of a gateway that did not keep the power beside a register: only their records tell it, and these may be packed.

let world: PackingBench;
beforeAll(async () => {
  world = await PackingBench.open();
});
afterAll(() => world.close());

const startMs = Date.parse("2026-04-27T00:00:00Z");

/** Four days of hours, the newest first, of a register that rises by three times the power beside it; a few with none. */
async function plantOf(orgId: string, deviceId: string) {
  const { bench } = world;
  const { plant_id } = pilotPlant;
  await bench.addPlant(orgId, { ...pilotPlant, time_zone: "UTC" }, { device_id: deviceId, kind: "meter" });
  const design = designOf({ meter: { device_id: deviceId } });
  await putDesign(bench.deps, bench.actorOf(orgId), plant_id, design);
  const hours = [0, ...Array.from({ length: 96 }, (_, i) => 96 - i)];
  const bodies = hours.map((hour) => ({
    ...{ plant_id, device_id: deviceId, interval_s: 3_600 },
    timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
    readings: {
      energy_export_kwh_total: 7_000.123 + 300 * hour,
      energy_import_kwh_total: 12,
      ...(hour % 12 !== 0 && { power_output_kw: hour > 48 ? 290 : 100 }),
    },
  }));
  async function* items() {
    yield bodies.map((body) => ({ body }));
  }
  for await (const _ of acceptReadings(bench.deps, bench.actorOf(orgId), items()));
}

async function day(orgId: string, from: string, to: string): Promise<StatementJson> {
  const { deps, actorOf } = world.bench;
  const { periodId } = await openPeriod(deps, actorOf(orgId), pilotPlant.plant_id, { from, to });
  const [stated] = await closePeriod(deps, actorOf(orgId), pilotPlant.plant_id, periodId, {});
  return stated.json;
}

const figures = ({ eg_facility_wh, er_g, meters, issuance }: StatementJson) => ({
  ...{ eg_facility_wh, er_g, issuance },
  meters: meters.map(({ excluded, export_wh, ahead }) => ({ excluded, export_wh, ahead })),
});

test("a period that is closed, stated anew or made again behind the packing of its readings is held to the power in their records", async () => {
  const { bench } = world;
  await plantOf("kept", "METER-K");
  await plantOf("packed", "METER-P");
  const forget = () =>
    bench.connection.db.updateTable("device_readings").set({ power_w: -1n }).where("org_id", "=", "packed").execute();
  await forget();
  // The first day is closed before its month is packed, the others behind it.
  const first = await day("packed", "2026-04-27", "2026-04-28");
  const kept = [await day("kept", "2026-04-27", "2026-04-28")];
  expect(figures(first)).toEqual(figures(kept[0] as StatementJson));
  await world.packAll();
  expect(await world.hasRowsOf("202605")).toBe(false);
  bench.now += 40 * 86_400_000;
  for (const [from, to] of [
    ["2026-04-28", "2026-04-29"],
    ["2026-04-30", "2026-05-01"],
  ] as const) {
    const [of, packed] = [await day("kept", from, to), await day("packed", from, to)];
    expect(figures(packed)).toEqual(figures(of));
    kept.push(of);
  }
  // By their power no day earns what the register shows, but for what told none.
  expect(kept.map(({ meters }) => meters[0]?.excluded)).toEqual([
    { "energy.beyond-power": 22 },
    { "energy.beyond-power": 22 },
    {},
  ]);
  const { deps, actorOf } = bench;
  const again = await recomputeStatement(deps, actorOf("packed"), pilotPlant.plant_id, first.period.period_id, 1);
  expect(again.equal).toBe(true);
  const facts = { invoice_net_wh: "100000", reason: "the invoice came late" };
  const [amended] = await amendPeriod(deps, actorOf("packed"), pilotPlant.plant_id, first.period.period_id, facts);
  expect(amended.json.meters[0]?.excluded).toEqual({ "energy.beyond-power": 22 });
});
