// Made by `npm run sdk` from the catalogue of problem types. Not to be edited.
package energy.hydromrv.client.generated;

import energy.hydromrv.client.GatewayException;
import energy.hydromrv.client.Problem;

/** One exception for each type of the catalogue of problems. */
public final class Problems {
    private Problems() {}

    /**
     * 400: The body is not JSON.
     *
     * <p>The body could not be read as JSON (RFC 8259) in UTF-8. `detail` names the place. Nothing was stored.
     *
     * <p>Send one JSON object. NaN and Infinity are not JSON, and a name may stand only once in an object.
     */
    public static final class MalformedJsonException extends GatewayException {
        private static final long serialVersionUID = 1L;

        MalformedJsonException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 400: The request is not valid.
     *
     * <p>The body, a query parameter or a header breaks a rule of this API. Nothing was stored.
     *
     * <p>`errors` names each wrong place by JSON pointer or parameter, the rule it breaks and what to do.
     */
    public static final class InvalidRequestException extends GatewayException {
        private static final long serialVersionUID = 1L;

        InvalidRequestException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 413: The body is too large.
     *
     * <p>The body is longer than this call takes. Nothing was stored.
     *
     * <p>Send less at once; `detail` names the limit.
     */
    public static final class BodyTooLargeException extends GatewayException {
        private static final long serialVersionUID = 1L;

        BodyTooLargeException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 415: The content type is not supported.
     *
     * <p>This call does not take bodies of this type, or of this compression. Nothing was stored.
     *
     * <p>Send the `Content-Type` that `detail` names, as it is or with one `Content-Encoding` of those in `Accept-Encoding`.
     */
    public static final class UnsupportedMediaTypeException extends GatewayException {
        private static final long serialVersionUID = 1L;

        UnsupportedMediaTypeException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 406: No acceptable form of the answer.
     *
     * <p>The `Accept` header rules out every form in which this answer exists.
     *
     * <p>Accept `application/json`, or leave the header out.
     */
    public static final class NotAcceptableException extends GatewayException {
        private static final long serialVersionUID = 1L;

        NotAcceptableException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 401: No valid credentials.
     *
     * <p>The API key or token is missing, mistyped, expired, revoked, ended or of another gateway; at sign-in, address and password do not belong together. Which of these is not told, nor whether an address is known.
     *
     * <p>Send `Authorization: Bearer` with an API key in use (`ghdk_...`, also as `X-API-Key`) or with an access token that is not over; refresh or sign in to get one.
     */
    public static final class UnauthenticatedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        UnauthenticatedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 401: A code of the second factor is needed.
     *
     * <p>Address and password are right, but the account has a second factor, and no valid code of it was sent.
     *
     * <p>Send the same again with `totp`, the six digits your app shows now, or with one of your unused recovery codes as `recovery_code`. A code that was used is not taken again: wait for the next.
     */
    public static final class TotpRequiredException extends GatewayException {
        private static final long serialVersionUID = 1L;

        TotpRequiredException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 429: Too many attempts.
     *
     * <p>There were too many failed attempts in a row, from this network or for this account, or too many calls of this kind at the moment.
     *
     * <p>Wait for the seconds in `Retry-After`. A link to set a new password, if you forgot yours, ends the wait; a new code for a device comes from its operator.
     */
    public static final class TooManyAttemptsException extends GatewayException {
        private static final long serialVersionUID = 1L;

        TooManyAttemptsException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 403: Your roles do not allow this.
     *
     * <p>The key or token is valid, but has none of the roles this call needs.
     *
     * <p>Use a key or an account with one of the roles in `needed_roles`.
     */
    public static final class ForbiddenException extends GatewayException {
        private static final long serialVersionUID = 1L;

        ForbiddenException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 403: This needs somebody who signed in.
     *
     * <p>An API key alone cannot do this: it is a person's act, or concerns a person's own account.
     *
     * <p>Sign in (`POST /api/v1/auth/login`) and send the access token instead of the key.
     */
    public static final class SessionRequiredException extends GatewayException {
        private static final long serialVersionUID = 1L;

        SessionRequiredException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 403: This needs a session with a second factor.
     *
     * <p>What a verifier or an issuer decides needs a person who signed in to this gateway with a second factor, not a key or another issuer's token alone.
     *
     * <p>Enrol a second factor (`POST /api/v1/auth/totp`), or sign in with its code, and send that access token.
     */
    public static final class SecondFactorRequiredException extends GatewayException {
        private static final long serialVersionUID = 1L;

        SecondFactorRequiredException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 403: Registration is not open to everybody.
     *
     * <p>This gateway takes new organisations only from its operator, or with an invitation that is unused.
     *
     * <p>Ask the operator for an organisation, or for an invitation code to send as `invitation`.
     */
    public static final class RegistrationClosedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        RegistrationClosedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: An organisation keeps at least one owner.
     *
     * <p>The change would leave the organisation without an owner. Nothing was changed.
     *
     * <p>Make another member an owner first.
     */
    public static final class LastOwnerException extends GatewayException {
        private static final long serialVersionUID = 1L;

