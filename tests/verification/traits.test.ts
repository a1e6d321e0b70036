import { describe, expect, test } from "vitest";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { neighboursOf } from "../../src/verification/memory.ts";
import type { DeviceMemory } from "../../src/verification/verdict.ts";
import { effectOf, endMs, judge, memory, powerAt, type Situation } from "./builders.ts";
import { flaggedBy, notApproved, Operation, type Seen, withTraits, wobble } from "./learning.ts";

type Effect = "none" | "note" | "flag" | "reject";
const usual: Quantities = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: powerAt(0.8) };

function limit(
  rule: string,
  situation: (value: number) => Situation,
  probes: readonly (readonly [number, Effect])[],
): void {
  test.each(probes)(`${rule}: %d is answered with %s`, (value, effect) => {
    expect(effectOf(judge(situation(value)), rule)).toBe(effect);
  });
}

describe("ramps", () => {
  test("a start is no ramp", () => {
    const situation = withTraits({ ramp: 0.1 }, { quantities: usual }, 3600, { powerKw: 0 });
    expect(effectOf(judge(situation), "temporal.learnt-ramp")).toBe("none");
  });
});

describe("a flow that stands still", () => {
  test("counts as the longest honest one only once it has ended, and only in the first eight months", () => {
    const stand = (hours: number) => (seen: Operation) => {
      const held = { flow_rate_m3s: 2.2, head_height_m: 45, power_output_kw: powerAt(0.75, 2.2) };
      for (let i = 0; i < hours; i++) seen.send(held);
      return seen;
    };
    const operation = new Operation();
    operation.run(20);
    stand(4)(operation);
    expect(operation.memory?.learnt?.traits.longestStillS).toBe(0);
    // As many readings of other flows end it.
    operation.steps(3);
    expect(operation.memory?.learnt?.traits.longestStillS).toBe(0);
    operation.steps(1);
    expect(operation.memory?.learnt?.traits.longestStillS).toBe(3 * 3600);
    operation.run(225);
    stand(7)(operation);
    operation.steps(6);
    expect(operation.memory?.learnt?.traits.longestStillS).toBe(3 * 3600);
  });
});

describe("a meter that froze", () => {
  const frozen = (seconds: number | null, flow_rate_m3s = 1, before = flow_rate_m3s): Situation => {
    const still =
      seconds === null
        ? null
        : { value: flow_rate_m3s, readings: 9, seconds: seconds - 300, leastKw: 880, mostKw: 900 };
    const quantities = { flow_rate_m3s, head_height_m: 45, power_output_kw: 900 };
    return withTraits({ still }, { quantities, intervalS: 300 }, 300, {
      flowM3s: before,
      powerKw: 890,
      intervalS: 300,
    });
  };
  test("is excused for a while also at zero, but not when it shows another value than before", () => {
    expect(effectOf(judge(frozen(null, 0)), "physics.generation-at-zero-flow")).toBe("flag");
    expect(effectOf(judge(frozen(null, 0, 2.5)), "physics.generation-at-zero-flow")).toBe("reject");
    expect(effectOf(judge(frozen(300, 1, 1.001)), "physics.efficiency-above-possible")).toBe("reject");
  });
});

describe("figures that fit too well", () => {
  test("power computed from flow is found within a day of 5-minute readings, its instruments' noise is not", () => {
    const operation = new Operation(300);
    expect(notApproved(operation.run(20))).toEqual([]);
    const computed: Seen[] = Array.from({ length: 288 }, (_, i) => {
      const flow_rate_m3s = Math.round(1000 * (2.1 + 0.1 * wobble(i, 5))) / 1000;
      const power_output_kw = powerAt(0.75, flow_rate_m3s);
      return { i, verdict: operation.send({ flow_rate_m3s, head_height_m: 45, power_output_kw }) };
    });
    expect(flaggedBy(computed, "temporal.too-smooth").length).toBeGreaterThan(200);
  });
});

