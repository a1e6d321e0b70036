import type { DataIdentity, LayerName, Reason, Status, Verdict } from "./verdict.ts";

/** A verdict as it stands in the record and in the answer. */
export type VerdictJson = {
  readonly status: Status;
  readonly trust_score: number;
  readonly layers: readonly {
    readonly layer: LayerName;
    readonly applies: boolean;
    readonly score: number;
    readonly weight: number;
  }[];
  readonly reasons: readonly Reason[];
  readonly policy: DataIdentity;
  readonly model: DataIdentity;
};

/** The wire form of a verdict, with the identities of the policy and the forest it rests on. */
export function verdictJson(verdict: Verdict, policy: DataIdentity, model: DataIdentity): VerdictJson {
  return {
    status: verdict.status,
    trust_score: verdict.trustScore,
    layers: verdict.layers,
    reasons: verdict.reasons,
    policy: { id: policy.id, hash: policy.hash },
    model: { id: model.id, hash: model.hash },
  };
}
