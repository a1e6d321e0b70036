import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Log } from "../../src/platform/log.ts";
import { startLoop } from "../../src/platform/loop.ts";

/** Longer than a test may take. */
const hourMs = 3_600_000;
const failures: unknown[] = [];
const log = { error: (facts: { err: unknown }) => failures.push(facts.err) } as unknown as Log;

/** A loop that would nap for an hour, and its passes. */
function loopOf(pass: (count: number) => Promise<"more" | "idle">) {
  let count = 0;
  const loop = startLoop("own", log, hourMs, () => pass(++count));
  return { loop, passes: () => count };
}

test("a loop goes on while there is more, naps when there is not, and wakes when it is told to", async () => {
  const { loop, passes } = loopOf(async (count) => (count < 5 ? "more" : "idle"));
  await sleep(30);
  expect(passes()).toBe(5);
  loop.wake();
  await sleep(30);
  expect(passes()).toBe(6);
  await loop.stop();
  expect(passes()).toBe(6);
});

test("a loop that is woken during a pass makes another before it naps", async () => {
  const own = loopOf(async (count) => {
    await sleep(1);
    if (count === 1) own.loop.wake();
    return "idle";
  });
  await sleep(30);
  expect(own.passes()).toBe(2);
  await own.loop.stop();
});

test("a loop that is stopped ends at once, whether it naps, works or has just failed", async () => {
  const napping = loopOf(async () => "idle");
  await sleep(30);
  await napping.loop.stop();

  const { promise, resolve } = Promise.withResolvers<"idle">();
  const working = loopOf(() => promise);
  const stopped = working.loop.stop();
  resolve("idle");
  await stopped;
  expect(working.passes()).toBe(1);

  const failing = loopOf(async () => {
    throw new Error("a failure");
  });
  await sleep(30);
  expect(failures).toHaveLength(1);
  await failing.loop.stop();
  expect(failing.passes()).toBe(1);
});

test("a loop that fails is not tried again within a second however often it is woken, and at once after that", async () => {
  const { loop, passes } = loopOf(async (count) => {
    if (count < 3) throw new Error("a failure");
    return "idle";
  });
  const waking = setInterval(() => loop.wake(), 10);
  await sleep(800);
  expect(passes()).toBe(1);
  await sleep(800);
  expect(passes()).toBe(2);
  await expect.poll(passes, { timeout: 2_000 }).toBeGreaterThan(2);
  clearInterval(waking);
  await loop.stop();
});
