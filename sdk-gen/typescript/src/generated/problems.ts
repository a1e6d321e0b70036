// Made by `npm run sdk` from the catalogue of problem types. Not to be edited.
import { GatewayError, type Problem } from "../errors.ts";

/**
 * 400: The body is not JSON.
 *
 * The body could not be read as JSON (RFC 8259) in UTF-8. `detail` names the place. Nothing was stored.
 *
 * Send one JSON object. NaN and Infinity are not JSON, and a name may stand only once in an object.
 */
export class MalformedJsonError extends GatewayError {}

/**
 * 400: The request is not valid.
 *
 * The body, a query parameter or a header breaks a rule of this API. Nothing was stored.
 *
 * `errors` names each wrong place by JSON pointer or parameter, the rule it breaks and what to do.
 */
export class InvalidRequestError extends GatewayError {}

/**
 * 413: The body is too large.
 *
 * The body is longer than this call takes. Nothing was stored.
 *
 * Send less at once; `detail` names the limit.
 */
export class BodyTooLargeError extends GatewayError {}

/**
 * 415: The content type is not supported.
 *
 * This call does not take bodies of this type, or of this compression. Nothing was stored.
 *
 * Send the `Content-Type` that `detail` names, as it is or with one `Content-Encoding` of those in `Accept-Encoding`.
 */
export class UnsupportedMediaTypeError extends GatewayError {}

/**
 * 406: No acceptable form of the answer.
 *
 * The `Accept` header rules out every form in which this answer exists.
 *
 * Accept `application/json`, or leave the header out.
 */
export class NotAcceptableError extends GatewayError {}

/**
 * 401: No valid credentials.
 *
 * The API key or token is missing, mistyped, expired, revoked, ended or of another gateway; at sign-in, address and password do not belong together. Which of these is not told, nor whether an address is known.
 *
 * Send `Authorization: Bearer` with an API key in use (`ghdk_...`, also as `X-API-Key`) or with an access token that is not over; refresh or sign in to get one.
 */
export class UnauthenticatedError extends GatewayError {}

/**
 * 401: A code of the second factor is needed.
 *
 * Address and password are right, but the account has a second factor, and no valid code of it was sent.
 *
 * Send the same again with `totp`, the six digits your app shows now, or with one of your unused recovery codes as `recovery_code`. A code that was used is not taken again: wait for the next.
 */
export class TotpRequiredError extends GatewayError {}

/**
 * 429: Too many attempts.
 *
 * There were too many failed attempts in a row, from this network or for this account, or too many calls of this kind at the moment.
 *
 * Wait for the seconds in `Retry-After`. A link to set a new password, if you forgot yours, ends the wait; a new code for a device comes from its operator.
 */
export class TooManyAttemptsError extends GatewayError {}

/**
 * 403: Your roles do not allow this.
 *
 * The key or token is valid, but has none of the roles this call needs.
 *
 * Use a key or an account with one of the roles in `needed_roles`.
 */
export class ForbiddenError extends GatewayError {}

/**
 * 403: This needs somebody who signed in.
 *
 * An API key alone cannot do this: it is a person's act, or concerns a person's own account.
 *
 * Sign in (`POST /api/v1/auth/login`) and send the access token instead of the key.
 */
export class SessionRequiredError extends GatewayError {}

/**
 * 403: This needs a session with a second factor.
 *
 * What a verifier or an issuer decides needs a person who signed in to this gateway with a second factor, not a key or another issuer's token alone.
 *
 * Enrol a second factor (`POST /api/v1/auth/totp`), or sign in with its code, and send that access token.
 */
export class SecondFactorRequiredError extends GatewayError {}

/**
 * 403: Registration is not open to everybody.
 *
 * This gateway takes new organisations only from its operator, or with an invitation that is unused.
 *
 * Ask the operator for an organisation, or for an invitation code to send as `invitation`.
 */
export class RegistrationClosedError extends GatewayError {}

/**
 * 409: An organisation keeps at least one owner.
 *
 * The change would leave the organisation without an owner. Nothing was changed.
 *
 * Make another member an owner first.
 */
export class LastOwnerError extends GatewayError {}

/**
 * 404: Not found.
 *
 * There is no such thing in your organisation. Things of other organisations get the same answer.
 *
 * Check the id; register the plant or the device first if it is new.
 */
export class NotFoundError extends GatewayError {}

/**
 * 405: The method is not allowed here.
 *
 * The path exists, but not with this method.
 *
 * Use one of the methods in the `Allow` header.
 */
export class MethodNotAllowedError extends GatewayError {}

/**
 * 409: The id is taken.
 *
 * Something with this id exists already in your organisation. It was not changed.
 *
 * Choose another id, or use what exists.
 */
export class AlreadyExistsError extends GatewayError {}

/**
 * 409: Another reading stands for this time.
 *
 * The same device has other values on record for the same time. Records are never overwritten; the attempt is kept in the audit trail.
 *
 * Compare with the record in `record`. If that one is wrong, report it to the verifier.
 */
