import { efficiencyEnvelope } from "../../../src/hydropower/efficiency.ts";
import type { Quantities } from "../../../src/hydropower/quantities.ts";
import { memory, pilotPlant, powerAt, type Situation } from "../builders.ts";
import { halfWay, limit, type Scenario } from "../scenario.ts";

// Limits of one reading, or of one after another, that need nothing learnt: physics, ramps, registers, time.

const water = { flow_rate_m3s: 2.5, head_height_m: 45 };
const atEfficiency = (efficiency: number, more: Quantities = {}): Situation => ({
  quantities: { ...water, power_output_kw: powerAt(efficiency), ...more },
});
const flowFraction = 2.5 / 2.8;
const francis = efficiencyEnvelope(pilotPlant, flowFraction);
const crossflow = efficiencyEnvelope({ turbine_type: "crossflow" }, flowFraction);
const curve = [
  { flow_fraction: 0.2, efficiency: 0.8 },
  { flow_fraction: 1, efficiency: 0.8 },
];
const onCurve = (ratio: number): Situation => ({ ...atEfficiency(ratio * 0.8), plant: { efficiency_curve: curve } });
const unmeasured = (efficiency: number): Situation => ({
  quantities: { flow_rate_m3s: 2.5, power_output_kw: powerAt(efficiency) },
});
const ramp = (kwPerS: number, seconds = 2): Situation => ({
  quantities: { power_output_kw: 100 + kwPerS * seconds },
  intervalS: undefined,
  memory: memory(seconds, { powerKw: 100, intervalS: null }),
});
const registers = (risenKwh: number, elapsedS: number, kw?: number): Situation => ({
  quantities: { energy_export_kwh_total: Number((5000 + risenKwh).toFixed(3)), power_output_kw: kw },
  intervalS: elapsedS,
  memory: memory(elapsedS, { exportWh: "5000000" }),
});

