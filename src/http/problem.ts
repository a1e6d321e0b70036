import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Fault, FieldError } from "../kernel/fault.ts";
import { acceptedCodings } from "./decompress.ts";
import { problemKinds } from "./problem-kinds.ts";

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
  const { errors, extensions, retryAfterS, isOfCoding } = fault.facts;
  return {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      ...(retryAfterS !== undefined && { "Retry-After": String(Math.max(1, Math.ceil(retryAfterS))) }),
      // Of a type that is not taken it must not be said (RFC 9110 section 12.5.3): clients would pack it otherwise.
      ...(isOfCoding === true && { "Accept-Encoding": acceptedCodings }),
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