export class ReadingConflictError extends GatewayError {}

/**
 * 409: The interval overlaps one on record.
 *
 * Part of the interval is covered by another record of the device. The attempt is kept in the audit trail.
 *
 * Check `timestamp` (the END of the interval) and `interval_s` against the record in `record`.
 */
export class IntervalOverlapError extends GatewayError {}

/**
 * 400: The timestamp cannot be right.
 *
 * The timestamp is more than 5 minutes ahead of the gateway, before the plant's commissioning, of a clock that was never set (the first days of 1970, 1980 or 2000), or a count of seconds or microseconds.
 *
 * Set the device's clock; send ISO 8601 with an offset, or milliseconds since 1970; or check the plant's `commissioned_on` and `time_zone`.
 */
export class TimestampOutOfRangeError extends GatewayError {}

/**
 * 403: The plant takes signed readings only.
 *
 * The plant is configured with `signatures: required`, and this reading has no signature of its device.
 *
 * Claim the device with a key of its own, sign the reading as /docs describes, and send it again.
 */
export class SignatureRequiredError extends GatewayError {}

/**
 * 403: The device's signature does not hold.
 *
 * The reading names a key of the device, but the signature is not of this reading, too old, by a key that is not in use, or wrong. The attempt is kept in the audit trail.
 *
 * `detail` says which; check the key id, the members that are signed and their canonical form (RFC 8785).
 */
export class SignatureInvalidError extends GatewayError {}

/**
 * 409: This signed request was sent before.
 *
 * The nonce of the HTTP signature was used already. Nothing was stored.
 *
 * Sign each request with a new nonce; what was recorded before is found by its time.
 */
export class SignatureReplayedError extends GatewayError {}

/**
 * 409: Another signed reading has this device_seq.
 *
 * Under the same key this number was signed for another content. Nothing was stored; the attempt is kept in the audit trail.
 *
 * Compare with the record in `record`. A device counts up and never signs a number twice.
 */
export class SequenceConflictError extends GatewayError {}

/**
 * 428: If-Match is needed.
 *
 * The change says nothing of the state it starts from, so that it could undo another's change unseen.
 *
 * Read the thing, send its `ETag` as `If-Match`; `If-Match: *` changes whatever stands there.
 */
export class PreconditionRequiredError extends GatewayError {}

/**
 * 412: It was changed meanwhile.
 *
 * `If-Match` names another state than the one in force. Nothing was changed.
 *
 * Read it again, bring your change into it, and send it with the new `ETag`.
 */
export class PreconditionFailedError extends GatewayError {}

/**
 * 422: The Idempotency-Key belongs to another call.
 *
 * This key was sent before with another body, or to another path. Nothing was stored.
 *
 * Choose a new key for a new call; send the same key only with the same path and body.
 */
export class IdempotencyKeyReusedError extends GatewayError {}

/**
 * 409: The same Idempotency-Key is in flight.
 *
 * A request with this key has not been answered yet.
 *
 * Repeat the call after the seconds in `Retry-After`: it gets the answer of the first.
 */
export class IdempotencyKeyInFlightError extends GatewayError {}

/**
 * 409: It took effect, but its answer is lost.
 *
 * A call with this Idempotency-Key took effect. The gateway failed before it had kept the answer, and does not carry the call out again.
 *
 * Look at what stands. What was shown once, such as a secret, has to be made anew, with a new key.
 */
export class AnswerLostError extends GatewayError {}

/**
 * 429: Too many requests.
 *
 * The key, its organisation or the address has used up its requests of this minute. Nothing was stored.
 *
 * Send the same request again after the seconds in `Retry-After`. `violated-policies` names the quota; the operator of the gateway can raise it.
 */
export class QuotaExceededError extends GatewayError {}

/**
 * 429: You have too much in work.
 *
 * Batches of the organisation that are not finished hold as much as they may, or the key or organisation has as many live streams open, or exports under way, as it may. Nothing of this call was stored.
 *
 * Send it again after the seconds in `Retry-After`; wait for the answer to one batch before the next, end a stream before you open another, and read an export to its end before the next.
 */
export class TooMuchInWorkError extends GatewayError {}

/**
 * 408: The request did not arrive in time.
 *
 * The request, or the rest of its body, did not come within the time this gateway waits. Nothing was stored.
 *
 * Send it again, in one go; split what is too much for the line.
 */
export class RequestTimeoutError extends GatewayError {}

/**
 * 503: The call took too long.
 *
 * The gateway did not finish the call in the time it allows one. Whether it took effect is not known.
 *
 * Send the same request again with the same `Idempotency-Key`, after the seconds in `Retry-After`: it is never carried out twice.
 */
export class DeadlineExceededError extends GatewayError {}

/**
 * 409: The record is not anchored yet.
 *
 * The record is durable and in line for the ledger, but no anchored checkpoint covers it yet.
 *
 * Ask again after the seconds in `Retry-After`.
 */
export class NotAnchoredYetError extends GatewayError {}

