import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Fault, type FaultCode, type FieldError } from "../kernel/fault.ts";
import { isDatabaseAway } from "../platform/database.ts";

/** What a failure kind is on the wire, and what its page under `/problems/{code}` says. */
export type ProblemKind = {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
};

/** The catalogue of RFC 9457 problem types. A fault code without an entry does not compile. */
export const problemKinds: Readonly<Record<FaultCode, ProblemKind>> = {
  "malformed-json": {
    status: 400,
    title: "The body is not JSON",
    meaning: "The body could not be read as JSON (RFC 8259) in UTF-8. `detail` names the place. Nothing was stored.",
    remedy: "Send one JSON object. NaN and Infinity are not JSON, and a name may stand only once in an object.",
  },
  "invalid-request": {
    status: 400,
    title: "The request is not valid",
    meaning: "The body, a query parameter or a header breaks a rule of this API. Nothing was stored.",
    remedy: "`errors` names each wrong place by JSON pointer or parameter, the rule it breaks and what to do.",
  },
  "body-too-large": {
    status: 413,
    title: "The body is too large",
    meaning: "The body is longer than this call takes. Nothing was stored.",
    remedy: "Send less at once; `detail` names the limit.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "The content type is not supported",
    meaning: "This call takes JSON, neither compressed nor in another format. Nothing was stored.",
    remedy: "Send `Content-Type: application/json` and no `Content-Encoding`.",
  },
  "not-acceptable": {
    status: 406,
    title: "No acceptable form of the answer",
    meaning: "The `Accept` header rules out every form in which this answer exists.",
    remedy: "Accept `application/json`, or leave the header out.",
  },
  unauthenticated: {
    status: 401,
    title: "No valid credentials",
    meaning:
      "The API key or token is missing, mistyped, expired, revoked, ended or of another gateway; at sign-in, address and password do not belong together. Which of these is not told, nor whether an address is known.",
    remedy:
      "Send `Authorization: Bearer` with an API key in use (`ghdk_...`, also as `X-API-Key`) or with an access token that is not over; refresh or sign in to get one.",
  },
  "totp-required": {
    status: 401,
    title: "A code of the second factor is needed",
    meaning: "Address and password are right, but the account has a second factor, and no valid code of it was sent.",
    remedy:
      "Send the same again with `totp`, the six digits your app shows now, or with one of your unused recovery codes as `recovery_code`. A code that was used is not taken again: wait for the next.",
  },
  "too-many-attempts": {
    status: 429,
    title: "Too many attempts",
    meaning: "There were too many failed attempts in a row, or too many calls of this kind at the moment.",
    remedy: "Wait for the seconds in `Retry-After`. A link to set a new password, if you forgot yours, ends the wait.",
  },
  forbidden: {
    status: 403,
    title: "Your roles do not allow this",
    meaning: "The key or token is valid, but has none of the roles this call needs.",
    remedy: "Use a key or an account with one of the roles in `needed_roles`.",
  },
  "session-required": {
    status: 403,
    title: "This needs somebody who signed in",
    meaning: "An API key alone cannot do this: it is a person's act, or concerns a person's own account.",
    remedy: "Sign in (`POST /api/v1/auth/login`) and send the access token instead of the key.",
  },
  "second-factor-required": {
    status: 403,
    title: "This needs a session with a second factor",
    meaning:
      "What a verifier or an issuer decides needs a person who signed in to this gateway with a second factor, not a key or another issuer's token alone.",
    remedy: "Enrol a second factor (`POST /api/v1/auth/totp`), or sign in with its code, and send that access token.",
  },
  "registration-closed": {
    status: 403,
    title: "Registration is not open to everybody",
    meaning: "This gateway takes new organisations only from its operator, or with an invitation that is unused.",
    remedy: "Ask the operator for an organisation, or for an invitation code to send as `invitation`.",
  },
  "last-owner": {
    status: 409,
    title: "An organisation keeps at least one owner",
    meaning: "The change would leave the organisation without an owner. Nothing was changed.",
    remedy: "Make another member an owner first.",
  },
  "not-found": {
    status: 404,
    title: "Not found",
    meaning: "There is no such thing in your organisation. Things of other organisations get the same answer.",
    remedy: "Check the id; register the plant or the device first if it is new.",
  },
  "method-not-allowed": {
    status: 405,
    title: "The method is not allowed here",
    meaning: "The path exists, but not with this method.",
    remedy: "Use one of the methods in the `Allow` header.",
  },
  "already-exists": {
    status: 409,
    title: "The id is taken",
    meaning: "Something with this id exists already in your organisation. It was not changed.",
    remedy: "Choose another id, or use what exists.",
  },
  "reading-conflict": {
    status: 409,
    title: "Another reading stands for this time",
    meaning:
      "The same device has other values on record for the same time. Records are never overwritten; the attempt is kept in the audit trail.",
    remedy: "Compare with the record in `record`. If that one is wrong, report it to the verifier.",
  },
  "interval-overlap": {
    status: 409,
    title: "The interval overlaps one on record",
    meaning: "Part of the interval is covered by another record of the device. The attempt is kept in the audit trail.",
    remedy: "Check `timestamp` (the END of the interval) and `interval_s` against the record in `record`.",
  },
  "timestamp-out-of-range": {
    status: 400,
    title: "The timestamp cannot be right",
    meaning: "The timestamp is more than 5 minutes ahead of the gateway, or before the plant's commissioning.",
    remedy: "Set the device's clock, or check the plant's `commissioned_on` and `time_zone`.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "The Idempotency-Key belongs to another body",
    meaning: "This key was sent before with another body. Nothing was stored.",
    remedy: "Choose a new key for a new reading; send the same key only with the same body.",
  },
  "idempotency-key-in-flight": {
    status: 409,
    title: "The same Idempotency-Key is in flight",
    meaning: "A request with this key has not been answered yet.",
    remedy: "Wait for its answer, then repeat the call if you still need to.",
  },
  "not-anchored-yet": {
    status: 409,
    title: "The record is not anchored yet",
    meaning: "The record is durable and in line for the ledger, but no anchored checkpoint covers it yet.",
    remedy: "Ask again after the seconds in `Retry-After`.",
  },
  "not-reviewable": {
    status: 409,
    title: "The record cannot be decided on or corrected",
    meaning: "As the record stands, no decision or correction of it is possible. Nothing was stored.",
    remedy: "`rule` says what stands against it, `detail` what to do instead.",
  },
  "not-accredited": {
    status: 403,
    title: "No accreditation for this",
    meaning:
      "The key's role allows this, but its organisation holds no accreditation for the rulebook that is valid now.",
    remedy: "Ask the registrar of this gateway for one; `needed_accreditation` and `rulebook` name it.",
  },
  "duties-conflict": {
    status: 403,
    title: "One party may not hold two duties for a period",
    meaning:
      "Who operates the plant, who verifies and who issues are three parties. Yours holds another duty for this period already.",
    remedy:
      "`duty` names what was asked for and `held_duty` what you hold: another organisation has to take this step.",
  },
  "issuance-state": {
    status: 409,
    title: "The issuance is not in a state for this",
    meaning: "The step is not possible where the issuance stands. Nothing was changed.",
    remedy: "`state` says where it stands; look at its steps to see what comes next.",
  },
  "rule-violated": {
    status: 422,
    title: "A rule of the rulebook forbids this",
    meaning: "The request is well formed, but a rule of the programme's rulebook does not allow it.",
    remedy: "`rule` and `clause` name the rule and where it stands; `errors` points at the value it refuses.",
  },
  overloaded: {
    status: 503,
    title: "Too busy at the moment",
    meaning: "The gateway holds as much unfinished work as it may. Nothing was stored.",
    remedy: "Send the same request again after the seconds in `Retry-After`.",
  },
  "storage-unavailable": {
    status: 503,
    title: "The database does not answer",
    meaning: "The gateway cannot reach its database at the moment. Whether this call took effect is not known.",
    remedy:
      "Send the same request again after the seconds in `Retry-After`: a repeated interval, or the same `Idempotency-Key`, never makes a second record.",
  },
  internal: {
    status: 500,
    title: "The gateway failed",
    meaning: "Something failed that should not. It is in the gateway's log under the request's id.",
    remedy: "Repeat the call with the same `Idempotency-Key`; if it fails again, report the id in `instance`.",
  },
};

