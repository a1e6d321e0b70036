import type { Context, MiddlewareHandler, Next } from "hono";
import { base32 } from "../kernel/ids.ts";
import { unmatched } from "../platform/metrics-serving.ts";
import { type Entry, passiveEntry, SpanKind, traceparentOf } from "../platform/tracing.ts";
import { problem } from "./answers.ts";
import { tookTooLong } from "./caught.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { callersRequestId } from "./headers.ts";

/** Headers of every answer; a handler that means otherwise overwrites them. */
const standing = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

const knownMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Around every request: its id, standing headers, one log line, one observation of its duration. */
export function frame(deps: HttpDeps): MiddlewareHandler<Env> {
  return async (c, next) => {
    const startMs = performance.now();
    const requestId = callersRequestId(c.req.header("X-Request-Id")) ?? `req_${base32(deps.random.bytes(16))}`;
    c.set("requestId", requestId);
    c.set("route", unmatched);
    c.header("X-Request-Id", requestId);
    for (const [name, value] of Object.entries(standing)) c.header(name, value);
    deps.metrics.requestsInFlight.inc();
    const entry = traced(deps, c);
    const run = entry?.run ?? (<R>(work: () => R) => work());
    const done = () => {
      deps.metrics.requestsInFlight.dec();
      run(() => report(deps, c, performance.now() - startMs));
      if (entry !== undefined) endTrace(c, entry);
    };
    try {
      await run(() => untilDeadline(deps, c, next));
    } finally {
      const sent = c.get("sent");
      if (sent === undefined) done();
      else void sent.then(done);
    }
  };
}

/** The request's own span, in the caller's trace where it says one. The answer tells it, so that a caller can quote it. */
function traced({ tracing }: HttpDeps, c: Context<Env>): Entry | undefined {
  const carrier = { traceparent: c.req.header("traceparent"), tracestate: c.req.header("tracestate") };
  if (tracing === undefined) return carrier.traceparent === undefined ? undefined : passiveEntry(carrier);
  const entry = tracing.enter("request", SpanKind.SERVER, carrier);
  c.header("Traceresponse", traceparentOf(entry.context));
  return entry;
}

function endTrace(c: Context<Env>, entry: Entry): void {
  const [{ status }, route, method] = [c.res, c.get("route"), methodOf(c)];
  entry.name(`${method} ${route}`);
  entry.end({
    attributes: {
      "http.request.method": method,
      "http.route": route,
      "http.response.status_code": status,
      "url.path": c.req.path.slice(0, 200),
      "hydro.request_id": c.get("requestId"),
    },
    failure: status >= 500 ? String(status) : undefined,
  });
}

const methodOf = (c: Context<Env>) => (knownMethods.has(c.req.method) ? c.req.method : "OTHER");

/**
 * An answer within the time that a request is given. What it was doing is ended by its own limits: its statements by
 * the same time, its wait for an anchor by the caller's, its body by the body's.
 */
async function untilDeadline(deps: HttpDeps, c: Context<Env>, next: Next): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), deps.limits.requestTimeoutMs);
  });
  const work = next();
  const first = await Promise.race([work, late]);
  clearTimeout(timer);
  if (first !== "late") return;
  work.catch((error: unknown) => deps.log.warn({ req_id: c.get("requestId"), err: error }, "a late request failed"));
  c.res = problem(deps, c, tookTooLong());
}

/**
 * What the objective "99.9 % of requests are accepted" counts: the API and the public log. Not what looks at the gateway
 * itself (metrics, readiness, documents), nor paths that are none; but a failure before the path is known is one.
 */
function isOfObjective(route: string, status: number): boolean {
  return /^\/(api|log|c)\//.test(route) || (route === unmatched && status >= 500);
}

/** The path of the request, never its query, headers or body: no key and no reading reaches the log. */
function report(deps: HttpDeps, c: Context<Env>, elapsedMs: number): void {
  const { status } = c.res;
  const route = c.get("route");
  const method = methodOf(c);
  deps.metrics.requestSeconds.observe({ method, route, status: String(status) }, elapsedMs / 1000);
  if (isOfObjective(route, status)) deps.metrics.sloRequests.inc({ result: status >= 500 ? "bad" : "good" });
  if (!deps.log.isLevelEnabled("info")) return;
  const actor = c.get("actor");
  deps.log.info(
    {
      req_id: c.get("requestId"),
      method,
      route,
      path: c.req.path.slice(0, 200),
      status,
      elapsed_ms: Math.round(elapsedMs * 10) / 10,
      ...(actor && { org_id: actor.orgId, [actor.person === undefined ? "key_id" : "user_id"]: actor.keyId }),
    },
    "request",
  );
}
