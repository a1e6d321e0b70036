import { createHash } from "node:crypto";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { ClaimLost, type KeptAnswer, type KeyedCall, renewEveryMs } from "../platform/idempotent-calls.ts";
import { problem } from "./answers.ts";
import { readBody } from "./body.ts";
import { faultOf } from "./caught.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { idempotencyKeyOf } from "./headers.ts";

/** Says that an answer is the one of an earlier call. */
export const replayedHeader = "Idempotent-Replayed";

/**
 * Carries a call out once for each `Idempotency-Key` of a credential (a key, a person, or the session of one): claimed before its effect, answered and kept
 * after it, and answered with the same from then on.
 *
 * A crash between the effect and the kept answer leaves a claim that runs out in seconds, and the mark that the
 * effect's own transaction made. Without the mark a repetition carries the call out. With it, only a call that finds
 * what it made is carried out again (`findsItself`); of any other the answer is lost, and that is said.
 *
 * @throws {Fault} `idempotency-key-reused`, `idempotency-key-in-flight`, `answer-lost`, `forbidden`, and what reading the body throws
 */
export async function once(
  deps: HttpDeps,
  c: Context<Env>,
  actor: Actor,
  { credential, findsItself }: { readonly credential: string; readonly findsItself: boolean },
  carryOut: () => Promise<Response>,
): Promise<Response> {
  const key = idempotencyKeyOf(c.req.header("Idempotency-Key"));
  if (key === undefined) return carryOut();
  const call = { orgId: actor.orgId, credential, key, fingerprint: await fingerprintOf(deps, c) };
  const claim = await deps.calls.claim(call, { findsItself });
  switch (claim.kind) {
    case "claimed":
      return answeredOnce(deps, c, { ...call, roles: actor.roles }, claim.claimId, carryOut);
    case "answered":
      requireRolesOf(claim.answer, actor);
      return given(c, claim.answer, { ...claim.answer.headers, [replayedHeader]: "true" });
    case "in-work":
      throw inFlight();
    case "answer-lost":
      throw new Fault(
        "answer-lost",
        "A call with this Idempotency-Key took effect, but the gateway failed before its answer was kept: look at what stands.",
      );
    case "other-call":
      throw new Fault(
        "idempotency-key-reused",
        "This Idempotency-Key was used with another path or body: choose a new key for a new call.",
      );
  }
}

async function fingerprintOf(deps: HttpDeps, c: Context<Env>): Promise<Uint8Array> {
  const { pathname, search } = new URL(c.req.url);
  const hash = createHash("sha256").update(`${c.req.method}\n${pathname}${search}\n`);
  return hash.update(await readBody(deps, c)).digest();
}

async function answeredOnce(
  deps: HttpDeps,
  c: Context<Env>,
  { roles, ...call }: KeyedCall & Pick<Actor, "roles">,
  claimId: string,
  carryOut: () => Promise<Response>,
): Promise<Response> {
  const warn = (error: unknown) =>
    deps.log.warn({ req_id: c.get("requestId"), err: error }, "an Idempotency-Key could not be kept");
  const renewing = setInterval(() => void deps.calls.renew(call, claimId).catch(warn), renewEveryMs);
  try {
    const response = await deps.calls
      .carryOut(call, claimId, carryOut)
      .catch((error: unknown) => problem(deps, c, error instanceof ClaimLost ? inFlight() : faultOf(error)));
    const isKept = response.status < 500 && response.status !== 429 && !response.headers.has("Retry-After");
    // The effect is there: a failure to keep its answer is no failure of the call.
    if (!isKept) {
      await deps.calls.release(call, claimId).catch(warn);
      return response;
    }
    const answer = { ...(await answerOf(response)), roles };
    await deps.calls.keep(call, claimId, answer).catch(warn);
    return given(c, answer, Object.fromEntries(response.headers));
  } finally {
    clearInterval(renewing);
  }
}

/**
 * An answer may hold what its caller may see no more, a secret of the organisation's too: which of the roles it took is known to
 * the call alone, which is not carried out again.
 *
 * @throws {Fault} `forbidden`
 */
function requireRolesOf({ roles = [] }: KeptAnswer, actor: Actor): void {
  if (roles.every((role) => actor.roles.some((one) => one === role))) return;
  const detail = `This call was carried out when you had the roles ${roles.join(", ")}; you have ${actor.roles.join(", ") || "none"} now, and its answer is not given again.`;
  throw new Fault("forbidden", detail, { extensions: { needed_roles: roles.join(" ") } });
}

function inFlight(): Fault {
  const detail = "A call with this Idempotency-Key is being carried out: repeat it in a moment for its answer.";
  return new Fault("idempotency-key-in-flight", detail, { retryAfterS: 1 });
}

/** Headers that belong to an answer; the others are of the one request: its id, its quota, its time. */
const keptHeaders = [
  "content-type",
  "location",
  "etag",
  "link",
  "vary",
  "preference-applied",
  "content-security-policy",
];

async function answerOf(response: Response): Promise<KeptAnswer> {
  const headers: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return { status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()) };
}

function given(c: Context<Env>, { status, body }: KeptAnswer, headers: Readonly<Record<string, string>>): Response {
  // A 204 takes no body, not even an empty one.
  if (body.length === 0) return c.body(null, status as ContentfulStatusCode, headers);
  return c.body(Uint8Array.from(body), status as ContentfulStatusCode, headers);
}
