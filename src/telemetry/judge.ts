import { estimateReading } from "../carbon/estimate.ts";
import { carbonJson } from "../carbon/wire.ts";
import { priorForest } from "../fraud/prior.ts";
import type { Json } from "../kernel/canonical.ts";
import { assess } from "../verification/assess.ts";
import { remember } from "../verification/memory.ts";
import { policyV1 } from "../verification/policy.ts";
import type { AssessmentInput, DeviceMemory, Verdict } from "../verification/verdict.ts";
import { verdictJson } from "../verification/wire.ts";

export type Judgement = {
  readonly verdict: Verdict;
  /** What the device's next reading is judged against. */
  readonly memory: DeviceMemory;
  /** The members of the record. */
  readonly verification: Json;
  readonly carbon: Json;
};

/**
 * The whole pure pipeline for one reading: five layers under the policy in force, then its carbon
 * estimate. A reading older than its device's newest is judged without memory and does not move it.
 */
export function judge(input: AssessmentInput): Judgement {
  const { memory } = input;
  const verdict = assess(input, policyV1, priorForest);
  const factorTable = input.plant.grid_factor_table;
  const estimate = estimateReading({ reading: input.reading, status: verdict.status, memory, factorTable });
  return {
    verdict,
    memory: remember(memory, input, verdict),
    verification: verdictJson(verdict, policyV1, priorForest.identity) as Json,
    carbon: carbonJson(estimate) as Json,
  };
}
