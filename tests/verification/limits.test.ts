import { expect, test } from "vitest";
import { efficiencyEnvelope } from "../../src/hydropower/efficiency.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { effectOf, judge, memory, pilotPlant, powerAt, type Situation, scoreOf } from "./builders.ts";

/** Where a limit lies, said in figures of its own: the same reading on either side of each line. */
type Probe = readonly [value: number, effect: "none" | "note" | "flag" | "reject"];

function limit(rule: string, situation: (value: number) => Situation, probes: readonly Probe[]): void {
  test.each(probes)(`${rule}: %d is answered with %s`, (value, effect) => {
    expect(effectOf(judge(situation(value)), rule)).toBe(effect);
  });
}

/** Half-way from the flag line to the worst believable value costs half of what a flag can cost. */
function halfWay(rule: string, situation: Situation): void {
  test(`${rule}: half-way to the worst costs half`, () => {
    const verdict = judge(situation);
    expect(effectOf(verdict, rule)).toBe("flag");
    expect(scoreOf(verdict, rule.split(".")[0] as "physics")).toBeCloseTo(0.695, 2);
  });
}

const water = { flow_rate_m3s: 2.5, head_height_m: 45 };
const atEfficiency = (efficiency: number, more: Quantities = {}): Situation => ({
  quantities: { ...water, power_output_kw: powerAt(efficiency), ...more },
});

const flowFraction = 2.5 / 2.8;
const francis = efficiencyEnvelope(pilotPlant, flowFraction);
const crossflow = efficiencyEnvelope({ turbine_type: "crossflow" }, flowFraction);

// Physics at a measured head
limit("physics.efficiency-above-possible", atEfficiency, [
  [0.929, "none"],
  [0.931, "note"],
  [0.949, "note"],
  [0.951, "flag"],
  [0.999, "flag"],
  [1.001, "reject"],
]);
limit(
  "physics.power-above-turbine-type",
  (ratio) => ({ ...atEfficiency(ratio * crossflow.most), plant: { turbine_type: "crossflow" } }),
  [
    [0.99, "none"],
    [1.01, "note"],
    [1.04, "note"],
    [1.06, "flag"],
    [1.14, "flag"],
    [1.16, "reject"],
  ],
);
limit("physics.power-below-turbine-type", (ratio) => atEfficiency(ratio * francis.least), [
  [1.01, "none"],
  [0.98, "note"],
  [0.91, "note"],
  [0.89, "flag"],
  [0.05, "flag"],
]);
halfWay("physics.power-below-turbine-type", atEfficiency(0.6 * francis.least));

const curve = [
  { flow_fraction: 0.2, efficiency: 0.8 },
  { flow_fraction: 1, efficiency: 0.8 },
];
const onCurve = (ratio: number): Situation => ({ ...atEfficiency(ratio * 0.8), plant: { efficiency_curve: curve } });
limit("physics.power-above-plant-curve", onCurve, [
  [1.04, "none"],
  [1.06, "note"],
  [1.09, "note"],
  [1.11, "flag"],
  [1.19, "flag"],
  [1.21, "reject"],
]);
limit("physics.power-below-plant-curve", onCurve, [
  [0.93, "none"],
  [0.91, "note"],
  [0.86, "note"],
  [0.84, "flag"],
  [0.05, "flag"],
]);
halfWay("physics.power-below-plant-curve", onCurve(0.575));

// Physics at the design head
const unmeasured = (efficiency: number): Situation => ({
  quantities: { flow_rate_m3s: 2.5, power_output_kw: powerAt(efficiency) },
});
limit("physics.power-above-design-head", (ratio) => unmeasured(ratio * francis.most), [
  [1.04, "none"],
  [1.06, "note"],
  [1.11, "note"],
  [1.13, "flag"],
  [1.49, "flag"],
  [1.51, "reject"],
]);
limit("physics.power-below-design-head", (ratio) => unmeasured(ratio * francis.least), [
  [0.76, "none"],
  [0.74, "note"],
  [0.66, "note"],
  [0.64, "flag"],
  [0.05, "flag"],
]);
halfWay("physics.power-below-design-head", unmeasured(0.425 * francis.least));

