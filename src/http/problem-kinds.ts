import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { FaultCode } from "../kernel/fault.ts";

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
    meaning: "This call does not take bodies of this type, or of this compression. Nothing was stored.",
    remedy:
      "Send the `Content-Type` that `detail` names, as it is or with one `Content-Encoding` of those in `Accept-Encoding`.",
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
    meaning:
      "There were too many failed attempts in a row, from this network or for this account, or too many calls of this kind at the moment.",
    remedy:
      "Wait for the seconds in `Retry-After`. A link to set a new password, if you forgot yours, ends the wait; a new code for a device comes from its operator.",
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
    meaning:
      "The timestamp is more than 5 minutes ahead of the gateway, before the plant's commissioning, of a clock that was never set (the first days of 1970, 1980 or 2000), or a count of seconds or microseconds.",
    remedy:
      "Set the device's clock; send ISO 8601 with an offset, or milliseconds since 1970; or check the plant's `commissioned_on` and `time_zone`.",
  },
  "signature-required": {
    status: 403,
    title: "The plant takes signed readings only",
    meaning: "The plant is configured with `signatures: required`, and this reading has no signature of its device.",
    remedy: "Claim the device with a key of its own, sign the reading as /docs describes, and send it again.",
  },
  "signature-invalid": {
    status: 403,
    title: "The device's signature does not hold",
    meaning:
      "The reading names a key of the device, but the signature is not of this reading, too old, by a key that is not in use, or wrong. The attempt is kept in the audit trail.",
    remedy: "`detail` says which; check the key id, the members that are signed and their canonical form (RFC 8785).",
  },
  "signature-replayed": {
    status: 409,
    title: "This signed request was sent before",
    meaning: "The nonce of the HTTP signature was used already. Nothing was stored.",
    remedy: "Sign each request with a new nonce; what was recorded before is found by its time.",
  },
  "sequence-conflict": {
    status: 409,
    title: "Another signed reading has this device_seq",
    meaning:
      "Under the same key this number was signed for another content. Nothing was stored; the attempt is kept in the audit trail.",
    remedy: "Compare with the record in `record`. A device counts up and never signs a number twice.",
  },
  "precondition-required": {
    status: 428,
    title: "If-Match is needed",
    meaning: "The change says nothing of the state it starts from, so that it could undo another's change unseen.",
    remedy: "Read the thing, send its `ETag` as `If-Match`; `If-Match: *` changes whatever stands there.",
  },
  "precondition-failed": {
    status: 412,
    title: "It was changed meanwhile",
    meaning: "`If-Match` names another state than the one in force. Nothing was changed.",
    remedy: "Read it again, bring your change into it, and send it with the new `ETag`.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "The Idempotency-Key belongs to another call",
    meaning: "This key was sent before with another body, or to another path. Nothing was stored.",
    remedy: "Choose a new key for a new call; send the same key only with the same path and body.",
  },
  "idempotency-key-in-flight": {
    status: 409,
    title: "The same Idempotency-Key is in flight",
    meaning: "A request with this key has not been answered yet.",
    remedy: "Repeat the call after the seconds in `Retry-After`: it gets the answer of the first.",
  },
  "answer-lost": {
    status: 409,
    title: "It took effect, but its answer is lost",
    meaning:
      "A call with this Idempotency-Key took effect. The gateway failed before it had kept the answer, and does not carry the call out again.",
    remedy: "Look at what stands. What was shown once, such as a secret, has to be made anew, with a new key.",
  },
  "quota-exceeded": {
    status: 429,
    title: "Too many requests",
    meaning: "The key, its organisation or the address has used up its requests of this minute. Nothing was stored.",
    remedy:
      "Send the same request again after the seconds in `Retry-After`. `violated-policies` names the quota; the operator of the gateway can raise it.",
  },
  "too-much-in-work": {
    status: 429,
    title: "You have too much in work",
    meaning:
      "Batches of the organisation that are not finished hold as much as they may, or the key or organisation has as many live streams open, or exports under way, as it may. Nothing of this call was stored.",
    remedy:
      "Send it again after the seconds in `Retry-After`; wait for the answer to one batch before the next, end a stream before you open another, and read an export to its end before the next.",
  },
  "request-timeout": {
    status: 408,
    title: "The request did not arrive in time",
    meaning:
      "The request, or the rest of its body, did not come within the time this gateway waits. Nothing was stored.",
    remedy: "Send it again, in one go; split what is too much for the line.",
  },
  "deadline-exceeded": {
    status: 503,
    title: "The call took too long",
    meaning: "The gateway did not finish the call in the time it allows one. Whether it took effect is not known.",
    remedy:
      "Send the same request again with the same `Idempotency-Key`, after the seconds in `Retry-After`: it is never carried out twice.",
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
  "clock-behind": {
    status: 503,
    title: "The gateway's clock is behind",
    meaning:
      "The reading's time is ahead of the gateway's clock, which is known to be wrong. The device's may be right. Nothing was stored.",
    remedy:
      "Send the same request again after the seconds in `Retry-After`, until the operator of the gateway has set its clock.",
  },
  "storage-unavailable": {
    status: 503,
    title: "The database does not answer",
    meaning:
      "The gateway cannot reach its database at the moment, or the database takes nothing. Whether this call took effect is not known.",
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
