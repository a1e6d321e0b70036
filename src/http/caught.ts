import { Fault } from "../kernel/fault.ts";
import { isDatabaseAway, isDatabaseUnable, isHeldUp, isStatementTimeout } from "../platform/database.ts";

/** Any thrown value as a fault; what is none becomes a bare `internal` with the value as its private cause. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (isDatabaseUnable(error)) {
    const why = isDatabaseAway(error) ? "cannot reach its database" : "has a database that takes nothing at the moment";
    return new Fault("storage-unavailable", `The gateway ${why}: send the same request again.`, {
      cause: error,
      retryAfterS: 2,
    });
  }
  if (isStatementTimeout(error)) return tookTooLong(error);
  if (isHeldUp(error)) {
    const detail = "This call had to wait for another one, and was ended for it: send the same request again.";
    return new Fault("overloaded", detail, { cause: error, retryAfterS: 1 });
  }
  return new Fault("internal", "The gateway failed on this request. Report the id in `instance` if it happens again.", {
    cause: error,
  });
}

/** The deadline of a request, or of one of its statements, has passed. */
export function tookTooLong(cause?: unknown): Fault {
  const detail = "The gateway did not finish this call in time: send it again, with the same Idempotency-Key.";
  return new Fault("deadline-exceeded", detail, { cause, retryAfterS: 5 });
}