        LastOwnerException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 404: Not found.
     *
     * <p>There is no such thing in your organisation. Things of other organisations get the same answer.
     *
     * <p>Check the id; register the plant or the device first if it is new.
     */
    public static final class NotFoundException extends GatewayException {
        private static final long serialVersionUID = 1L;

        NotFoundException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 405: The method is not allowed here.
     *
     * <p>The path exists, but not with this method.
     *
     * <p>Use one of the methods in the `Allow` header.
     */
    public static final class MethodNotAllowedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        MethodNotAllowedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: The id is taken.
     *
     * <p>Something with this id exists already in your organisation. It was not changed.
     *
     * <p>Choose another id, or use what exists.
     */
    public static final class AlreadyExistsException extends GatewayException {
        private static final long serialVersionUID = 1L;

        AlreadyExistsException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: Another reading stands for this time.
     *
     * <p>The same device has other values on record for the same time. Records are never overwritten; the attempt is kept in the audit trail.
     *
     * <p>Compare with the record in `record`. If that one is wrong, report it to the verifier.
     */
    public static final class ReadingConflictException extends GatewayException {
        private static final long serialVersionUID = 1L;

        ReadingConflictException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: The interval overlaps one on record.
     *
     * <p>Part of the interval is covered by another record of the device. The attempt is kept in the audit trail.
     *
     * <p>Check `timestamp` (the END of the interval) and `interval_s` against the record in `record`.
     */
    public static final class IntervalOverlapException extends GatewayException {
        private static final long serialVersionUID = 1L;

        IntervalOverlapException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 400: The timestamp cannot be right.
     *
     * <p>The timestamp is more than 5 minutes ahead of the gateway, before the plant's commissioning, of a clock that was never set (the first days of 1970, 1980 or 2000), or a count of seconds or microseconds.
     *
     * <p>Set the device's clock; send ISO 8601 with an offset, or milliseconds since 1970; or check the plant's `commissioned_on` and `time_zone`.
     */
    public static final class TimestampOutOfRangeException extends GatewayException {
        private static final long serialVersionUID = 1L;

        TimestampOutOfRangeException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 403: The plant takes signed readings only.
     *
     * <p>The plant is configured with `signatures: required`, and this reading has no signature of its device.
     *
     * <p>Claim the device with a key of its own, sign the reading as /docs describes, and send it again.
     */
    public static final class SignatureRequiredException extends GatewayException {
        private static final long serialVersionUID = 1L;

        SignatureRequiredException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 403: The device's signature does not hold.
     *
     * <p>The reading names a key of the device, but the signature is not of this reading, too old, by a key that is not in use, or wrong. The attempt is kept in the audit trail.
     *
     * <p>`detail` says which; check the key id, the members that are signed and their canonical form (RFC 8785).
     */
    public static final class SignatureInvalidException extends GatewayException {
        private static final long serialVersionUID = 1L;

        SignatureInvalidException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: This signed request was sent before.
     *
     * <p>The nonce of the HTTP signature was used already. Nothing was stored.
     *
     * <p>Sign each request with a new nonce; what was recorded before is found by its time.
     */
    public static final class SignatureReplayedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        SignatureReplayedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: Another signed reading has this device_seq.
     *
     * <p>Under the same key this number was signed for another content. Nothing was stored; the attempt is kept in the audit trail.
     *
     * <p>Compare with the record in `record`. A device counts up and never signs a number twice.
     */
    public static final class SequenceConflictException extends GatewayException {
        private static final long serialVersionUID = 1L;

        SequenceConflictException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 428: If-Match is needed.
     *
     * <p>The change says nothing of the state it starts from, so that it could undo another's change unseen.
     *
     * <p>Read the thing, send its `ETag` as `If-Match`; `If-Match: *` changes whatever stands there.
     */
    public static final class PreconditionRequiredException extends GatewayException {
        private static final long serialVersionUID = 1L;

        PreconditionRequiredException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 412: It was changed meanwhile.
     *
     * <p>`If-Match` names another state than the one in force. Nothing was changed.
     *
     * <p>Read it again, bring your change into it, and send it with the new `ETag`.
     */
    public static final class PreconditionFailedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        PreconditionFailedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 422: The Idempotency-Key belongs to another call.
     *
     * <p>This key was sent before with another body, or to another path. Nothing was stored.
     *
     * <p>Choose a new key for a new call; send the same key only with the same path and body.
     */
    public static final class IdempotencyKeyReusedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        IdempotencyKeyReusedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: The same Idempotency-Key is in flight.
     *
     * <p>A request with this key has not been answered yet.
     *
     * <p>Repeat the call after the seconds in `Retry-After`: it gets the answer of the first.
     */
    public static final class IdempotencyKeyInFlightException extends GatewayException {
        private static final long serialVersionUID = 1L;

