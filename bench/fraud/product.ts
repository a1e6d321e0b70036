import { priorForest } from "../../src/fraud/prior.ts";
import { place, type Wanted } from "../../src/telemetry/placement.ts";
import type { Covered } from "../../src/telemetry/store.ts";
import { assessAndRemember } from "../../src/verification/assess.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory } from "../../src/verification/verdict.ts";
import type { Arrival, Detector, Lesson, Watch } from "./detector.ts";
import { mean } from "./measure.ts";

/** The gateway as it is: refuses overlaps, then five layers with memory, exactly as a posted reading meets them. */
export const product: Detector = {
  name: "gateway",
  learn: (lesson) => {
    const learnt = watchFrom(lesson, undefined, []);
    for (const arrival of lesson.history) learnt.judge(arrival);
    const { memory, covered } = learnt.state();
    return () => watchFrom(lesson, memory, covered);
  },
  daySuspicion: mean,
};

type ProductWatch = Watch & { state(): { memory: DeviceMemory | undefined; covered: readonly Covered[] } };

function watchFrom({ plant, device }: Lesson, from: DeviceMemory | undefined, taken: readonly Covered[]): ProductWatch {
  let memory = from;
  const covered = [...taken];
  return {
    judge: (arrival) => {
      const interval = intervalOf(arrival);
      const near = covered.filter((other) => other.toMs > interval.fromMs && other.fromMs < interval.toMs);
      if (place(interval, near).kind !== "new") return { status: "REFUSED", suspicion: 1 };
      covered.push({
        ...interval,
        endedAtMs: interval.toMs,
        intervalS: arrival.reading.intervalS ?? null,
        recordId: "",
      });
      // Intervals a day back are all that a new one can meet here.
      if (covered.length > 600) covered.splice(0, covered.length - 300);
      const input = { plant, device, ...arrival, memory };
      const { verdict, memory: after } = assessAndRemember(input, policyInForce, priorForest);
      memory = after;
      const { status, trustScore, reopen } = verdict;
      const reopens = reopen === undefined ? undefined : { afterMs: reopen.fromMs, toMs: reopen.toMs };
      return { status, suspicion: 1 - trustScore, reopens };
    },
    state: () => ({ memory, covered }),
  };
}

const noContent = new Uint8Array();

function intervalOf({ reading: { endMs, intervalS } }: Arrival): Wanted {
  const lengthMs = 1_000 * (intervalS ?? 0);
  return { isInterval: intervalS !== undefined, fromMs: endMs - lengthMs, toMs: endMs, contentHash: noContent };
}
