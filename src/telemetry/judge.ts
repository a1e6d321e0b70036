import { estimateReading } from "../carbon/estimate.ts";
import { carbonJson } from "../carbon/wire.ts";
import type { CompiledForest } from "../fraud/forest.ts";
import type { Json } from "../kernel/canonical.ts";
import { assessAndRemember } from "../verification/assess.ts";
import { type Policy, policyInForce } from "../verification/policy.ts";
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
 * The whole pure pipeline for one reading: five layers under the policy and the plant's model in force (an auditor judges by
 * those that were), then its carbon estimate. A reading older than its device's newest is judged without memory and does not move it.
 */
export function judge(input: AssessmentInput, forest: CompiledForest, policy: Policy = policyInForce): Judgement {
  const { verdict, memory } = assessAndRemember(input, policy, forest);
  const factorTable = input.plant.grid_factor_table;
  const estimate = estimateReading({
    reading: input.reading,
    status: verdict.status,
    memory: input.memory,
    factorTable,
  });
  return {
    verdict,
    memory,
    verification: verdictJson(verdict, policy, forest.identity) as Json,
    carbon: carbonJson(estimate) as Json,
  };
}