        IdempotencyKeyInFlightException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: It took effect, but its answer is lost.
     *
     * <p>A call with this Idempotency-Key took effect. The gateway failed before it had kept the answer, and does not carry the call out again.
     *
     * <p>Look at what stands. What was shown once, such as a secret, has to be made anew, with a new key.
     */
    public static final class AnswerLostException extends GatewayException {
        private static final long serialVersionUID = 1L;

        AnswerLostException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 429: Too many requests.
     *
     * <p>The key, its organisation or the address has used up its requests of this minute. Nothing was stored.
     *
     * <p>Send the same request again after the seconds in `Retry-After`. `violated-policies` names the quota; the operator of the gateway can raise it.
     */
    public static final class QuotaExceededException extends GatewayException {
        private static final long serialVersionUID = 1L;

        QuotaExceededException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 429: You have too much in work.
     *
     * <p>Batches of the organisation that are not finished hold as much as they may, or the key or organisation has as many live streams open, or exports under way, as it may. Nothing of this call was stored.
     *
     * <p>Send it again after the seconds in `Retry-After`; wait for the answer to one batch before the next, end a stream before you open another, and read an export to its end before the next.
     */
    public static final class TooMuchInWorkException extends GatewayException {
        private static final long serialVersionUID = 1L;

        TooMuchInWorkException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 408: The request did not arrive in time.
     *
     * <p>The request, or the rest of its body, did not come within the time this gateway waits. Nothing was stored.
     *
     * <p>Send it again, in one go; split what is too much for the line.
     */
    public static final class RequestTimeoutException extends GatewayException {
        private static final long serialVersionUID = 1L;

        RequestTimeoutException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 503: The call took too long.
     *
     * <p>The gateway did not finish the call in the time it allows one. Whether it took effect is not known.
     *
     * <p>Send the same request again with the same `Idempotency-Key`, after the seconds in `Retry-After`: it is never carried out twice.
     */
    public static final class DeadlineExceededException extends GatewayException {
        private static final long serialVersionUID = 1L;

        DeadlineExceededException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: The record is not anchored yet.
     *
     * <p>The record is durable and in line for the ledger, but no anchored checkpoint covers it yet.
     *
     * <p>Ask again after the seconds in `Retry-After`.
     */
    public static final class NotAnchoredYetException extends GatewayException {
        private static final long serialVersionUID = 1L;

        NotAnchoredYetException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: The record cannot be decided on or corrected.
     *
     * <p>As the record stands, no decision or correction of it is possible. Nothing was stored.
     *
     * <p>`rule` says what stands against it, `detail` what to do instead.
     */
    public static final class NotReviewableException extends GatewayException {
        private static final long serialVersionUID = 1L;

        NotReviewableException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 403: No accreditation for this.
     *
     * <p>The key's role allows this, but its organisation holds no accreditation for the rulebook that is valid now.
     *
     * <p>Ask the registrar of this gateway for one; `needed_accreditation` and `rulebook` name it.
     */
    public static final class NotAccreditedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        NotAccreditedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 403: One party may not hold two duties for a period.
     *
     * <p>Who operates the plant, who verifies and who issues are three parties. Yours holds another duty for this period already.
     *
     * <p>`duty` names what was asked for and `held_duty` what you hold: another organisation has to take this step.
     */
    public static final class DutiesConflictException extends GatewayException {
        private static final long serialVersionUID = 1L;

        DutiesConflictException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 409: The issuance is not in a state for this.
     *
     * <p>The step is not possible where the issuance stands. Nothing was changed.
     *
     * <p>`state` says where it stands; look at its steps to see what comes next.
     */
    public static final class IssuanceStateException extends GatewayException {
        private static final long serialVersionUID = 1L;

        IssuanceStateException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 422: A rule of the rulebook forbids this.
     *
     * <p>The request is well formed, but a rule of the programme's rulebook does not allow it.
     *
     * <p>`rule` and `clause` name the rule and where it stands; `errors` points at the value it refuses.
     */
    public static final class RuleViolatedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        RuleViolatedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 503: Too busy at the moment.
     *
     * <p>The gateway holds as much unfinished work as it may. Nothing was stored.
     *
     * <p>Send the same request again after the seconds in `Retry-After`.
     */
    public static final class OverloadedException extends GatewayException {
        private static final long serialVersionUID = 1L;

        OverloadedException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 503: The gateway's clock is behind.
     *
     * <p>The reading's time is ahead of the gateway's clock, which is known to be wrong. The device's may be right. Nothing was stored.
     *
     * <p>Send the same request again after the seconds in `Retry-After`, until the operator of the gateway has set its clock.
     */
    public static final class ClockBehindException extends GatewayException {
        private static final long serialVersionUID = 1L;

