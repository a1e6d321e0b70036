import { expect, test } from "vitest";
import { isMissedTwice, type Lane, newWorksMemory } from "../../src/anchoring/works-lane.ts";
import type { WorkJob } from "../../src/anchoring/works-store.ts";

/** Two looks for a token before it is made: replicas of a mirror lag. */

const creation = { jobId: "job_1", order: { work: { kind: "create-fungible-token" } } } as WorkJob;
const mint = { jobId: "job_2", order: { work: { kind: "mint" } } } as WorkJob;

function laneWith(tokenGapS: number | undefined) {
  const shown: { watermark: string | undefined } = { watermark: "1000.000000000" };
  const mirror = { watermark: async () => shown.watermark };
  const lane = { deps: { tokenGapS, ledger: { mirror } }, memory: newWorksMemory() } as unknown as Lane;
  return { shown, look: (job = creation) => isMissedTwice(lane, job) };
}

test("a token is made once it was looked for in vain twice, a minute of the ledger's time apart", async () => {
  const { shown, look } = laneWith(60);
  expect(await look()).toBe(false);
  shown.watermark = "1059.999999999";
  expect(await look()).toBe(false);
  shown.watermark = "1060.000000000";
  expect(await look()).toBe(true);
});

test("a mirror that shows no time of the ledger's yet begins no such minute", async () => {
  const { shown, look } = laneWith(60);
  shown.watermark = undefined;
  expect(await look()).toBe(false);
  shown.watermark = "2000.000000000";
  expect(await look()).toBe(false);
});

test("mints, which are held to sums, and tokens on a ledger without replicas wait for none", async () => {
  expect(await laneWith(60).look(mint)).toBe(true);
  expect(await laneWith(undefined).look()).toBe(true);
});
