import fc from "fast-check";
import { expect, test } from "vitest";
import { priorForest } from "../../src/fraud/prior.ts";
import { type Device, deviceSchema, type Plant, plantSchema } from "../../src/hydropower/plant.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { canonicalText } from "../../src/kernel/canonical.ts";
import { judge } from "../../src/telemetry/judge.ts";
import type { DeviceMemory } from "../../src/verification/verdict.ts";
import { pilotPlant, pilotTurbine } from "../support/pilot.ts";

const tiny = [Number.MIN_VALUE, 1e-300, 1e-9] as const;
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** The smallest and largest that are taken, and usual ones. */
const sizes = fc.record({
  rated_power_kw: fc.constantFrom(0.001, 1_000, 30_000_000),
  design_head_m: fc.constantFrom(0.01, 45, 2_500),
  design_flow_m3s: sometimes(fc.constantFrom(1e-6, 2.8, 100_000)),
  turbine_type: sometimes(fc.constantFrom("francis", "kaplan", "pelton")),
  units: sometimes(fc.constantFrom(1, 3, 100)),
  unitKw: sometimes(fc.constantFrom(0.001, 500, 30_000_000)),
});

const some = (...usual: readonly number[]) => sometimes(fc.constantFrom(0, ...tiny, ...usual));
const reading = fc.record({
  flow_rate_m3s: some(2.4, 100_000),
  head_height_m: some(45, 2_500),
  power_output_kw: some(900, 30_000_000),
  reservoir_level_m: some(100, 9_000),
  tailwater_level_m: some(55),
  spill_flow_m3s: some(3),
  gate_opening_pct: some(50, 100),
});

test("every plant that is registered can be judged, whatever its sizes and readings", () => {
  const judged = fc.property(sizes, fc.array(reading, { minLength: 1, maxLength: 8 }), (drawn, readings) => {
    const { unitKw, ...own } = given(drawn);
    const plant = plantSchema.parse({ ...given({ ...pilotPlant, design_flow_m3s: undefined }), ...own }) as Plant;
    const device = deviceSchema.parse(given({ ...pilotTurbine, rated_power_kw: unitKw })) as Device;
    let memory: DeviceMemory | undefined;
    for (const [i, quantities] of readings.entries()) {
      const endMs = Date.parse("2026-05-01T00:00:00Z") + i * 300_000;
      const place = { plantId: plant.plant_id, deviceId: device.device_id, endMs, intervalS: 300, timed: true };
      const sent = { ...place, deviceSeq: undefined, quantities: given(quantities) as Quantities };
      const found = judge({ plant, device, reading: sent, receivedAtMs: endMs, memory }, priorForest);
      memory = JSON.parse(canonicalText(found.memory as never)) as DeviceMemory;
      canonicalText([found.verification, found.carbon]);
    }
  });
  fc.assert(judged, { numRuns: 2_000 });
});

test.each([
  { rated_power_kw: 1e-300 },
  { rated_power_kw: 0.000_9 },
  { design_head_m: Number.MIN_VALUE },
  { design_flow_m3s: Number.MIN_VALUE },
])("a plant of %j is refused by the field", (size) => {
  const { error } = plantSchema.safeParse({ ...pilotPlant, ...size });
  expect(error?.issues.map(({ path }) => path)).toEqual([Object.keys(size)]);
});

/** Without what is left out. */
function given<T extends object>(all: T): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
}
