import { describe, expect, test } from "vitest";
import { type Lane, newWorksMemory, restAfter } from "../../src/anchoring/works-lane.ts";
import type { WorkJob } from "../../src/anchoring/works-store.ts";

const [dayMs, minuteMs] = [86_400_000, 60_000];
const job = { jobId: "job" } as WorkJob;

/** On a public network: attempts that end in milliseconds, each as told. */
function attemptsOfADay(endingOf: (attemptNo: number) => string): number {
  const lane = { deps: { ledger: { network: "testnet" } }, memory: newWorksMemory() } as unknown as Lane;
  let [attemptNo, atMs] = [0, 0];
  while (atMs < dayMs) {
    attemptNo++;
    restAfter(lane, job, attemptNo, endingOf(attemptNo));
    const restMs = (lane.memory.resting.get(job.jobId) ?? 0) - performance.now();
    expect(restMs).toBeGreaterThan(0);
    expect(restMs).toBeLessThanOrEqual(15 * minuteMs);
    atMs += restMs;
  }
  return attemptNo;
}

describe("an order whose attempts die", () => {
  test("by the network's refusal, charged each time, is tried some hundred times a day and not some thousand", () => {
    expect(attemptsOfADay(() => "TOKEN_IS_PAUSED")).toBeLessThan(120);
  });

  test("without a trace, which costs nothing, is tried every half minute", () => {
    expect(attemptsOfADay(() => "absent from the mirror beyond its window")).toBeGreaterThan(2_800);
  });

  test("by refusals that are not in a row is tried as soon as any", () => {
    const endingOf = (attemptNo: number) => (attemptNo % 5 === 0 ? "absent from the mirror" : "DUPLICATE_TRANSACTION");
    expect(attemptsOfADay(endingOf)).toBeGreaterThan(2_800);
  });
});