describe("copies", () => {
  const copies = (stepS: number, changed: (day: Quantities[]) => Quantities[], shift = 0): Seen[] => {
    const operation = new Operation(stepS);
    const kept: Quantities[] = [];
    const readingOf = (i: number): Quantities => {
      const flow_rate_m3s = 2.2 + 0.1 * wobble(i, 11);
      return {
        flow_rate_m3s,
        head_height_m: 45,
        power_output_kw: powerAt(0.75, flow_rate_m3s) * (1 + 0.003 * wobble(i, 12)),
      };
    };
    for (let i = 0; i < 3 * operation.stepsPerDay; i++) {
      kept.push(readingOf(i));
      operation.send(kept.at(-1) as Quantities);
    }
    for (let i = 0; i < shift; i++) operation.send(readingOf(10_000 + i));
    return changed(kept.slice(operation.stepsPerDay, 2 * operation.stepsPerDay)).map((own, i) => ({
      i,
      verdict: operation.send(own),
    }));
  };
  test.each([300, 3600])("a day sent again is found at every fixed time of day (readings of %i s)", (stepS) => {
    expect(
      flaggedBy(
        copies(stepS, (own) => own),
        "temporal.replayed",
      ).length,
    ).toBeGreaterThanOrEqual(7);
  });
  test("also at another time of day, though more seldom", () => {
    expect(
      flaggedBy(
        copies(300, (own) => own, 7),
        "temporal.replayed",
      ).length,
    ).toBeGreaterThan(0);
  });
  test("a day that differs in its last digit is no copy", () => {
    const changed = (own: Quantities[]) =>
      own.map((q) => ({ ...q, power_output_kw: (q.power_output_kw ?? 0) + 0.001 }));
    expect(flaggedBy(copies(300, changed), "temporal.replayed")).toEqual([]);
  });
  test("steady operation repeats itself honestly", () => {
    const operation = new Operation(300);
    const steady: Seen[] = Array.from({ length: 2_000 }, (_, i) => ({
      i,
      verdict: operation.send({ ...usual, power_output_kw: powerAt(0.75) + (i % 5) }),
    }));
    expect(flaggedBy(steady, "temporal.replayed")).toEqual([]);
  });
});

describe("a head gauge that fails", () => {
  const next = (head_height_m: number, headM: number): Situation => ({
    quantities: { flow_rate_m3s: 2.5, head_height_m, power_output_kw: 900 },
    intervalS: 300,
    memory: memory(300, { headM, intervalS: 300 }),
  });
  test("and shows nothing while the plant runs is judged like any reading, not answered with an error", () => {
    expect(effectOf(judge(next(0, 45)), "physics.generation-at-zero-head")).toBe("reject");
    expect(effectOf(judge(next(0, 45)), "environmental.head-step")).toBe("none");
    expect(effectOf(judge(next(1e-310, 45)), "environmental.head-step")).toBe("none");
  });
  test("and comes back from next to nothing has risen at once", () => {
    expect(effectOf(judge(next(45, 1e-310)), "environmental.head-step")).toBe("flag");
  });
});

describe("silence", () => {
  const late = (hours: number): Situation => ({
    quantities: usual,
    receivedAtMs: endMs + hours * 3_600_000,
    // Ten minutes were not sent; the reading that ended them came on time, and one more after it.
    memory: memory(-300, { gaps: [[endMs - 600_000, endMs, endMs + 300_000]] }),
  });
  test("what is late but in order, or of no gap, is not backdated", () => {
    for (const before of [memory(300), memory(-300)]) {
      expect(effectOf(judge({ ...late(48), memory: before }), "temporal.backdated")).toBe("none");
    }
  });
});

