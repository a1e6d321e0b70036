import { beforeAll, describe, expect, test } from "vitest";
import { canonicalBytes, canonicalText, type Json } from "../../src/kernel/canonical.ts";
import { logKept } from "../../src/verification/compact.ts";
import { expectedAt } from "../../src/verification/curve.ts";
import type { Curve } from "../../src/verification/state.ts";
import { effectOf, objections, powerAt } from "./builders.ts";
import { firstDayMs, flaggedBy, notApproved, Operation } from "./learning.ts";

const reading = "physics.learnt-curve-reading";
const quarter = "physics.learnt-curve-quarter";
/** The last day against the month or against the last days, whichever is worse. */
const day = ["physics.learnt-curve-day", "physics.learnt-curve-month"] as const;
const sum = "physics.learnt-curve-sum";
const down = "physics.learnt-curve-down";

/** Two months of hours: learnt and calibrated. */
let calm: Operation;
beforeAll(() => {
  calm = new Operation();
  expect(notApproved(calm.run(60))).toEqual([]);
});

const lines = (operation: Operation) => operation.memory?.learnt?.channels.efficiency?.calibration.lines;

describe("a calm plant", () => {
  test("draws its lines at the floors and is approved on for months", () => {
    expect(lines(calm)).toEqual([3300, 3000, 4000, 5000, 8000, 15000, 12000]);
    expect(notApproved(calm.fork().run(120))).toEqual([]);
  });

  test("is held to wide lines before it has shown three weeks of its own, and to none before twelve days", () => {
    const young = new Operation();
    young.run(11);
    expect(notApproved(young.fork().run(1, { power: 1.2 }))).toEqual([]);
    young.run(19);
    expect(notApproved(young.fork().run(1, { power: 1.042 }))).toEqual([]);
    expect(flaggedBy(young.fork().run(1, { power: 1.06 }), ...day).length).toBeGreaterThan(0);
    young.run(6);
    expect(flaggedBy(young.run(1, { power: 1.042 }), ...day).length).toBeGreaterThan(0);
  });

  test("keeps a memory of a few kB however long it runs", () => {
    const old = calm.fork();
    old.run(300);
    expect(canonicalBytes(old.memory as unknown as Json).length).toBeLessThan(10_000);
    expect(old.memory?.learnt?.channels.efficiency?.calibration.weeks.length).toBe(34);
  });

  test("gives the same memory when it was stored as JSON in between", () => {
    const [one, other] = [calm.fork(), calm.fork()];
    for (let i = 0; i < 48; i++) {
      one.steps(1);
      other.memory = JSON.parse(canonicalText(other.memory as unknown as Json)) as typeof other.memory;
      other.steps(1);
    }
    expect(canonicalText(other.memory as unknown as Json)).toBe(canonicalText(one.memory as unknown as Json));
  });
});

describe("one reading", () => {
  test.each([
    [1.1, 0],
    [1.15, 1],
  ])("of %d times its power is flagged at once or not at all", (power, flags) => {
    expect(flaggedBy(calm.fork().steps(1, { power }), reading).length).toBe(flags);
  });

  test("is the worse the further it strays, and what was learnt alone never rejects it", () => {
    const scores = [1.13, 1.4, 1.8, 3].map((power) => {
      const verdict = calm.fork().steps(1, { power })[0]?.verdict;
      expect(verdict?.reasons.find(({ rule }) => rule === reading)?.effect).toBe("flag");
      return verdict?.layers.find(({ layer }) => layer === "physics")?.score;
    });
    expect(scores).toEqual([...scores].sort().reverse());
  });

  test("whose flow changed much is left to other limits: a unit started within it", () => {
    const operation = calm.fork();
    const flowBefore = operation.memory?.flowM3s as number;
    const send = (change: number) => {
      const flow_rate_m3s = flowBefore - change * 2.8;
      const power_output_kw = 1.2 * powerAt(0.75, flow_rate_m3s);
      return operation.fork().send({ flow_rate_m3s, head_height_m: 45, power_output_kw });
    };
    expect(effectOf(send(0.14), reading)).toBe("flag");
    expect(effectOf(send(0.16), reading)).toBe("none");
  });

  test("that is flagged teaches nothing", () => {
    const operation = calm.fork();
    operation.steps(1, { power: 1.15 });
    expect(operation.memory?.learnt?.channels.efficiency?.open?.[7]).toBe(1);
  });
});

