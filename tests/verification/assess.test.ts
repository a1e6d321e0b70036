import { describe, expect, test } from "vitest";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { statusOf } from "../../src/verification/assess.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import {
  atHead,
  effectOf,
  headForest,
  judge,
  memory,
  objections,
  powerAt,
  type Situation,
  scoreOf,
} from "./builders.ts";

describe("status", () => {
  test.each([
    [1, "APPROVED"],
    [0.9, "APPROVED"],
    [0.8999, "FLAGGED"],
    [0.5, "FLAGGED"],
    [0.4999, "REJECTED"],
    [0, "REJECTED"],
  ])("a trust score of %d means %s", (trustScore, status) => {
    expect(statusOf(trustScore, policyInForce)).toBe(status);
  });

  test("the least flag keeps the score visibly below approval, the least rejection below the flag line", () => {
    const flagged = judge({ quantities: { power_output_kw: 1100.01 } });
    expect(flagged.status).toBe("FLAGGED");
    expect(flagged.trustScore).toBeCloseTo(0.89, 3);
    const rejected = judge({ quantities: { power_output_kw: 1250.01 } });
    expect(rejected.status).toBe("REJECTED");
    expect(rejected.trustScore).toBeCloseTo(0.49, 3);
  });

  test("what is worse scores lower, down to 0", () => {
    const scores = [1000, 1120, 1200, 1300, 1400, 1600, 9000].map(
      (kw) => judge({ quantities: { power_output_kw: kw } }).trustScore,
    );
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(scores.length - 1);
    expect(scores.at(-1)).toBe(0);
  });

  test("one rejected layer rejects, however well the others speak of the reading", () => {
    const { head_height_m: _none, ...rest } = { ...atHead(45).quantities, ph: 7.2 };
    const verdict = judge({ quantities: { ...rest, flow_rate_m3s: 0 }, memory: memory(3600) });
    expect(verdict.layers.filter(({ score }) => score === 1).length).toBeGreaterThanOrEqual(3);
    expect(verdict.status).toBe("REJECTED");
  });
});

describe("weights", () => {
  const quantities = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: powerAt(0.8), ph: 7.2 };
  const all: Situation = { quantities, intervalS: 20, memory: memory(20) };
  /** The reading with one layer half-way between 1 and the approval score: 0.95. */
  const doubts: Record<string, Situation> = {
    physics: { ...all, quantities: { ...quantities, power_output_kw: powerAt(0.94) }, memory: memory(3600) },
    temporal: { ...all, memory: memory(20, { powerKw: powerAt(0.8) - 700 }) },
    environmental: { ...all, quantities: { ...quantities, ph: 5.5 } },
    device: { ...all, quantities: { ...quantities, flow_rate_m3s: 3.22, power_output_kw: powerAt(0.8, 3.22) } },
  };
  const cost = (situation: Situation) => Math.round((1 - judge(situation, headForest).trustScore) * 10_000);

  test("with all layers judging, a small doubt costs by layer: physics most, then time and machine, then water", () => {
    expect(cost(all)).toBe(0);
    expect(cost(doubts.physics as Situation)).toBeCloseTo(200, -1);
    expect(cost(doubts.environmental as Situation)).toBeCloseTo(50, -1);
    expect(cost(doubts.temporal as Situation)).toBeCloseTo(100, -1);
    const { temporal, environmental } = doubts as Record<string, Situation>;
    expect(cost(temporal as Situation)).toBeCloseTo(2 * cost(environmental as Situation), -1);
  });

  test("the forest's vote weighs no more than the water's", () => {
    const odd = judge({ ...all, ...atHead(30), memory: memory(20), intervalS: 20 }, headForest);
    const share = odd.layers.find(({ layer }) => layer === "statistical");
    expect(share?.weight).toBeCloseTo(0.1429 * (0.7 / 0.9), 3);
  });

  test("a layer that cannot judge gives its weight to the others in proportion", () => {
    const { ph: _none, ...dry } = quantities;
    const verdict = judge({ quantities: dry }, headForest);
    expect(verdict.layers.map(({ layer, applies, weight }) => [layer, applies, weight])).toEqual([
      ["physics", true, 0.5714],
      ["temporal", false, 0],
      ["environmental", false, 0],
      ["statistical", true, 0.1429],
      ["device", true, 0.2857],
    ]);
  });

  test("a reading that only a register can speak for is judged by the device's limits alone", () => {
    const verdict = judge({ quantities: { energy_export_kwh_total: 12 }, device: { kind: "meter" } });
    expect(verdict.status).toBe("APPROVED");
    expect(verdict.layers.find(({ layer }) => layer === "device")?.weight).toBe(1);
  });
});

describe("the forest's vote", () => {
  test("lowers the score and says so, and alone flags nothing however odd the reading", () => {
    const usual = judge(atHead(45), headForest);
    const odd = judge(atHead(30), headForest);
    expect(odd.trustScore).toBeLessThan(usual.trustScore);
    expect(effectOf(odd, "statistical.unusual")).toBe("note");
    const oddest = judge(atHead(27.1), headForest);
    expect(scoreOf(oddest, "statistical")).toBe(0.5);
    expect(oddest.status).toBe("APPROVED");
  });

  test.each([
    // Isolated at once by 9, 12, 40, 42 and 78 of 100 trees: scores of 0.498, 0.504, 0.617, 0.626 and 0.8.
    [0.965, 1, 1],
    [0.955, 0.99, 0.9999],
    [0.842, 0.9, 0.91],
    [0.831, 0.87, 0.89],
    [0.765, 0.69, 0.73],
    [0.66, 0.5, 0.51],
  ])("at a head of %d of design its score is %d to %d", (ratio, least, most) => {
    const score = scoreOf(judge(atHead(45 * ratio), headForest), "statistical");
    expect(score).toBeGreaterThanOrEqual(least);
    expect(score).toBeLessThanOrEqual(most);
  });

  test("may tip a reading that physics doubts too, and then its note becomes the flag that explains it", () => {
    const doubted = judge(atHead(27.1, 0.948), headForest);
    expect(scoreOf(doubted, "physics")).toBeGreaterThanOrEqual(0.9);
    expect(doubted.status).toBe("FLAGGED");
    expect(objections(doubted).map(({ rule }) => rule)).toEqual(["statistical.unusual"]);
    expect(judge(atHead(45, 0.948), headForest).status).toBe("APPROVED");
  });
});

