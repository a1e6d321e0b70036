import type { Quantities } from "../../../src/hydropower/quantities.ts";
import type { Situation } from "../builders.ts";
import { halfWay, limit, type Scenario } from "../scenario.ts";

// Limits of the water and of the machine.

const water = { flow_rate_m3s: 2.5, head_height_m: 45 };
const river = (quantities: Quantities): Situation => ({
  quantities: { ...water, power_output_kw: 900, ...quantities },
});
const ph = (value: number) => river({ ph: value });
const turbidity = (value: number) => river({ turbidity_ntu: value });
const solids = (value: number) => river({ tds_mg_l: value });
/** Fresh water at 20 degrees C is saturated at 9.09 mg/l. */
const oxygen = (ofSaturation: number) => river({ dissolved_oxygen_mg_l: 9.09 * ofSaturation, temperature_c: 20 });
const temperature = (temperature_c: number) => river({ temperature_c });
const spill = (times: number) => river({ spill_flow_m3s: times * 2.8 });
const levels = (times: number) => river({ reservoir_level_m: 500 + 45 / times, tailwater_level_m: 500 });
const head = (times: number): Situation => ({ quantities: { head_height_m: times * 45, power_output_kw: 300 } });
const sample = (quantities: Quantities, intervalS?: number): Situation => ({
  quantities: { power_output_kw: 900, ...quantities },
  intervalS,
});

export const waterScenarios: readonly Scenario[] = [
  limit(["environmental.ph_low"], "environmental.ph-low", ph, [
    [6.05, "none"],
    [5.95, "note"],
    [5.05, "note"],
    [4.95, "flag"],
    [0, "flag"],
  ]),
  halfWay(["environmental.ph_low"], "environmental.ph-low", ph(2.5)),
  limit(["environmental.ph_high"], "environmental.ph-high", ph, [
    [8.95, "none"],
    [9.05, "note"],
    [9.45, "note"],
    [9.55, "flag"],
  ]),
  halfWay(["environmental.ph_high"], "environmental.ph-high", ph(11.75)),
  limit(["environmental.turbidity"], "environmental.turbidity", turbidity, [
    [4900, "none"],
    [5100, "note"],
    [19_900, "note"],
    [20_100, "flag"],
  ]),
  halfWay(["environmental.turbidity"], "environmental.turbidity", turbidity(60_000)),
  limit(["environmental.tds"], "environmental.dissolved-solids", solids, [
    [1480, "none"],
    [1520, "note"],
    [2980, "note"],
    [3020, "flag"],
    [50_000, "flag"],
  ]),
  halfWay(["environmental.tds"], "environmental.dissolved-solids", solids(19_000)),
  limit(["environmental.dissolved_oxygen"], "environmental.dissolved-oxygen", oxygen, [
    [0, "none"],
    [1.29, "none"],
    [1.31, "note"],
    [1.49, "note"],
    [1.51, "flag"],
    [5, "flag"],
  ]),
  halfWay(["environmental.dissolved_oxygen"], "environmental.dissolved-oxygen", oxygen(2.25)),
  limit(["environmental.water_cold"], "environmental.water-cold", temperature, [
    [0, "none"],
    [-0.1, "note"],
    [-0.45, "note"],
    [-0.55, "flag"],
  ]),
  halfWay(["environmental.water_cold"], "environmental.water-cold", temperature(-5.25)),
  limit(["environmental.water_warm"], "environmental.water-warm", temperature, [
    [34.8, "none"],
    [35.2, "note"],
    [39.8, "note"],
    [40.2, "flag"],
  ]),
  halfWay(["environmental.water_warm"], "environmental.water-warm", temperature(50)),
  limit(["environmental.spill"], "environmental.spill", spill, [
    [99, "none"],
    [101, "note"],
    [990, "note"],
    [1010, "flag"],
    [11_000, "flag"],
  ]),
  halfWay(["environmental.spill"], "environmental.spill", spill(5500)),
  limit(["environmental.head_above_levels"], "environmental.head-above-levels", levels, [
    [0.8, "none"],
    [1.02, "none"],
    [1.04, "note"],
    [1.09, "note"],
    [1.11, "flag"],
  ]),
  halfWay(["environmental.head_above_levels"], "environmental.head-above-levels", levels(1.55)),
  limit(
    ["environmental.head_above_levels"],
    "environmental.head-above-levels",
    (below) => river({ reservoir_level_m: 500, tailwater_level_m: 500 + below }),
    [
      [0, "flag"],
      [2, "flag"],
    ],
  ),
  limit(["device.nameplate"], "device.above-nameplate", (kw) => ({ quantities: { power_output_kw: kw } }), [
    [1049, "none"],
    [1051, "note"],
    [1099, "note"],
    [1101, "flag"],
    [1249, "flag"],
    [1251, "reject"],
  ]),
  limit(["device.flow"], "device.above-design-flow", (times) => ({ quantities: { flow_rate_m3s: times * 2.8 } }), [
    [1.09, "none"],
    [1.11, "note"],
    [1.19, "note"],
    [1.21, "flag"],
    [1.99, "flag"],
    [2.01, "reject"],
  ]),
  limit(["device.head_high"], "device.head-above-design", head, [
    [1.24, "none"],
    [1.26, "note"],
    [1.49, "note"],
    [1.51, "flag"],
    [1.99, "flag"],
    [2.01, "reject"],
  ]),
  limit(["device.head_low"], "device.head-below-design", head, [
    [0.51, "none"],
    [0.49, "note"],
    [0.31, "note"],
    [0.29, "flag"],
  ]),
  halfWay(["device.head_low"], "device.head-below-design", head(0.15)),
  limit(["device.frequency"], "device.frequency", (frequency_hz) => sample({ frequency_hz }), [
    [50, "none"],
    [60, "none"],
    [49.05, "none"],
    [48.9, "note"],
    [62.9, "note"],
    [47.1, "note"],
    [46.9, "flag"],
    [400, "flag"],
  ]),
  halfWay(["device.frequency"], "device.frequency", sample({ frequency_hz: 43.5 })),
  limit(["device.snapshot"], "device.frequency", (intervalS) => sample({ frequency_hz: 40 }, intervalS), [
    [60, "flag"],
    [61, "none"],
  ]),
];