describe("a cheat of one day", () => {
  test.each([
    [1.026, false],
    [1.036, true],
  ])("of %d times the power is found within the day: %s", (power, found) => {
    const operation = calm.fork();
    const seen = operation.run(1, { power });
    expect(notApproved(seen).length > 0).toBe(found);
    if (found) expect(flaggedBy(seen, ...day).length).toBeGreaterThan(0);
    // The honest day after it is not held for it.
    expect(notApproved(operation.run(1))).toEqual([]);
  });

  test.each([
    [1.036, false],
    [1.046, true],
  ])("six hours of %d times the power are found as such: %s", (power, found) => {
    const operation = calm.fork();
    operation.steps(8);
    expect(flaggedBy(operation.steps(6, { power }), quarter).length > 0).toBe(found);
  });

  test("re-opens exactly the hours since it began, each once", () => {
    const operation = calm.fork();
    operation.steps(8);
    const seen = operation.steps(16, { power: 1.06 });
    const reopened = seen.flatMap(({ i, verdict }) => (verdict.reopen === undefined ? [] : [{ i, ...verdict.reopen }]));
    const first = reopened[0];
    expect(first?.fromMs).toBe(firstDayMs + (60 * 24 + 8) * 3_600_000);
    expect(first?.toMs).toBe(firstDayMs + (first?.i ?? 0) * 3_600_000);
    expect(first?.rule).toMatch(/^physics\.learnt-curve-/);
    // From detection on every reading of it is flagged itself.
    expect(notApproved(seen).map(({ i }) => i)).toEqual(seen.map(({ i }) => i).filter((i) => i >= (first?.i ?? 0)));
  });

  test("is found in 5-minute readings as in hours", () => {
    const fine = new Operation(300);
    expect(notApproved(fine.run(42))).toEqual([]);
    expect(notApproved(fine.fork().run(1, { power: 1.026 }))).toEqual([]);
    expect(flaggedBy(fine.fork().run(1, { power: 1.036 }), ...day).length).toBeGreaterThan(0);
  });

  test("one day in ten is found every time, for the level forgets none of it", () => {
    const operation = calm.fork();
    for (let i = 0; i < 5; i++) {
      expect(notApproved(operation.run(1, { power: 1.05 })).length).toBeGreaterThan(6);
      expect(notApproved(operation.run(9))).toEqual([]);
    }
  });
});

describe("a slow cheat", () => {
  test("that rises by a quarter of a per cent a day is found within three weeks", () => {
    const operation = calm.fork();
    const seen = operation.run(20, (i) => ({ power: 1 + 0.0025 * (Math.floor(i / 24) - 60) }));
    expect(notApproved(seen).length).toBeGreaterThan(0);
  });

  test.each([
    [1.026, 14, true],
    [1.012, 40, false],
  ])("of %d times the power adds up within %i days: %s", (power, days, found) => {
    const seen = calm.fork().run(days, { power });
    expect(flaggedBy(seen, sum).length > 0).toBe(found);
    expect(flaggedBy(seen, ...day)).toEqual([]);
  });

  test("what added up is reported with one reading, and then begins anew", () => {
    const found = flaggedBy(calm.fork().run(14, { power: 1.026 }), sum);
    expect(found.length).toBeGreaterThanOrEqual(1);
    expect(found.length).toBeLessThanOrEqual(2);
    expect(found[0]?.verdict.reopen?.rule).toBe(sum);
  });

  test("a shift that stays is flagged for five days, then it is the plant's level", () => {
    const operation = calm.fork();
    expect(notApproved(operation.run(5, { power: 1.06 })).length).toBeGreaterThan(100);
    operation.run(1, { power: 1.06 });
    expect(notApproved(operation.run(20, { power: 1.06 }))).toEqual([]);
    expect(notApproved(operation.run(1, { power: 1.12 })).length).toBeGreaterThan(12);
  });
});

