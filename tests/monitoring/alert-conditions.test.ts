import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  conditionNow,
  conditionOfValues,
  hasNewest,
  levelOf,
  lookEveryMs,
  lookOf,
  type Sample,
  silenceS,
  take,
  type ValueMemory,
  type ValueRule,
} from "../../src/monitoring/alert-conditions.ts";
import { alertRuleSchema } from "../../src/monitoring/alert-rule.ts";

const ruleOf = (more: object): ValueRule =>
  alertRuleSchema.parse({ kind: "threshold", name: "x", quantity: "power_output_kw", ...more }) as ValueRule;
const minuteMs = 60_000;
/** A reading of the interval of so many minutes that ends at this minute. */
const at = (minute: number, value: number, minutes = 5): Sample => ({
  fromMs: (minute - minutes) * minuteMs,
  atMs: minute * minuteMs,
  value,
});

function memoryOf(rule: ValueRule, samples: readonly Sample[]): Partial<ValueMemory> | undefined {
  let memory: Partial<ValueMemory> | undefined;
  for (const sample of samples) memory = take(rule, memory as ValueMemory | undefined, sample);
  return memory;
}
const lookAfter = (rule: ValueRule, samples: readonly Sample[], state?: "pending" | "firing") =>
  lookOf(conditionOfValues(memoryOf(rule, samples)), rule, state);

describe("a limit", () => {
  test.each([
    [100, 100, 0, "clear"],
    [100.1, 100, 0, "beyond"],
    [96, 100, 5, "between"],
    [95, 100, 5, "clear"],
  ])("%d against %d with a hysteresis of %d is %s", (value, limit, hysteresis, level) => {
    expect(levelOf(value, limit, hysteresis)).toBe(level);
  });

  test("from below is the same the other way round", () => {
    const rule = ruleOf({ below: 38, hysteresis: 1.5 });
    const looks = [37, 38, 39, 39.5].map((value) => lookAfter(rule, [at(0, value)], "firing"));
    expect(looks).toEqual(["holds", "holds", "holds", "over"]);
    expect([37, 38].map((value) => lookAfter(rule, [at(0, value)]))).toEqual(["fires", "over"]);
  });

  test("is clear at the end of what the quantity can be, however wide the hysteresis", () => {
    const spill = ruleOf({ quantity: "spill_flow_m3s", above: 0, hysteresis: 0.5 });
    expect([0.1, 0].map((flow) => lookAfter(spill, [at(0, flow)], "firing"))).toEqual(["holds", "over"]);
    const cold = ruleOf({ quantity: "temperature_c", above: 0.1, hysteresis: 30 });
    expect([-9, -10].map((degrees) => lookAfter(cold, [at(0, degrees)], "firing"))).toEqual(["holds", "over"]);
    const weak = ruleOf({ quantity: "efficiency", below: 0.9, hysteresis: 0.2 });
    expect([0.95, 1].map((share) => lookAfter(weak, [at(0, share)], "firing"))).toEqual(["holds", "over"]);
  });

  test("with a hysteresis holds an open alert until the value is back behind it, and begins none in between", () => {
    const rule = ruleOf({ above: 100, hysteresis: 5 });
    expect(lookAfter(rule, [at(0, 97)], "firing")).toBe("holds");
    expect(lookAfter(rule, [at(0, 97)], "pending")).toBe("over");
    expect(lookAfter(rule, [at(0, 97)])).toBe("over");
    expect(lookAfter(rule, [at(0, 95)], "firing")).toBe("over");
  });
});

describe("a duration", () => {
  const rule = ruleOf({ above: 100, for_s: 600 });

  test("is of measured time: an interval that is as long fires at once, two of half the length together", () => {
    expect(lookAfter(rule, [at(0, 120, 10)])).toBe("fires");
    expect(lookAfter(rule, [at(0, 120)])).toBe("holds");
    expect(lookAfter(rule, [at(0, 120), at(5, 120)])).toBe("fires");
  });

  test("begins anew behind every value that is not beyond", () => {
    expect(lookAfter(rule, [at(0, 120), at(5, 90), at(10, 120)])).toBe("holds");
    expect(lookAfter(rule, [at(0, 120), at(5, 90), at(10, 120), at(15, 120)])).toBe("fires");
  });

  test("does not pass while nothing is measured", () => {
    const memory = memoryOf(rule, [at(0, 120)]);
    expect(conditionOfValues(memory)).toMatchObject({ heldMs: 5 * minuteMs });
  });
});

