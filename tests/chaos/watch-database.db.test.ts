import { afterAll, beforeAll, expect, test } from "vitest";
import { readAnchors } from "../../src/anchoring/outbox.ts";
import { ReviewBench } from "../telemetry/review-bench.ts";
import { type Step, servingSteps, Trigger } from "./steps.ts";
import { watchDatabase } from "./watch-database.ts";

let own: ReviewBench;
beforeAll(async () => {
  own = await ReviewBench.open();
});
afterAll(() => own.bench.close());

/** What a kill at a step needs: that it is noticed. A driver that sends statements in another way once hid three of them. */
test("every step of a reading's request is one that a campaign can kill at", async () => {
  const orgId = await own.newPlant();
  const struck: Step[] = [];
  const trigger = new Trigger((step) => struck.push(step));
  watchDatabase(trigger, () => undefined);
  const steps = servingSteps.filter((step) => /record|anchor/.test(step));
  for (const [hour, step] of steps.entries()) {
    trigger.set({ steps: [step], after: 0, signal: "SIGKILL" });
    const { recordId } = await own.reading(orgId, hour);
    await readAnchors(own.bench.deps.db.of(orgId), [recordId]);
    expect(struck.at(-1)).toBe(step);
  }
  expect(struck).toEqual([
    "record written, not committed",
    "record committed, not answered",
    "anchor read, not answered",
  ]);
});
