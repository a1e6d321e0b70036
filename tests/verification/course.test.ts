import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalBytes, canonicalText, type Json } from "../../src/kernel/canonical.ts";
import type { DeviceMemory, Verdict } from "../../src/verification/verdict.ts";
import { effectOf } from "./builders.ts";
import { aDay, fourHours, play, type Shift } from "./exact.ts";
import { honest, Operation, wobble } from "./learning.ts";

// What holds for any course of readings.

const textOf = (memory: DeviceMemory | undefined) => canonicalText(memory as unknown as Json);

/** A plant that senses everything and runs everywhere between a tenth and all of its water, a little unquietly. */
const wide = (i: number): Shift => ({
  at: 0.1 + ((i * 37) % 97) / 100,
  power: 0.008 * wobble(i, 31),
  flow: 0.004 * wobble(i, 32),
  head: 0.01 * wobble(i, 33),
  spill: 1 + 0.5 * wobble(i, 34),
});

describe("memory", () => {
  test("stays under 16 kB after 400 days of a plant that senses everything, hours and then 5-minute readings", () => {
    const operation = new Operation(fourHours);
    play(operation, 400 * aDay, wide);
    const { channels } = operation.memory?.learnt ?? {};
    expect(Object.values(channels ?? {}).map(({ daysLearnt }) => daysLearnt)).toEqual([399, 399, 399]);
    const size = ({ memory }: Operation) => canonicalBytes(memory as unknown as Json).length;
    const fine = operation.fork(undefined, 300);
    const sizes = Array.from({ length: 48 }, (_, i) => {
      play(fine, 12, (k) => wide(12 * i + k));
      return size(fine);
    });
    expect(Math.max(size(operation), ...sizes)).toBeLessThan(16_000);
  });

  test("is canonical JSON at every step: what was stored and read again is the same memory, to the byte", () => {
    const operation = new Operation();
    for (let i = 0; i < 40; i++) {
      play(operation, 24, (k) => wide(24 * i + k));
      const { memory } = operation;
      expect(JSON.parse(JSON.stringify(memory))).toEqual(memory);
      expect(textOf(JSON.parse(textOf(memory)) as DeviceMemory)).toBe(textOf(memory));
    }
  });
});

/** One of the things that an operation does in a day. */
const days = fc.array(
  fc.record({ power: fc.constantFrom(0.8, 1, 1.03, 1.06, 1.3), flow: fc.constantFrom(0, 0.3, 1), skip: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
);

const taught = (() => {
  const operation = new Operation(fourHours);
  operation.run(40);
  return operation;
})();

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

function course(operation: Operation, told: readonly { power: number; flow: number; skip: boolean }[]): Verdict[] {
  return told.flatMap(({ power, flow, skip }) => {
    if (skip) operation.skip(3);
    return Array.from({ length: skip ? 3 : 6 }, () => {
      frozen(operation.memory);
      return (operation.steps(1, { power: power * flow, flow })[0] as { verdict: Verdict }).verdict;
    });
  });
}

test("a verdict depends on nothing that comes later, and what comes later leaves earlier memory as it was", () => {
  fc.assert(
    fc.property(days, days, days, (before, one, other) => {
      const [first, second] = [taught.fork(), taught.fork()];
      const said = course(first, before);
      const kept = first.memory;
      const text = textOf(kept);
      course(first, one);
      expect(textOf(kept)).toBe(text);
      const again = course(second, before);
      course(second, other);
      expect(again).toEqual(said);
    }),
    { numRuns: 60 },
  );
});

describe("an honest reading is not flagged for being late", () => {
  const backdated = (verdicts: readonly Verdict[]) =>
    verdicts.filter((verdict) => effectOf(verdict, "temporal.backdated") !== "none");
  const readings = Array.from({ length: 96 }, (_, i) => i);
  const hourS = 3_600;

  test("as history that comes in any order, however old, in one go of up to half a day", () => {
    const anyOrder = fc.shuffledSubarray(readings, { minLength: 60, maxLength: 96 });
    fc.assert(
      fc.property(anyOrder, fc.integer({ min: 5, max: 4_000 }), (order, oldDays) => {
        const operation = new Operation();
        const verdicts = order.map((i, k) => {
          const lateS = (96 - i) * hourS + oldDays * 86_400 + (k * 12 * hourS) / 96;
          return operation.send(honest(i, 24), i, { lateS });
        });
        expect(backdated(verdicts)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("as the backlog of an outage that comes in any order within half a day of the link's return", () => {
    const outage = fc.record({
      from: fc.integer({ min: 5, max: 30 }),
      hours: fc.integer({ min: 1, max: 60 }),
      order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
      within: fc.integer({ min: 1, max: 11 }),
    });
    fc.assert(
      fc.property(outage, ({ from, hours, order, within }) => {
        const operation = new Operation();
        const back = from + hours;
        for (let i = 0; i < from; i++) operation.send(honest(i, 24), i);
        const live = Array.from({ length: within + 1 }, (_, k) => operation.send(honest(back + k, 24), back + k));
        const missing = readings.slice(from, back).sort((a, b) => (order[a - from] ?? 0) - (order[b - from] ?? 0));
        const backlog = missing.map((i) => operation.send(honest(i, 24), i, { lateS: (back + within - i) * hourS }));
        expect(backdated([...live, ...backlog])).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("but one that was kept back for a day while newer ones came is", () => {
    const operation = new Operation();
    for (const i of [0, 1, 2, 6, 7, 8]) operation.send(honest(i, 24), i);
    expect(backdated([operation.send(honest(4, 24), 4, { lateS: 86_400 })])).toHaveLength(1);
  });
});
