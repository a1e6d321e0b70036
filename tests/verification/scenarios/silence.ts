import { neighboursOf } from "../../../src/verification/memory.ts";
import type { DeviceMemory } from "../../../src/verification/verdict.ts";
import { endMs, memory, powerAt, type Situation } from "../builders.ts";
import { costly, halfWay, limit, type Scenario } from "../scenario.ts";

// What was not sent, and what the plant's other devices sent.

/** A reading after a gap through which the register showed so much power. */
const gap = (gapS: number, gapKw: number, nowKw = 900): Situation => {
  const advanceKwh = (gapKw * gapS + nowKw * 300) / 3600;
  return {
    quantities: { power_output_kw: nowKw, energy_export_kwh_total: Math.round(1000 * (5000 + advanceKwh)) / 1000 },
    intervalS: 300,
    memory: memory(gapS + 300, { exportWh: "5000000", powerKw: 500 }),
  };
};

const unmetered = (kw: number): Situation => ({
  quantities: { power_output_kw: kw },
  intervalS: 300,
  memory: memory(8 * 3600),
});

/** Ten minutes were not sent; the reading that ended them came on time, and one more after it. */
const late = (hours: number): Situation => ({
  quantities: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: powerAt(0.8) },
  receivedAtMs: endMs + hours * 3_600_000,
  memory: memory(-300, { gaps: [[endMs - 600_000, endMs, endMs]] }),
});

const neighbour = (overrides: Partial<DeviceMemory>) =>
  memory(0, { kind: "turbine", unitKw: 500, powerKw: 400, flowM3s: 1.2, ...overrides });
const besides = (others: { readonly [id: string]: DeviceMemory }): Situation => ({
  quantities: { power_output_kw: 400, flow_rate_m3s: 1.2 },
  device: { rated_power_kw: 500 },
  plant: { turbine_type: undefined },
  siblings: neighboursOf(Object.entries(others), "TURBINE-001"),
});
const plantMeter = (powerKw: number) => memory(0, { kind: "meter", unitKw: null, powerKw, flowM3s: null });
/** Two units that give 800 kW, by the plant's meter less. */
const claimed = (times: number) => besides({ B: neighbour({}), M: plantMeter(800 / times) });

export const silenceScenarios: readonly Scenario[] = [
  limit(["fraud.silent_gap"], "temporal.silent-gap", (gapS) => gap(gapS, 100), [
    [3900, "none"],
    [3901, "flag"],
  ]),
  limit(["fraud.gap_power"], "temporal.silent-gap", (share) => gap(8 * 3600, share * 900), [
    [0.655, "none"],
    [0.645, "note"],
    [0.605, "note"],
    [0.595, "flag"],
  ]),
  costly(["fraud.gap_power"], "temporal.silent-gap", gap(8 * 3600, 0), 0.735, 0.75),
  limit(["fraud.silent_least_load"], "temporal.silent-gap", (kw) => gap(8 * 3600, 0, kw), [
    [199, "none"],
    [201, "flag"],
  ]),
  limit(["fraud.silent_gap_load"], "temporal.silent-gap", unmetered, [
    [949, "none"],
    [951, "flag"],
  ]),
  limit(["fraud.backdated"], "temporal.backdated", late, [
    [12, "none"],
    [12.1, "flag"],
  ]),
  limit(["fraud.units_above_meter"], "device.units-above-meter", claimed, [
    [1.045, "none"],
    [1.055, "note"],
    [1.095, "note"],
    [1.105, "flag"],
    [2.1, "flag"],
  ]),
  halfWay(["fraud.units_above_meter"], "device.units-above-meter", claimed(1.55)),
  limit(
    ["fraud.balance_covered"],
    "device.units-above-meter",
    (unitKw) => besides({ B: neighbour({ unitKw }), M: plantMeter(500) }),
    [
      [475, "flag"],
      [465, "none"],
    ],
  ),
  limit(
    ["fraud.balance_fresh"],
    "device.units-above-plant",
    (agoS) => besides({ B: { ...neighbour({ powerKw: 710 }), endMs: endMs - agoS * 1000 } }),
    [
      [899, "flag"],
      [901, "none"],
    ],
  ),
];
