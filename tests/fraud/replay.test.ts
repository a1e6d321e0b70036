import { expect, test } from "vitest";
import { nothingReplayed, type ReplayMemory, replay } from "../../src/fraud/replay.ts";

const rules = { replay_stretch: 8, replay_distinct: 6, replay_marks_a_day: 10, replay_days: 31, replay_clock: 10_800 };
const dayOf = (seed: number) => Array.from({ length: 288 }, (_, i) => [seed + i * 0.1, 2 + i * 0.01, 45]);

/** Sends readings of 300 s from a step on; returns the steps at which a copy was seen. */
function send(memory: ReplayMemory, readings: readonly number[][], from: number, limits = rules) {
  let after = memory;
  const copies = readings.flatMap((values, i) => {
    const seen = replay(after, values, (from + i + 1) * 300_000, 300, limits);
    after = seen.memory;
    return seen.repeated ? [i] : [];
  });
  return { after, copies };
}

test("a day is seen again a month later, and forgotten after that", () => {
  let { after } = send(nothingReplayed, dayOf(1000), 0);
  for (let day = 1; day < 25; day++) ({ after } = send(after, dayOf(1000 + 100 * day), day * 288));
  expect(send(after, dayOf(1000), 25 * 288).copies.length).toBeGreaterThanOrEqual(7);
  for (let day = 25; day < 60; day++) ({ after } = send(after, dayOf(1000 + 100 * day), day * 288));
  expect(send(after, dayOf(1000), 60 * 288).copies).toEqual([]);
  expect(after.marks.length).toBeLessThanOrEqual(5 * 10 * 31);
});

test("a stretch of few different readings proves nothing", () => {
  const steady = (different: number) => dayOf(1000).map((_, i) => [900 + (i % different), 2.5, 45]);
  const copiesOf = (different: number) =>
    send(send(nothingReplayed, steady(different), 0).after, steady(different), 288).copies.length;
  expect(copiesOf(5)).toBe(0);
  expect(copiesOf(6)).toBeGreaterThan(0);
});

test("one digit makes another stretch, and a stretch that is cut short none", () => {
  const { after } = send(nothingReplayed, dayOf(1000), 0);
  const changed = dayOf(1000).map((values, i) =>
    i % 7 === 0 ? [(values[0] ?? 0) + 1e-9, values[1] ?? 0, 45] : values,
  );
  expect(send(after, changed, 288).copies).toEqual([]);
});