describe("late readings", () => {
  const rule = ruleOf({ above: 100, for_s: 600 });

  test("that were not beyond break a run, wherever in it they belong", () => {
    expect(lookAfter(rule, [at(0, 120), at(10, 120)])).toBe("fires");
    expect(lookAfter(rule, [at(0, 120), at(10, 120), at(5, 90)])).toBe("holds");
  });

  test("that were beyond make a run longer, and fire what had not held for long enough", () => {
    expect(lookAfter(rule, [at(0, 90), at(10, 120)])).toBe("holds");
    expect(lookAfter(rule, [at(0, 90), at(10, 120), at(5, 120)])).toBe("fires");
  });

  test("from before what is known to be over say nothing of now", () => {
    expect(lookAfter(rule, [at(60, 90), at(0, 500, 30)])).toBe("over");
    expect(lookAfter(rule, [at(60, 120), at(0, 90)], "firing")).toBe("holds");
  });

  test("give in whatever order they arrive what they give in the order they were measured", () => {
    const values = fc.array(fc.constantFrom(90, 97, 120), { minLength: 1, maxLength: 12 });
    const orders = values.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray([...some.keys()], { minLength: some.length })),
    );
    const limit = ruleOf({ above: 100, hysteresis: 5, for_s: 600 });
    fc.assert(
      fc.property(orders, ([some, order]) => {
        const samples = some.map((value, i) => at(5 * i, value));
        const shuffled = order.map((i) => samples[i] as Sample);
        const [inOrder, late] = [
          conditionOfValues(memoryOf(limit, samples)),
          conditionOfValues(memoryOf(limit, shuffled)),
        ];
        expect(late).toEqual(inOrder);
      }),
    );
  });

  test("give the same of instants and of intervals with gaps between them: a run begins where it was measured to", () => {
    expect(lookAfter(rule, [at(0, 120, 0), at(10, 120, 0), at(1, 90, 0), at(11, 120, 0)])).toBe("holds");
    const sample = fc.record({
      gap: fc.integer({ min: 0, max: 7 }),
      long: fc.integer({ min: 0, max: 3 }),
      value: fc.constantFrom(90, 120),
    });
    const orders = fc
      .array(sample, { minLength: 1, maxLength: 20 })
      .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some.keys()], { minLength: some.length })));
    fc.assert(
      fc.property(orders, ([some, order]) => {
        let endMinute = 0;
        const samples = some.map(({ gap, long, value }) => {
          endMinute += Math.max(1, gap + long);
          return at(endMinute, value, long);
        });
        const shuffled = order.map((i) => samples[i] as Sample);
        expect(conditionOfValues(memoryOf(rule, shuffled))).toEqual(conditionOfValues(memoryOf(rule, samples)));
      }),
      { numRuns: 500 },
    );
  });

  test("find where a run of very many instants goes on, as far as it is remembered, and no memory grows with them", () => {
    const many = Array.from({ length: 500 }, (_, i) => at(10 * i, 120, 0));
    const memory = memoryOf(rule, [...many, at(4_905, 90, 0)]);
    expect(conditionOfValues(memory)?.heldMs).toBe(80 * minuteMs);
    expect(JSON.stringify(memory).length).toBeLessThan(2_500);
    expect(conditionOfValues(memoryOf(rule, [...many, at(15, 90, 0)]))?.heldMs).toBe((4_990 - 15) * minuteMs);
  });
});

