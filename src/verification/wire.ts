import { canonicalConstant } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
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
  /** Earlier readings that this one casts doubt on: those that end after `from` and not after `to`. */
  readonly reopen?: { readonly rule: string; readonly from: string; readonly to: string };
  readonly policy: DataIdentity;
  readonly model: DataIdentity;
};

/** The wire form of a verdict, with the identities of the policy and the forest it rests on. */
export function verdictJson(verdict: Verdict, policy: DataIdentity, model: DataIdentity): VerdictJson {
  const { reopen } = verdict;
  const { status, trustScore: trust_score, layers, reasons } = verdict;
  const by = { policy: identityOf(policy), model: identityOf(model) };
  if (reopen === undefined) return { status, trust_score, layers, reasons, ...by };
  const doubted = { rule: reopen.rule, from: isoFromMs(reopen.fromMs), to: isoFromMs(reopen.toMs) };
  return { status, trust_score, layers, reasons, reopen: doubted, ...by };
}

/** A policy or a forest judges reading after reading. */
const identities = new WeakMap<DataIdentity, DataIdentity>();

function identityOf(data: DataIdentity): DataIdentity {
  const known = identities.get(data);
  if (known !== undefined) return known;
  const identity = canonicalConstant({ id: data.id, hash: data.hash });
  identities.set(data, identity);
  return identity;
}
