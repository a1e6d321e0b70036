import { describe, expect, test } from "vitest";
import { efficienciesByUnits, efficiencyEnvelope } from "../../src/hydropower/efficiency.ts";
import { type Plant, turbineTypes } from "../../src/hydropower/plant.ts";
import { shifted, taught } from "../../src/verification/curve.ts";
import { leftMore, type Machine, machineOf, nearest, priorsAt } from "../../src/verification/machine.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import { input } from "./builders.ts";
import { aDay, fourHours, play, strongest } from "./exact.ts";
import { calmPlant, firstDayMs, notApproved, Operation } from "./learning.ts";

const asUsual = { leastLoad: 0.4, fullest: 1.05 };
const of = (turbine_type: Plant["turbine_type"], load: number) => efficiencyEnvelope({ turbine_type }, load).expected;

describe("efficiencies by units", () => {
  test("are those of each number of units that can share the flow", () => {
    const both = efficienciesByUnits({ turbine_type: "francis" }, 2, 0.485, asUsual);
    expect(both).toEqual([of("francis", 0.97), of("francis", 0.485)]);
    expect(efficienciesByUnits({ turbine_type: "francis" }, 2, 0.3, asUsual)).toEqual([of("francis", 0.6)]);
    expect(efficienciesByUnits({ turbine_type: "francis" }, 2, 0.7, asUsual)).toEqual([of("francis", 0.7)]);
  });

  test("are never none: one unit runs as low, all as high as they must", () => {
    expect(efficienciesByUnits({ turbine_type: "kaplan" }, 2, 0.125, asUsual)).toEqual([of("kaplan", 0.25)]);
    expect(efficienciesByUnits({ turbine_type: "kaplan" }, 2, 1, asUsual)).toEqual([of("kaplan", 1)]);
  });

  test("stay beyond a unit's design flow what they are there", () => {
    expect(efficienciesByUnits({ turbine_type: "propeller" }, 2, 1.15, asUsual)).toEqual([of("propeller", 1)]);
  });

  test("are the registered curve's where there is one", () => {
    const efficiency_curve = [
      { flow_fraction: 0.2, efficiency: 0.6 },
      { flow_fraction: 1, efficiency: 0.8 },
    ];
    expect(efficienciesByUnits({ turbine_type: "kaplan", efficiency_curve }, 3, 0.6, asUsual)).toEqual([0.7]);
  });
});

test("of several expectations the one nearest to the level counts", () => {
  expect(nearest(-0.2, [-0.1, -0.25], 0)).toBeCloseTo(0.05);
  expect(nearest(-0.2, [-0.1, -0.25], -0.1)).toBeCloseTo(-0.1);
});

/** An honest plant whose flow swings over the day, efficiency as the type has it, a per cent under it. */
function honestDays(operation: Operation, type: Plant["turbine_type"], days: number, flowAt: (hour: number) => number) {
  return Array.from({ length: 24 * days }, (_, i) => {
    const flow = flowAt(i % 24);
    const flow_rate_m3s = 2.8 * flow * (1 + 0.004 * Math.sin(7 * i));
    const efficiency = 0.99 * of(type, flow);
    return { i, verdict: operation.send({ flow_rate_m3s, power_output_kw: 9.79 * flow_rate_m3s * 45 * efficiency }) };
  });
}

describe("a plant whose type is not registered", () => {
  const { turbine_type: _, ...untyped } = calmPlant;
  test.each(turbineTypes)("is taken for the %s that it behaves like", (type) => {
    const operation = new Operation(3_600, undefined, { ...untyped, units: 1 });
    honestDays(operation, type, 4, (hour) => 0.45 + (hour % 12) / 22);
    expect(turbineTypes[operation.memory?.learnt?.likeness?.taken ?? -1]).toBe(type);
    expect(operation.memory?.endMs).toBe(firstDayMs + 96 * 3_600_000);
  });

  test("is left alone when it runs at flows that it never ran at", () => {
    const operation = new Operation(3_600, undefined, { ...untyped, units: 1 });
    honestDays(operation, "francis", 50, (hour) => 0.45 + (hour % 12) / 60);
    expect(notApproved(honestDays(operation, "francis", 10, (hour) => 0.7 + (hour % 12) / 60))).toEqual([]);
  });

  test("turns out to be another machine without a flag, and is judged on at once", () => {
    const operation = new Operation(fourHours, undefined, { ...untyped, units: 1 });
    const asKaplan = (load: number) => Math.log((0.99 * of("kaplan", load)) / 0.75);
    const taken = () => turbineTypes[operation.memory?.learnt?.likeness?.taken ?? -1];
    // At this flow a Francis gives as much.
    play(operation, 20 * aDay, { power: asKaplan(0.755) });
    expect(taken()).toBe("francis");
    const evenings = play(operation, 13 * aDay, (i) =>
      i % aDay < 3 ? { power: asKaplan(0.755) } : { at: 0.45, power: asKaplan(0.45) },
    );
    expect([taken(), strongest(evenings)]).toEqual(["kaplan", "none"]);
    const high = play(operation, aDay, { power: asKaplan(0.755) + 0.06 });
    expect(strongest(high, "physics.learnt-curve-day", "physics.learnt-curve-month")).toBe("flag");
  });
});

test("beside another machine a curve expects what it did at flows that it knows, whatever units run", () => {
  const { learning } = policyInForce;
  const { turbine_type: _type, design_flow_m3s: _flow, ...unregistered } = calmPlant;
  const station = {
    ...input({ quantities: {} }),
    plant: { ...unregistered, units: 3 },
    device: { device_id: "S", kind: "station" as const },
  };
  const machine = machineOf(station, undefined, learning) as Machine;
  const [from, to] = [7, 9];
  const flows = [0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
  const expected = (make: number, flow: number) => priorsAt(machine, machine.makes[make] as never, flow, learning);
  const lessons = flows.flatMap((main) =>
    Array.from({ length: 40 }, () => ({ point: [main, 0, 0, 0] as const, y: 0.02 })),
  );
  const rules = { knotDoubt: learning.knot_doubt, slopeDoubt: learning.slope_doubt, kept: learning.kept };
  const curve = taught(null, lessons, rules);
  const fits = machine.makes.map((_, i): [number, number] => [i === from ? 2_000 : 0, 0]);
  const moved = shifted(curve, leftMore(machine, { seconds: 0, fits, taken: from }, from, to, learning), rules);
  const apart = flows.map((_, i) => {
    const knot = i + 8;
    const flow = flows[i] as number;
    const before = expected(from, flow).map((prior) => prior + (curve.coefficients[knot] as number));
    const after = expected(to, flow).map((prior) => prior + (moved.coefficients[knot] as number));
    return Math.min(...before.flatMap((one) => after.map((other) => Math.abs(one - other))));
  });
  expect(Math.max(...apart)).toBeLessThan(0.01);
});