describe("a rate", () => {
  const rule = ruleOf({ kind: "rate", direction: "falling", per_hour: 60, hysteresis: 10 });

  test("is of the two newest values, per hour, in its direction", () => {
    expect(conditionOfValues(memoryOf(rule, [at(0, 100)]))).toBeUndefined();
    expect(conditionOfValues(memoryOf(rule, [at(0, 100), at(30, 60)]))).toMatchObject({ level: "beyond", value: -80 });
    expect(lookAfter(rule, [at(0, 60), at(30, 100)])).toBe("over");
    const either = ruleOf({ kind: "rate", per_hour: 60 });
    expect(lookAfter(either, [at(0, 60), at(30, 100)])).toBe("fires");
  });

  test("in either direction is over where nothing changes, however wide its hysteresis", () => {
    const either = ruleOf({ kind: "rate", per_hour: 60, hysteresis: 80 });
    expect(lookAfter(either, [at(0, 60), at(30, 100), at(60, 105)], "firing")).toBe("holds");
    expect(lookAfter(either, [at(0, 60), at(30, 100), at(60, 100)], "firing")).toBe("over");
    const rising = ruleOf({ kind: "rate", direction: "rising", per_hour: 60, hysteresis: 80 });
    expect(lookAfter(rising, [at(0, 60), at(30, 100), at(60, 100)], "firing")).toBe("holds");
    expect(lookAfter(rising, [at(0, 60), at(30, 100), at(60, 90)], "firing")).toBe("over");
  });

  test("is computed anew when a reading belongs between the two, and stays when it belongs before", () => {
    const between = memoryOf(rule, [at(0, 100), at(30, 60), at(15, 60)]);
    expect(conditionOfValues(between)).toMatchObject({ level: "clear", value: 0 });
    expect(conditionOfValues(memoryOf(rule, [at(0, 100), at(30, 60), at(-15, 0)]))).toMatchObject({ value: -80 });
  });

  test("of a late reading between the two breaks a run, or makes it longer, as in the order of time", () => {
    const rising = ruleOf({ kind: "rate", direction: "rising", per_hour: 10, for_s: 9_000 });
    const inTime = [at(0, 0), at(60, 5), at(120, 30), at(180, 45)];
    const [first, late, second, third] = inTime as [Sample, Sample, Sample, Sample];
    for (const order of [inTime, [first, second, late, third]])
      expect(conditionOfValues(memoryOf(rising, order))).toMatchObject({
        sinceMs: 60 * minuteMs,
        heldMs: 120 * minuteMs,
      });
    expect(lookAfter(rising, [first, second, late, third])).toBe("holds");
    const falling = [at(3, 1), at(5, 3), at(7, 0)] as [Sample, Sample, Sample];
    expect(conditionOfValues(memoryOf(rule, [falling[0], falling[2], falling[1]]))).toMatchObject({
      ...{ level: "beyond", sinceMs: 5 * minuteMs, heldMs: 2 * minuteMs },
    });
  });

  test("gives what it gives in the order of time where readings swap places with their neighbours", () => {
    const values = fc.array(fc.tuple(fc.constantFrom(0, 5, 10, 20), fc.boolean()), { minLength: 3, maxLength: 12 });
    const either = ruleOf({ kind: "rate", per_hour: 60, hysteresis: 20, for_s: 600 });
    fc.assert(
      fc.property(values, (some) => {
        const samples = some.map(([value], i) => at(5 * i, value));
        const swapped = [...samples];
        for (let i = 1; i + 1 < swapped.length; i++)
          if (some[i]?.[1]) swapped.splice(i, 2, swapped[i + 1] as Sample, swapped[i++] as Sample);
        expect(conditionOfValues(memoryOf(either, swapped))).toEqual(conditionOfValues(memoryOf(either, samples)));
      }),
    );
  });

  test("keeps two values, however many come", () => {
    const memory = memoryOf(
      rule,
      Array.from({ length: 50 }, (_, i) => at(i * 5, i)),
    );
    expect(hasNewest(memory) && memory.pair).toHaveLength(2);
  });
});

test("what is looked at now has been beyond since the open alert says so", () => {
  const times = { nowMs: 1_000_000, sinceMs: 400_000 };
  expect(conditionNow(5, 3, 0, times)).toEqual({ level: "beyond", value: 5, sinceMs: 400_000, heldMs: 600_000 });
  expect(conditionNow(5, 3, 0, { nowMs: 1_000_000 })).toMatchObject({ heldMs: 0 });
  expect(conditionNow(2, 3, 0, times)).toMatchObject({ level: "clear", heldMs: 0 });
});

test("a device is silent after three of its intervals, and not before a quarter of an hour", () => {
  expect([silenceS(120, 3600), silenceS(undefined, 3600), silenceS(undefined, 60), silenceS(undefined, null)]).toEqual([
    120, 10_800, 900, 900,
  ]);
});

test("a window is looked at a few times in its length", () => {
  expect([300, 7_200, 604_800].map(lookEveryMs)).toEqual([60_000, 120_000, 900_000]);
});

test("a rule without a limit, or with two, is none", () => {
  for (const limits of [{}, { above: 1, below: 2 }]) expect(() => ruleOf(limits)).toThrow(/one of above and below/);
});