limit(
  "physics.energy-against-power",
  (energy_kwh) => ({ quantities: { ...water, power_output_kw: 900, energy_kwh } }),
  [
    [917.1, "none"],
    [920.1, "note"],
    [989.1, "note"],
    [991.1, "flag"],
    [883.1, "none"],
    [808.1, "flag"],
    [1900.1, "flag"],
  ],
);
halfWay("physics.energy-against-power", {
  quantities: { flow_rate_m3s: 1.3, head_height_m: 45, power_output_kw: 300, energy_kwh: 465.1 },
});
limit("physics.reported-efficiency", (away) => atEfficiency(0.8, { efficiency: 0.8 + away }), [
  [0.04, "none"],
  [0.06, "note"],
  [-0.11, "note"],
  [-0.13, "flag"],
  [-0.75, "flag"],
]);
halfWay("physics.reported-efficiency", atEfficiency(0.8, { efficiency: 0.8 - 0.31 }));
limit("physics.generation-at-zero-flow", (kw) => ({ quantities: { flow_rate_m3s: 0, power_output_kw: kw } }), [
  [0.9, "none"],
  [1.1, "reject"],
]);

// Temporal
const ramp = (kwPerS: number, seconds = 2): Situation => ({
  quantities: { power_output_kw: 100 + kwPerS * seconds },
  intervalS: undefined,
  memory: memory(seconds, { powerKw: 100, intervalS: null }),
});
limit("temporal.ramp", (kwPerS) => ramp(kwPerS, 10), [
  [19, "none"],
  [21, "note"],
  [49, "note"],
  [51, "flag"],
  [-80, "none"],
]);
halfWay("temporal.ramp", ramp(275));
limit("temporal.ramp", (kwPerS) => ramp(kwPerS), [[600, "flag"]]);
limit("temporal.ramp", (stepKw) => ramp(stepKw, 1), [
  [99, "none"],
  [101, "flag"],
]);

const registers = (risenKwh: number, elapsedS: number, kw?: number): Situation => ({
  quantities: { energy_export_kwh_total: Number((5000 + risenKwh).toFixed(3)), power_output_kw: kw },
  intervalS: elapsedS,
  memory: memory(elapsedS, { exportWh: "5000000" }),
});
limit("temporal.register-rate", (kwh) => registers(kwh, 3600), [
  [1050.101, "none"],
  [1053.101, "note"],
  [1100.101, "note"],
  [1103.101, "flag"],
  [1250.101, "flag"],
  [1253.101, "reject"],
]);
limit("temporal.register-rate", (kwh) => registers(kwh, 60), [
  [18.901, "none"],
  [19.901, "flag"],
]);
limit("temporal.register-above-power", (kwh) => registers(kwh, 3600, 500), [
  [525.101, "none"],
  [528.101, "note"],
  [575.101, "note"],
  [578.101, "flag"],
  [1100.101, "flag"],
]);
halfWay("temporal.register-above-power", registers(788.2, 3600, 500));
limit("temporal.register-rollback", (kwh) => registers(kwh, 3600), [
  [0, "none"],
  [-0.001, "reject"],
]);
limit(
  "temporal.gap",
  (gapS) => ({ quantities: { power_output_kw: 900 }, intervalS: 300, memory: memory(300 + gapS) }),
  [
    [0, "none"],
    [2, "none"],
    [2.5, "note"],
  ],
);
limit(
  "temporal.late",
  (hours) => ({ quantities: { power_output_kw: 900 }, endMs: 0, receivedAtMs: hours * 3_600_000 }),
  [
    [23.9, "none"],
    [24.1, "note"],
  ],
);

