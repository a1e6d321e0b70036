import { Fault } from "../kernel/fault.ts";

/** A rule that was not met: its stable id, the clause it comes from, and the field of the request that shows it. */
export type Violation = {
  readonly rule: string;
  /** Where the rule stands; null for rules of the data itself, such as an unknown table. */
  readonly clause: string | null;
  /** JSON pointer (RFC 6901) into the calculation request. */
  readonly pointer: string;
  readonly detail: string;
};

/** What was computed all the same and needs a person's explanation. */
export type Warning = { readonly rule: string; readonly pointer: string; readonly detail: string };

/**
 * Ends a calculation: what the rulebook does not allow, or what is not known, is refused and never
 * computed as zero.
 *
 * @throws {Fault} `rule-violated` with `rule` and `clause` as extensions and the field in `errors`
 */
export function refuse({ rule, clause, pointer, detail }: Violation): never {
  throw new Fault("rule-violated", `${rule}: ${detail}.`, {
    extensions: { rule, clause },
    errors: [{ pointer, rule, detail }],
  });
}