describe("less power than before", () => {
  test.each([
    [0.88, false],
    [0.84, true],
  ])("of %d times the power for a day is doubted: %s", (power, found) => {
    const seen = calm.fork().run(1, { power });
    expect(flaggedBy(seen, down).length > 0).toBe(found);
  });
});

describe("calibration", () => {
  /** Honest days that stray by a few per cent, some more than others. */
  const restless = (size: number) => (i: number) => ({
    power: 1 + size * Math.abs(((Math.floor(i / 24) * 5) % 7) - 3),
  });

  test("a restless plant is left alone, and its lines lie beyond what it does", () => {
    const operation = new Operation();
    operation.run(90, restless(0.03));
    expect(lines(operation)?.[1]).toBeGreaterThan(4000);
    expect(notApproved(operation.run(60, restless(0.03)))).toEqual([]);
  });

  test("after eight months nothing widens the lines", () => {
    const operation = new Operation();
    operation.run(12 + 34 * 7 + 1);
    const fixed = lines(operation);
    operation.run(60, restless(0.01));
    expect(lines(operation)).toEqual(fixed);
  });

  test("what is doubted does not widen the lines it broke", () => {
    const operation = calm.fork();
    for (let week = 0; week < 20; week++) {
      operation.run(6);
      operation.run(1, { power: 1.1 });
    }
    expect(logKept(lines(operation)?.[1] as number)).toBeLessThan(0.06);
  });
});

describe("what is learnt", () => {
  test("follows the river: power lost to a tailwater that rises with all flow of the last day is expected", () => {
    const operation = new Operation();
    const spilling = (i: number) => {
      const spell = Math.floor(i / 120) % 2;
      const share = spell === 1 ? 1 - Math.exp(-((i % 120) + 1) / 24) : Math.exp(-((i % 120) + 1) / 24);
      return { power: 1 - 0.06 * (i < 120 ? 0 : share), more: { spill_flow_m3s: spell * 2.8 } };
    };
    operation.run(80, spilling);
    const curve = operation.memory?.learnt?.channels.efficiency?.curve as Curve;
    const at = (ofTheDay: number, now: number) => expectedAt(curve, [0.75, ofTheDay, now, 0]);
    expect(at(2, 1) - at(1, 1)).toBeLessThan(-0.04);
    expect(Math.abs(at(1, 2) - at(1, 1))).toBeLessThan(0.015);
  });

  test("does not speak where the plant never ran", () => {
    const operation = calm.fork();
    const opened = operation.steps(6, { flow: 0.4, power: 0.4 * 1.06 });
    expect(notApproved(opened)).toEqual([]);
  });

  test("ignores what is not of this plant's size: a head four times as high is left to other limits", () => {
    const operation = calm.fork();
    const hourOf = (head: number) => {
      const fork = operation.fork();
      fork.steps(1, { head });
      return fork.memory?.learnt?.channels.efficiency?.open?.[0];
    };
    const before = operation.memory?.learnt?.channels.efficiency?.open?.[0] as number;
    expect([hourOf(4.2), hourOf(3.8), hourOf(0.24), hourOf(0.26)]).toEqual([before, before + 1, before, before + 1]);
  });
});

describe("flow and head", () => {
  test.each([
    [1.017, false],
    [1.027, true],
  ])("flow and power times %d at the same opening are found: %s", (factor, found) => {
    const operation = new Operation();
    operation.run(60, { gated: true });
    const seen = operation.run(1, { gated: true, flow: factor, power: factor });
    expect(flaggedBy(seen, "device.learnt-opening-day", "device.learnt-opening-month").length > 0).toBe(found);
  });

  test("a reservoir that fills by half a per cent a day is not held for its head", () => {
    const operation = calm.fork();
    const seen = operation.run(20, (i) => {
      const head = 1 + 0.005 * (i / 24 - 60);
      return { head, power: head };
    });
    expect(notApproved(seen)).toEqual([]);
  });
});

test("the verdict says in one sentence what was found", () => {
  const seen = calm.fork().run(1, { power: 1.06 });
  const said = seen.flatMap(({ verdict }) => objections(verdict)).at(-1);
  expect(said?.detail).toMatch(
    /^the last (six hours|day).*: [\d.]+ % more power for its flow and head than this plant showed before$/,
  );
});
