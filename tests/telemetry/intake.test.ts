import { describe, expect, test } from "vitest";
import { Fault } from "../../src/kernel/fault.ts";
import { Intake } from "../../src/telemetry/intake.ts";

const limits = { bytes: 100, orgBytes: 60, batches: 3, orgBatches: 2 };

const refusal = (intake: Intake, orgId: string) => {
  try {
    intake.admit(orgId);
    return undefined;
  } catch (error) {
    return error instanceof Fault && [error.code, error.facts.retryAfterS];
  }
};

/** Settled by now, without a turn of the clock. */
async function isSettled(promise: Promise<void> | undefined): Promise<boolean> {
  let settled = promise === undefined;
  void promise?.then(() => {
    settled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe("the intake of batches", () => {
  test("refuses an organisation's batch beyond its own number, and any beyond the gateway's, until one ends", () => {
    const intake = new Intake(limits);
    const [first] = [intake.admit("a"), intake.admit("a")];
    expect(refusal(intake, "a")).toEqual(["too-much-in-work", 1]);
    intake.admit("b");
    expect(refusal(intake, "c")).toEqual(["overloaded", 1]);
    first.end();
    first.end();
    expect(refusal(intake, "c")).toBeUndefined();
    expect(intake.use.batches).toBe(3);
  });

  test("lets a batch wait for room of its organisation and goes on with it in the order they came", async () => {
    const intake = new Intake(limits);
    const [a, b] = [intake.admit("a"), intake.admit("a")];
    expect(a.take(50)).toBeUndefined();
    const waits = [b.take(20), b.take(20)];
    expect(await isSettled(waits[0])).toBe(false);
    // Another organisation is not held up.
    const other = intake.admit("b");
    expect(other.take(50)).toBeUndefined();
    a.give(15);
    expect([await isSettled(waits[0]), await isSettled(waits[1])]).toEqual([false, false]);
    other.give(20);
    expect([await isSettled(waits[0]), await isSettled(waits[1])]).toEqual([true, false]);
    a.end();
    expect(await isSettled(waits[1])).toBe(true);
    expect(intake.use.bytes).toBe(70);
  });

  test("lets what is larger than its bound pass alone, and refuses new batches meanwhile", async () => {
    const intake = new Intake(limits);
    const a = intake.admit("a");
    expect(a.take(500)).toBeUndefined();
    expect(refusal(intake, "a")).toEqual(["too-much-in-work", 1]);
    expect(refusal(intake, "b")).toEqual(["overloaded", 1]);
    a.end();
    expect(intake.use).toEqual({ bytes: 0, batches: 0 });
  });

  test("of a batch that ends while it waits for room keeps nothing", async () => {
    const intake = new Intake(limits);
    const [a, b] = [intake.admit("a"), intake.admit("a")];
    await a.take(60);
    const wait = b.take(10);
    b.end();
    expect(await isSettled(wait)).toBe(true);
    expect(b.take(10)).toBeUndefined();
    b.give(10);
    a.end();
    expect(intake.use).toEqual({ bytes: 0, batches: 0 });
  });
});
