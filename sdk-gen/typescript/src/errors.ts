/** What a call can end with beside its answer. */

import type { Sample } from "./generated/types.gen.ts";

/** An RFC 9457 problem document, as the gateway answers it. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong with this request and what to do. */
  readonly detail: string;
  /** `urn:request:` and the request's id. */
  readonly instance: string;
  /** Each wrong place, with what to do. */
  readonly errors?: readonly FieldError[];
  readonly [member: string]: unknown;
};

export type FieldError = {
  /** JSON pointer (RFC 6901) into the body. */
  readonly pointer?: string;
  /** Name of a query parameter or header. */
  readonly parameter?: string;
  /** Stable id of the broken rule. */
  readonly rule: string;
  readonly detail: string;
};

/**
 * The gateway refused the call, or failed. Each type of the catalogue has a class of its own; a type that this
 * version does not know is a plain `GatewayError`.
 */
export class GatewayError extends Error {
  /** The end of the problem's `type`, such as `reading-conflict`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  readonly problem: Problem;
  /** Seconds after which the same call may pass, where the gateway says so. */
  readonly retryAfterS: number | undefined;

  constructor(problem: Problem, retryAfterS?: number) {
    super(problem.detail ? `${problem.title}: ${problem.detail}` : problem.title);
    this.name = new.target.name;
    this.code = problem.type.slice(problem.type.lastIndexOf("/") + 1);
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

/**
 * No failure: the reading is kept, durably, but as a sample. Its plant declares an `accounting` interval, so that it has no
 * record and verdict of its own. Send readings of such a plant with `sendAll`, which says of each what it became.
 */
export class SampleKept extends Error {
  /** What was kept, and the record that was made of its slot where there is one already. */
  readonly sample: Sample;

  constructor(sample: Sample) {
    super("The reading is kept as a sample of its plant's accounting interval: it has no record of its own.");
    this.name = "SampleKept";
    this.sample = sample;
  }
}

/**
 * No answer of the gateway's came in any of the tries: the network, or the time given, ended first, or somebody else
 * answered, as the page of a Wi-Fi to sign in to does. Whether it took effect is not known.
 */
export class NoAnswerError extends Error {
  /** How often it was tried. */
  readonly tries: number;

  constructor(tries: number, cause: unknown) {
    super(`No answer in ${tries} ${tries === 1 ? "try" : "tries"}: ${wordsOf(cause)}`, { cause });
    this.name = "NoAnswerError";
    this.tries = tries;
  }
}

/** Runtimes say "fetch failed" and keep what happened (ECONNREFUSED ...) in the cause. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { message, cause: below } = cause;
  return below instanceof Error ? `${message} (${below.message || (below as { code?: string }).code})` : message;
}