        ClockBehindException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 503: The database does not answer.
     *
     * <p>The gateway cannot reach its database at the moment, or the database takes nothing. Whether this call took effect is not known.
     *
     * <p>Send the same request again after the seconds in `Retry-After`: a repeated interval, or the same `Idempotency-Key`, never makes a second record.
     */
    public static final class StorageUnavailableException extends GatewayException {
        private static final long serialVersionUID = 1L;

        StorageUnavailableException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /**
     * 500: The gateway failed.
     *
     * <p>Something failed that should not. It is in the gateway's log under the request's id.
     *
     * <p>Repeat the call with the same `Idempotency-Key`; if it fails again, report the id in `instance`.
     */
    public static final class InternalException extends GatewayException {
        private static final long serialVersionUID = 1L;

        InternalException(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }

    /** The exception of a problem document; a plain {@link GatewayException} for a type that this version does not know. */
    public static GatewayException exceptionOf(Problem problem, Double retryAfterS) {
        return switch (problem.code()) {
            case "malformed-json" -> new MalformedJsonException(problem, retryAfterS);
            case "invalid-request" -> new InvalidRequestException(problem, retryAfterS);
            case "body-too-large" -> new BodyTooLargeException(problem, retryAfterS);
            case "unsupported-media-type" -> new UnsupportedMediaTypeException(problem, retryAfterS);
            case "not-acceptable" -> new NotAcceptableException(problem, retryAfterS);
            case "unauthenticated" -> new UnauthenticatedException(problem, retryAfterS);
            case "totp-required" -> new TotpRequiredException(problem, retryAfterS);
            case "too-many-attempts" -> new TooManyAttemptsException(problem, retryAfterS);
            case "forbidden" -> new ForbiddenException(problem, retryAfterS);
            case "session-required" -> new SessionRequiredException(problem, retryAfterS);
            case "second-factor-required" -> new SecondFactorRequiredException(problem, retryAfterS);
            case "registration-closed" -> new RegistrationClosedException(problem, retryAfterS);
            case "last-owner" -> new LastOwnerException(problem, retryAfterS);
            case "not-found" -> new NotFoundException(problem, retryAfterS);
            case "method-not-allowed" -> new MethodNotAllowedException(problem, retryAfterS);
            case "already-exists" -> new AlreadyExistsException(problem, retryAfterS);
            case "reading-conflict" -> new ReadingConflictException(problem, retryAfterS);
            case "interval-overlap" -> new IntervalOverlapException(problem, retryAfterS);
            case "timestamp-out-of-range" -> new TimestampOutOfRangeException(problem, retryAfterS);
            case "signature-required" -> new SignatureRequiredException(problem, retryAfterS);
            case "signature-invalid" -> new SignatureInvalidException(problem, retryAfterS);
            case "signature-replayed" -> new SignatureReplayedException(problem, retryAfterS);
            case "sequence-conflict" -> new SequenceConflictException(problem, retryAfterS);
            case "precondition-required" -> new PreconditionRequiredException(problem, retryAfterS);
            case "precondition-failed" -> new PreconditionFailedException(problem, retryAfterS);
            case "idempotency-key-reused" -> new IdempotencyKeyReusedException(problem, retryAfterS);
            case "idempotency-key-in-flight" -> new IdempotencyKeyInFlightException(problem, retryAfterS);
            case "answer-lost" -> new AnswerLostException(problem, retryAfterS);
            case "quota-exceeded" -> new QuotaExceededException(problem, retryAfterS);
            case "too-much-in-work" -> new TooMuchInWorkException(problem, retryAfterS);
            case "request-timeout" -> new RequestTimeoutException(problem, retryAfterS);
            case "deadline-exceeded" -> new DeadlineExceededException(problem, retryAfterS);
            case "not-anchored-yet" -> new NotAnchoredYetException(problem, retryAfterS);
            case "not-reviewable" -> new NotReviewableException(problem, retryAfterS);
            case "not-accredited" -> new NotAccreditedException(problem, retryAfterS);
            case "duties-conflict" -> new DutiesConflictException(problem, retryAfterS);
            case "issuance-state" -> new IssuanceStateException(problem, retryAfterS);
            case "rule-violated" -> new RuleViolatedException(problem, retryAfterS);
            case "overloaded" -> new OverloadedException(problem, retryAfterS);
            case "clock-behind" -> new ClockBehindException(problem, retryAfterS);
            case "storage-unavailable" -> new StorageUnavailableException(problem, retryAfterS);
            case "internal" -> new InternalException(problem, retryAfterS);
            default -> new GatewayException(problem, retryAfterS);
        };
    }
}