export const energyScenarios: readonly Scenario[] = [
  limit(["physics.energy_above_hydraulic"], "physics.efficiency-above-possible", atEfficiency, [
    [0.929, "none"],
    [0.931, "note"],
    [0.949, "note"],
    [0.951, "flag"],
    [0.999, "flag"],
    [1.001, "reject"],
  ]),
  limit(
    ["physics.power_above_type"],
    "physics.power-above-turbine-type",
    (ratio) => ({ ...atEfficiency(ratio * crossflow.most), plant: { turbine_type: "crossflow" } }),
    [
      [0.995, "none"],
      [1.005, "note"],
      [1.045, "note"],
      [1.06, "flag"],
      [1.14, "flag"],
      [1.16, "reject"],
    ],
  ),
  limit(
    ["physics.power_below_type"],
    "physics.power-below-turbine-type",
    (ratio) => atEfficiency(ratio * francis.least),
    [
      [1.01, "none"],
      [0.98, "note"],
      [0.91, "note"],
      [0.89, "flag"],
      [0.05, "flag"],
    ],
  ),
  halfWay(["physics.power_below_type"], "physics.power-below-turbine-type", atEfficiency(0.6 * francis.least)),
  limit(["physics.power_above_curve"], "physics.power-above-plant-curve", onCurve, [
    [1.045, "none"],
    [1.055, "note"],
    [1.095, "note"],
    [1.105, "flag"],
    [1.19, "flag"],
    [1.21, "reject"],
  ]),
  limit(["physics.power_below_curve"], "physics.power-below-plant-curve", onCurve, [
    [0.93, "none"],
    [0.91, "note"],
    [0.86, "note"],
    [0.84, "flag"],
    [0.05, "flag"],
  ]),
  halfWay(["physics.power_below_curve"], "physics.power-below-plant-curve", onCurve(0.575)),
  limit(
    ["physics.power_above_design_head"],
    "physics.power-above-design-head",
    (ratio) => unmeasured(ratio * francis.most),
    [
      [1.04, "none"],
      [1.06, "note"],
      [1.11, "note"],
      [1.13, "flag"],
      [1.49, "flag"],
      [1.51, "reject"],
    ],
  ),
  limit(
    ["physics.power_below_design_head"],
    "physics.power-below-design-head",
    (ratio) => unmeasured(ratio * francis.least),
    [
      [0.76, "none"],
      [0.74, "note"],
      [0.66, "note"],
      [0.64, "flag"],
      [0.05, "flag"],
    ],
  ),
  halfWay(["physics.power_below_design_head"], "physics.power-below-design-head", unmeasured(0.425 * francis.least)),
  limit(
    ["physics.energy_against_power"],
    "physics.energy-against-power",
    (energy_kwh) => ({ quantities: { ...water, power_output_kw: 900, energy_kwh } }),
    [
      [917.1, "none"],
      [920.1, "note"],
      [989.1, "note"],
      [991.1, "flag"],
      [873.1, "none"],
      [871.1, "note"],
      [800.1, "note"],
      [798.1, "flag"],
      [1900.1, "flag"],
    ],
  ),
  // Of 1,000 kW the station itself may take 10, however little the plant gives.
  limit(
    ["physics.own_use"],
    "physics.energy-against-power",
    (energy_kwh) => ({ quantities: { flow_rate_m3s: 0.2, head_height_m: 45, power_output_kw: 60.001, energy_kwh } }),
    [
      [43.8, "flag"],
      [44.2, "note"],
      [48.6, "note"],
      [48.9, "none"],
    ],
  ),
  halfWay(["physics.energy_against_power"], "physics.energy-against-power", {
    quantities: { flow_rate_m3s: 1.3, head_height_m: 45, power_output_kw: 300, energy_kwh: 465.1 },
  }),
  limit(
    ["physics.reported_efficiency"],
    "physics.reported-efficiency",
    (away) => atEfficiency(0.8, { efficiency: 0.8 + away }),
    [
      [0.04, "none"],
      [0.06, "note"],
      [-0.11, "note"],
      [-0.13, "flag"],
      [-0.75, "flag"],
    ],
  ),
  halfWay(
    ["physics.reported_efficiency"],
    "physics.reported-efficiency",
    atEfficiency(0.8, { efficiency: 0.8 - 0.31 }),
  ),
  limit(
    ["physics.idle_power"],
    "physics.generation-at-zero-flow",
    (kw) => ({ quantities: { flow_rate_m3s: 0, power_output_kw: kw } }),
    [
      [0.9, "none"],
      [1.1, "reject"],
    ],
  ),
  limit(["temporal.ramp_up"], "temporal.ramp", (kwPerS) => ramp(kwPerS, 10), [
    [19, "none"],
    [21, "note"],
    [49, "note"],
    [51, "flag"],
    [-80, "none"],
  ]),
  halfWay(["temporal.ramp_up"], "temporal.ramp", ramp(275)),
  limit(["temporal.ramp_up"], "temporal.ramp", (kwPerS) => ramp(kwPerS), [[600, "flag"]]),
  limit(["temporal.ramp_ignored"], "temporal.ramp", (stepKw) => ramp(stepKw, 1), [
    [99, "none"],
    [101, "flag"],
  ]),
  limit(["temporal.register_rate"], "temporal.register-rate", (kwh) => registers(kwh, 3600), [
    [1050.101, "none"],
    [1053.101, "note"],
    [1100.101, "note"],
    [1103.101, "flag"],
    [1250.101, "flag"],
    [1253.101, "reject"],
  ]),
  limit(["temporal.clock_tolerance"], "temporal.register-rate", (kwh) => registers(kwh, 60), [
    [18.901, "none"],
    [19.901, "flag"],
  ]),
  limit(["temporal.register_above_power"], "temporal.register-above-power", (kwh) => registers(kwh, 3600, 500), [
    [525.101, "none"],
    [528.101, "note"],
    [575.101, "note"],
    [578.101, "flag"],
    [1100.101, "flag"],
  ]),
  halfWay(["temporal.register_above_power"], "temporal.register-above-power", registers(788.2, 3600, 500)),
  // A power in steps of 10 kW may be half a kW more, and no further.
  limit(["physics.power_digit"], "temporal.register-above-power", (kwh) => registers(kwh, 3600, 20), [
    [22.901, "none"],
    [23.001, "note"],
    [25.051, "note"],
    [25.151, "flag"],
  ]),
  limit(
    ["physics.power_digit"],
    "physics.energy-against-power",
    (energy_kwh) => ({ quantities: { power_output_kw: 2, energy_kwh }, plant: { rated_power_kw: 5 } }),
    [
      [2.531, "none"],
      [2.691, "note"],
      [2.711, "flag"],
    ],
  ),
  // Water for 3.6 kW at the most, of which a display of whole kW says 4: the energy says what it was, up to half a kW away.
  limit(
    ["physics.energy_instead"],
    "physics.efficiency-above-possible",
    (energy_kwh) => ({
      quantities: { flow_rate_m3s: 0.011001, head_height_m: 36.001, power_output_kw: 4, energy_kwh },
      plant: { rated_power_kw: 5, design_head_m: 36, design_flow_m3s: 0.016 },
    }),
    [
      [2.501, "reject"],
      [3.481, "reject"],
      [3.52, "none"],
      [3.62, "note"],
      [3.72, "flag"],
      [3.91, "reject"],
    ],
  ),
  limit([], "temporal.register-rollback", (kwh) => registers(kwh, 3600), [
    [0, "none"],
    [-0.001, "reject"],
  ]),
  limit(
    ["temporal.gap"],
    "temporal.gap",
    (gapS) => ({ quantities: { power_output_kw: 900 }, intervalS: 300, memory: memory(300 + gapS) }),
    [
      [0, "none"],
      [2, "none"],
      [2.5, "note"],
    ],
  ),
  limit(
    ["temporal.late"],
    "temporal.late",
    (hours) => ({ quantities: { power_output_kw: 900 }, endMs: 0, receivedAtMs: hours * 3_600_000 }),
    [
      [23.9, "none"],
      [24.1, "note"],
    ],
  ),
];