describe("the plant's other devices", () => {
  const neighbour = (overrides: Partial<DeviceMemory>) =>
    memory(0, { kind: "turbine", unitKw: 500, powerKw: 400, flowM3s: 1.2, ...overrides });
  const besides = (others: Record<string, DeviceMemory>): Situation => ({
    quantities: { power_output_kw: 400, flow_rate_m3s: 1.2 },
    device: { rated_power_kw: 500 },
    plant: { turbine_type: undefined },
    siblings: neighboursOf(Object.entries(others), "TURBINE-001"),
  });
  const effect = (rule: string, given: Situation) => effectOf(judge(given), rule);

  test.each([
    [600, "none"],
    [660, "note"],
    [710, "flag"],
    [860, "reject"],
  ])("a sum of units with a neighbour's %i kW is held to the plant's nameplate: %s", (powerKw, said) => {
    expect(effect("device.units-above-plant", besides({ B: neighbour({ powerKw }) }))).toBe(said);
  });
  test.each([
    [1.8, "none"],
    [2.0, "note"],
    [2.3, "flag"],
  ])("and to its design flow with %d m3/s: %s", (flowM3s, said) => {
    expect(effect("device.units-above-flow", besides({ B: neighbour({ flowM3s }) }))).toBe(said);
  });
  test.each([
    ["of half an hour", { intervalS: 1_800 }],
    ["of the interval before", { endMs: endMs - 300_000 }],
  ])("units that have started since are not held to a meter's mean %s", (_, meter) => {
    const shown = (of: Partial<DeviceMemory>) => ({
      ...besides({
        B: neighbour({ intervalS: 300 }),
        M: { ...memory(0, { kind: "meter", unitKw: null, powerKw: 300, flowM3s: null, intervalS: 300 }), ...of },
      }),
      intervalS: 300,
    });
    expect(effect("device.units-above-meter", shown({}))).toBe("flag");
    expect(effect("device.units-above-meter", shown({ endMs: endMs - 5_000 }))).toBe("flag");
    expect(effect("device.units-above-meter", shown(meter))).toBe("none");
  });
  test("the order of the memory does not matter, and the device itself is no neighbour", () => {
    const [a, b] = [neighbour({ powerKw: 0.1 }), neighbour({ powerKw: 0.2 })];
    const own = neighbour({});
    expect(neighboursOf(Object.entries({ B: b, "TURBINE-001": own, A: a }), "TURBINE-001")).toEqual(
      neighboursOf(Object.entries({ A: a, B: b }), "TURBINE-001"),
    );
  });
});

describe("instruments", () => {
  const sensed = (flow_rate_m3s: number) => ({
    quantities: { ...usual, flow_rate_m3s },
    device: { sensor_limits: [{ quantity: "flow_rate_m3s" as const, least: 0.1, most: 2.6 }] },
  });
  limit("device.beyond-sensor", sensed, [
    [0.09, "flag"],
    [0.1, "none"],
    [2.6, "none"],
    [2.61, "flag"],
  ]);
  test.each([
    ["2024-05-31", "note"],
    ["2024-06-01", "none"],
  ])("a calibration valid until %s is answered with %s", (calibration_valid_until, said) => {
    expect(
      effectOf(judge({ quantities: usual, device: { calibration_valid_until } }), "device.calibration-expired"),
    ).toBe(said);
  });
});

describe("the learnt subspace", () => {
  test("is learnt from a few hundred points and forgets in thousands", () => {
    const operation = new Operation();
    operation.run(16);
    expect(operation.memory?.learnt?.traits.subspace.directions).toEqual([]);
    operation.run(2);
    expect(operation.memory?.learnt?.traits.subspace.directions.length).toBe(8);
    expect(Math.min(...(operation.memory?.learnt?.traits.subspace.variances ?? []))).toBeGreaterThanOrEqual(0.000025);
    operation.run(200);
    expect(operation.memory?.learnt?.traits.subspace.points).toBe(4000);
  });
});

describe("unit slips", () => {
  const slip = (change: Quantities) =>
    judge({ quantities: { ...usual, ...change } }).reasons.find(({ rule }) => rule === "physics.unit-slip")?.detail;
  test("are named beside the finding they explain", () => {
    expect(slip({ power_output_kw: powerAt(0.8) / 1000 })).toBeUndefined();
    expect(slip({ power_output_kw: 1.1, flow_rate_m3s: 3 })).toMatch(/MW sent as kW/);
    expect(slip({ head_height_m: 45 * 3.28084 })).toMatch(/head in feet/);
    expect(slip({ flow_rate_m3s: 2.5 * 35.3147 })).toMatch(/cubic feet per second/);
    expect(slip({ power_output_kw: powerAt(0.8) * 1000 })).toMatch(/W sent as kW/);
    expect(slip({})).toBeUndefined();
    expect(slip({ power_output_kw: 450 })).toBeUndefined();
  });
  test.each([
    [1.08, true],
    [1.2, false],
  ])("only when the factor is met within a tenth: %d", (off, named) => {
    expect(slip({ flow_rate_m3s: 2.5 * 35.3147 * off }) !== undefined).toBe(named);
  });
});