// Environmental
const river = (quantities: Quantities): Situation => ({
  quantities: { ...water, power_output_kw: 900, ...quantities },
});
const ph = (value: number) => river({ ph: value });
limit("environmental.ph-low", ph, [
  [6.05, "none"],
  [5.95, "note"],
  [5.05, "note"],
  [4.95, "flag"],
  [0, "flag"],
]);
halfWay("environmental.ph-low", ph(2.5));
limit("environmental.ph-high", ph, [
  [8.95, "none"],
  [9.05, "note"],
  [9.45, "note"],
  [9.55, "flag"],
]);
halfWay("environmental.ph-high", ph(11.75));
const turbidity = (value: number) => river({ turbidity_ntu: value });
limit("environmental.turbidity", turbidity, [
  [4900, "none"],
  [5100, "note"],
  [19_900, "note"],
  [20_100, "flag"],
]);
halfWay("environmental.turbidity", turbidity(60_000));
const solids = (value: number) => river({ tds_mg_l: value });
limit("environmental.dissolved-solids", solids, [
  [1480, "none"],
  [1520, "note"],
  [2980, "note"],
  [3020, "flag"],
  [50_000, "flag"],
]);
halfWay("environmental.dissolved-solids", solids(19_000));
/** Fresh water at 20 degrees C is saturated at 9.09 mg/l. */
const oxygen = (ofSaturation: number) => river({ dissolved_oxygen_mg_l: 9.09 * ofSaturation, temperature_c: 20 });
limit("environmental.dissolved-oxygen", oxygen, [
  [0, "none"],
  [1.29, "none"],
  [1.31, "note"],
  [1.49, "note"],
  [1.51, "flag"],
  [5, "flag"],
]);
halfWay("environmental.dissolved-oxygen", oxygen(2.25));
const temperature = (temperature_c: number) => river({ temperature_c });
limit("environmental.water-cold", temperature, [
  [0, "none"],
  [-0.1, "note"],
  [-0.45, "note"],
  [-0.55, "flag"],
]);
halfWay("environmental.water-cold", temperature(-5.25));
limit("environmental.water-warm", temperature, [
  [34.8, "none"],
  [35.2, "note"],
  [39.8, "note"],
  [40.2, "flag"],
]);
halfWay("environmental.water-warm", temperature(50));
const spill = (times: number) => river({ spill_flow_m3s: times * 2.8 });
limit("environmental.spill", spill, [
  [99, "none"],
  [101, "note"],
  [990, "note"],
  [1010, "flag"],
  [11_000, "flag"],
]);
halfWay("environmental.spill", spill(5500));
const levels = (times: number) => river({ reservoir_level_m: 500 + 45 / times, tailwater_level_m: 500 });
limit("environmental.head-above-levels", levels, [
  [0.8, "none"],
  [1.02, "none"],
  [1.04, "note"],
  [1.09, "note"],
  [1.11, "flag"],
]);
halfWay("environmental.head-above-levels", levels(1.55));
limit("environmental.head-above-levels", (below) => river({ reservoir_level_m: 500, tailwater_level_m: 500 + below }), [
  [0, "flag"],
  [2, "flag"],
]);

// Device
limit("device.above-nameplate", (kw) => ({ quantities: { power_output_kw: kw } }), [
  [1049, "none"],
  [1051, "note"],
  [1099, "note"],
  [1101, "flag"],
  [1249, "flag"],
  [1251, "reject"],
]);
limit("device.above-design-flow", (times) => ({ quantities: { flow_rate_m3s: times * 2.8 } }), [
  [1.09, "none"],
  [1.11, "note"],
  [1.19, "note"],
  [1.21, "flag"],
  [1.99, "flag"],
  [2.01, "reject"],
]);
const head = (times: number): Situation => ({ quantities: { head_height_m: times * 45, power_output_kw: 300 } });
limit("device.head-above-design", head, [
  [1.24, "none"],
  [1.26, "note"],
  [1.49, "note"],
  [1.51, "flag"],
  [1.99, "flag"],
  [2.01, "reject"],
]);
limit("device.head-below-design", head, [
  [0.51, "none"],
  [0.49, "note"],
  [0.31, "note"],
  [0.29, "flag"],
]);
halfWay("device.head-below-design", head(0.15));
const sample = (quantities: Quantities, intervalS?: number): Situation => ({
  quantities: { power_output_kw: 900, ...quantities },
  intervalS,
});
limit("device.frequency", (frequency_hz) => sample({ frequency_hz }), [
  [50, "none"],
  [60, "none"],
  [49.05, "none"],
  [48.9, "note"],
  [62.9, "note"],
  [47.1, "note"],
  [46.9, "flag"],
  [400, "flag"],
]);
halfWay("device.frequency", sample({ frequency_hz: 43.5 }));
limit("device.frequency", (intervalS) => sample({ frequency_hz: 40 }, intervalS), [
  [60, "flag"],
  [61, "none"],
]);
test.each(["frequency_hz", "rotor_speed_rpm", "gate_opening_pct", "voltage_kv"])(
  "power while %s is 0 is flagged",
  (name) => {
    expect(judge(sample({ [name]: 0 })).status).toBe("FLAGGED");
    expect(judge(sample({ [name]: 0, power_output_kw: 0 })).status).toBe("APPROVED");
    expect(judge(sample({ [name]: 0 }, 3600)).status).toBe("APPROVED");
  },
);
