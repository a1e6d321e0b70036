import { expect, test, vi } from "vitest";
import { Refusals } from "../../src/anchoring/refusals.ts";

/** What readiness says of work that waits for a mirror which does not show all there has to be. */

const subject = "acm0002-v22.0/2026/1000";
const reason = "the mirror's list of what 0.0.5 paid for lacks 0.0.5@1.000000001";

test("what waits for longer than mirrors lag is told with its token, since when and for what, until it goes on", () => {
  const refusals = new Refusals();
  refusals.waits("create-token", subject, reason, 1_000);
  refusals.waits("create-token", subject, reason, 60_999);
  expect(refusals.words).toBeUndefined();
  refusals.waits("create-token", subject, reason, 61_000);
  expect(refusals.words).toBe(`create-token in ${subject} waits since 1970-01-01T00:00:01.000Z: ${reason}`);
  refusals.refused("checkpoint", "BUSY", 2_000);
  expect(refusals.words).toMatch(/^the ledger refuses checkpoint with BUSY since .*; create-token in .* waits since/);
  refusals.waitsNoMore("create-token", subject);
  refusals.taken("checkpoint");
  expect(refusals.words).toBeUndefined();
});

test("what nobody asks for any more, as its token was halted, is told no more", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const refusals = new Refusals();
    refusals.waits("mint", subject, reason, 0);
    refusals.waits("mint", subject, reason, 90_000);
    expect(refusals.words).toContain("mint in");
    vi.advanceTimersByTime(120_000);
    expect(refusals.words).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});

test("what waits is told without the address of the mirror, which may hold a key", () => {
  const refusals = new Refusals();
  const reason = "the mirror answered 503: GET https://mirror.example/v1/secret-key/api/v1/blocks?limit=1";
  for (const nowMs of [0, 60_000]) refusals.waits("checkpoint", undefined, reason, nowMs);
  expect(refusals.words).toBe("checkpoint waits since 1970-01-01T00:00:00.000Z: the mirror answered 503");
});