/** An RFC 9457 problem document. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** `urn:request:` and the request's id, as in the `X-Request-Id` header. */
  readonly instance: string;
  readonly errors?: readonly FieldError[];
  readonly [extension: string]: unknown;
};

export type ProblemAnswer = {
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
};

/** The answer to a fault: nothing of its cause, nothing of the gateway's inside. */
export function problemAnswer(fault: Fault, request: { publicUrl: string; requestId: string }): ProblemAnswer {
  const { status, title } = problemKinds[fault.code];
  const { errors, extensions, retryAfterS } = fault.facts;
  return {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      ...(retryAfterS !== undefined && { "Retry-After": String(Math.max(1, Math.ceil(retryAfterS))) }),
      ...(status === 401 && { "WWW-Authenticate": 'Bearer realm="hydro-mrv-gateway"' }),
    },
    body: {
      ...extensions,
      type: `${request.publicUrl}/problems/${fault.code}`,
      title,
      status,
      detail: fault.message,
      instance: `urn:request:${request.requestId}`,
      ...(errors !== undefined && { errors }),
    },
  };
}

/** Any thrown value as a fault; what is none becomes a bare `internal` with the value as its private cause. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (isDatabaseAway(error)) {
    return new Fault("storage-unavailable", "The gateway cannot reach its database: send the same request again.", {
      cause: error,
      retryAfterS: 2,
    });
  }
  return new Fault("internal", "The gateway failed on this request. Report the id in `instance` if it happens again.", {
    cause: error,
  });
}
