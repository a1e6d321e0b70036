/**
 * Every way in which a request may fail by its own fault or by a known condition. The wire status of
 * each stands in `http/problem-kinds.ts`, nowhere else.
 */
export const faultCodes = [
  "malformed-json",
  "invalid-request",
  "body-too-large",
  "unsupported-media-type",
  "not-acceptable",
  "unauthenticated",
  "totp-required",
  "too-many-attempts",
  "forbidden",
  "session-required",
  "second-factor-required",
  "registration-closed",
  "last-owner",
  "not-found",
  "method-not-allowed",
  "already-exists",
  "reading-conflict",
  "interval-overlap",
  "timestamp-out-of-range",
  "signature-required",
  "signature-invalid",
  "signature-replayed",
  "sequence-conflict",
  "precondition-required",
  "precondition-failed",
  "idempotency-key-reused",
  "idempotency-key-in-flight",
  "answer-lost",
  "quota-exceeded",
  "too-much-in-work",
  "request-timeout",
  "deadline-exceeded",
  "not-anchored-yet",
  "not-reviewable",
  "not-accredited",
  "duties-conflict",
  "issuance-state",
  "rule-violated",
  "overloaded",
  "clock-behind",
  "storage-unavailable",
  "internal",
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** One wrong place in a request: a JSON pointer (RFC 6901), or a parameter's name, and what to do. */
export type FieldError = {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly rule: string;
  readonly detail: string;
};

export type FaultFacts = {
  /** Field by field, for the caller. */
  readonly errors?: readonly FieldError[];
  /** Extra public members of the problem document, `snake_case`. */
  readonly extensions?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Seconds after which the same call may pass. */
  readonly retryAfterS?: number;
  /** Of a body that is not taken: it is how it was packed, not what it is. */
  readonly isOfCoding?: boolean;
  /** Never shown to a caller; goes into the log. */
  readonly cause?: unknown;
};

/** A request that cannot be served. `detail` is public: it says what to do and holds no secret. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly facts: FaultFacts;

  constructor(code: FaultCode, detail: string, facts: FaultFacts = {}) {
    super(detail, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "Fault";
    this.code = code;
    this.facts = facts;
  }
}

/** For states the code rules out: a failure here costs the one request and is logged as a bug. */
export function assertState(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`impossible state: ${message}`);
}