describe("the machine", () => {
  test("a unit is judged by its own rating and its share of the plant's flow", () => {
    const half = { device: { rated_power_kw: 500 } };
    expect(judge({ quantities: { power_output_kw: 480 }, ...half }).status).toBe("APPROVED");
    expect(judge({ quantities: { power_output_kw: 900 }, ...half }).status).toBe("REJECTED");
    expect(judge({ quantities: { flow_rate_m3s: 1.4 }, ...half }).status).toBe("APPROVED");
    expect(effectOf(judge({ quantities: { flow_rate_m3s: 2 }, ...half }), "device.above-design-flow")).toBe("flag");
  });

  test("a device that says it is larger than its plant is judged as the plant", () => {
    const quantities = { flow_rate_m3s: 0.01, head_height_m: 45, power_output_kw: 900 };
    const plain = judge({ quantities });
    expect(plain.status).toBe("REJECTED");
    expect(judge({ quantities, device: { rated_power_kw: 30_000_000 } })).toEqual(plain);
  });

  test("a unit at its usual load is as ordinary to the forest as the whole plant is", () => {
    const plant = judge({ quantities: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 } });
    const unit = judge({
      quantities: { flow_rate_m3s: 0.25, head_height_m: 45, power_output_kw: 90 },
      device: { rated_power_kw: 100 },
    });
    expect(scoreOf(plant, "statistical")).toBe(1);
    expect(scoreOf(unit, "statistical")).toBe(1);
    const idling = judge({ quantities: { flow_rate_m3s: 0.25, head_height_m: 45, power_output_kw: 90 } });
    expect(scoreOf(idling, "statistical")).toBeLessThan(1);
  });

  test.each(["frequency_hz", "rotor_speed_rpm", "gate_opening_pct", "voltage_kv"])(
    "power while %s is 0 is flagged, unless the interval is so long that it may end in a stop",
    (name) => {
      const sample = (quantities: Quantities, intervalS?: number): Situation => ({
        quantities: { power_output_kw: 900, ...quantities },
        intervalS,
      });
      expect(judge(sample({ [name]: 0 })).status).toBe("FLAGGED");
      expect(judge(sample({ [name]: 0, power_output_kw: 0 })).status).toBe("APPROVED");
      expect(judge(sample({ [name]: 0 }, 3600)).status).toBe("APPROVED");
    },
  );

  test("the plant's main meter may show more than one unit's power", () => {
    const unit: Situation = {
      quantities: { power_output_kw: 450, energy_export_kwh_total: 5900 },
      memory: memory(3600, { exportWh: "5000000", powerKw: 450 }),
    };
    expect(effectOf(judge(unit), "temporal.register-above-power")).toBe("flag");
    expect(judge({ ...unit, device: { rated_power_kw: 500 } }).status).toBe("APPROVED");
  });

  test("it shows no more than that with the other units at full load: a unit as large as its plant has none", () => {
    const risen = (kwh: number, rated_power_kw: number) =>
      effectOf(
        judge({
          quantities: { power_output_kw: 100, energy_export_kwh_total: 5000 + kwh },
          memory: memory(3600, { exportWh: "5000000", powerKw: 100 }),
          device: { rated_power_kw },
        }),
        "temporal.register-above-power",
      );
    expect([risen(900, 1000), risen(900, 999)]).toEqual(["flag", "flag"]);
    expect([risen(600, 500), risen(720, 500)]).toEqual(["none", "flag"]);
  });

  test("a plant without registered design flow is not held to one", () => {
    const open: Situation = { quantities: { flow_rate_m3s: 9 }, plant: { design_flow_m3s: undefined } };
    expect(judge(open).status).toBe("APPROVED");
  });

  test("a measured head of 0 gives no power", () => {
    const dry = { flow_rate_m3s: 2.5, head_height_m: 0, power_output_kw: 900 };
    expect(effectOf(judge({ quantities: dry }), "physics.generation-at-zero-head")).toBe("reject");
  });

  test("water through a standing turbine is noted, not held against it", () => {
    const verdict = judge({ quantities: { flow_rate_m3s: 0.3, power_output_kw: 0 } });
    expect(verdict.status).toBe("APPROVED");
    expect(effectOf(verdict, "physics.water-without-generation")).toBe("note");
  });

  test("a coarse meter of a small plant is not held to more than it can show", () => {
    const mill: Situation = {
      quantities: { flow_rate_m3s: 0.1, head_height_m: 12, energy_kwh: 1 },
      plant: { rated_power_kw: 11, design_head_m: 12, design_flow_m3s: 0.11 },
      intervalS: 300,
    };
    expect(judge(mill).status).toBe("APPROVED");
    expect(judge({ ...mill, quantities: { ...mill.quantities, energy_kwh: 1.001 } }).status).toBe("REJECTED");
  });
});
