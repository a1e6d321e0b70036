import type { RecordEnvelope } from "../proof/record.ts";
import { type Policy, policies } from "../verification/policy.ts";
import type { BrokenLink } from "./findings.ts";
import { broken, policyOf } from "./recorded.ts";
import { VersionOrder } from "./version-order.ts";

/** By which policy each reading of a chain was judged. */
export class PolicyReplay {
  readonly #order = new VersionOrder<number>();

  /**
   * The one that the chain's next reading names; undefined: this version does not have it.
   *
   * @throws {BrokenLink} when it goes back behind a newer one
   */
  of(record: RecordEnvelope): Policy | undefined {
    const policy = policyOf(record.members);
    if (policy === undefined) return undefined;
    const newer = this.#order.next(policies.indexOf(policy), Date.parse(String(record.members.received_at)));
    if (newer !== undefined) throw this.#back(record, policy, newer);
    return policy;
  }

  #back(record: RecordEnvelope, { id }: Policy, newer: number): BrokenLink {
    const detail = `it is judged by ${id}, behind readings judged by ${policies[newer]?.id}: its gateway judges by none before that`;
    return broken(record, detail);
  }
}