/**
 * 409: The record cannot be decided on or corrected.
 *
 * As the record stands, no decision or correction of it is possible. Nothing was stored.
 *
 * `rule` says what stands against it, `detail` what to do instead.
 */
export class NotReviewableError extends GatewayError {}

/**
 * 403: No accreditation for this.
 *
 * The key's role allows this, but its organisation holds no accreditation for the rulebook that is valid now.
 *
 * Ask the registrar of this gateway for one; `needed_accreditation` and `rulebook` name it.
 */
export class NotAccreditedError extends GatewayError {}

/**
 * 403: One party may not hold two duties for a period.
 *
 * Who operates the plant, who verifies and who issues are three parties. Yours holds another duty for this period already.
 *
 * `duty` names what was asked for and `held_duty` what you hold: another organisation has to take this step.
 */
export class DutiesConflictError extends GatewayError {}

/**
 * 409: The issuance is not in a state for this.
 *
 * The step is not possible where the issuance stands. Nothing was changed.
 *
 * `state` says where it stands; look at its steps to see what comes next.
 */
export class IssuanceStateError extends GatewayError {}

/**
 * 422: A rule of the rulebook forbids this.
 *
 * The request is well formed, but a rule of the programme's rulebook does not allow it.
 *
 * `rule` and `clause` name the rule and where it stands; `errors` points at the value it refuses.
 */
export class RuleViolatedError extends GatewayError {}

/**
 * 503: Too busy at the moment.
 *
 * The gateway holds as much unfinished work as it may. Nothing was stored.
 *
 * Send the same request again after the seconds in `Retry-After`.
 */
export class OverloadedError extends GatewayError {}

/**
 * 503: The gateway's clock is behind.
 *
 * The reading's time is ahead of the gateway's clock, which is known to be wrong. The device's may be right. Nothing was stored.
 *
 * Send the same request again after the seconds in `Retry-After`, until the operator of the gateway has set its clock.
 */
export class ClockBehindError extends GatewayError {}

/**
 * 503: The database does not answer.
 *
 * The gateway cannot reach its database at the moment, or the database takes nothing. Whether this call took effect is not known.
 *
 * Send the same request again after the seconds in `Retry-After`: a repeated interval, or the same `Idempotency-Key`, never makes a second record.
 */
export class StorageUnavailableError extends GatewayError {}

/**
 * 500: The gateway failed.
 *
 * Something failed that should not. It is in the gateway's log under the request's id.
 *
 * Repeat the call with the same `Idempotency-Key`; if it fails again, report the id in `instance`.
 */
export class InternalError extends GatewayError {}

const classes: { readonly [code: string]: typeof GatewayError } = {
  "malformed-json": MalformedJsonError,
  "invalid-request": InvalidRequestError,
  "body-too-large": BodyTooLargeError,
  "unsupported-media-type": UnsupportedMediaTypeError,
  "not-acceptable": NotAcceptableError,
  "unauthenticated": UnauthenticatedError,
  "totp-required": TotpRequiredError,
  "too-many-attempts": TooManyAttemptsError,
  "forbidden": ForbiddenError,
  "session-required": SessionRequiredError,
  "second-factor-required": SecondFactorRequiredError,
  "registration-closed": RegistrationClosedError,
  "last-owner": LastOwnerError,
  "not-found": NotFoundError,
  "method-not-allowed": MethodNotAllowedError,
  "already-exists": AlreadyExistsError,
  "reading-conflict": ReadingConflictError,
  "interval-overlap": IntervalOverlapError,
  "timestamp-out-of-range": TimestampOutOfRangeError,
  "signature-required": SignatureRequiredError,
  "signature-invalid": SignatureInvalidError,
  "signature-replayed": SignatureReplayedError,
  "sequence-conflict": SequenceConflictError,
  "precondition-required": PreconditionRequiredError,
  "precondition-failed": PreconditionFailedError,
  "idempotency-key-reused": IdempotencyKeyReusedError,
  "idempotency-key-in-flight": IdempotencyKeyInFlightError,
  "answer-lost": AnswerLostError,
  "quota-exceeded": QuotaExceededError,
  "too-much-in-work": TooMuchInWorkError,
  "request-timeout": RequestTimeoutError,
  "deadline-exceeded": DeadlineExceededError,
  "not-anchored-yet": NotAnchoredYetError,
  "not-reviewable": NotReviewableError,
  "not-accredited": NotAccreditedError,
  "duties-conflict": DutiesConflictError,
  "issuance-state": IssuanceStateError,
  "rule-violated": RuleViolatedError,
  "overloaded": OverloadedError,
  "clock-behind": ClockBehindError,
  "storage-unavailable": StorageUnavailableError,
  "internal": InternalError,
};

/** The error of a problem document, of the class that its type has. */
export function errorOf(problem: Problem, retryAfterS?: number): GatewayError {
  const code = problem.type.slice(problem.type.lastIndexOf("/") + 1);
  return new (classes[code] ?? GatewayError)(problem, retryAfterS);
}
