import type { MiddlewareHandler } from "hono";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";

const exposed = [
  "Deprecation",
  "ETag",
  "Idempotency-Replayed",
  "Idempotent-Replayed",
  "Link",
  "Location",
  "Preference-Applied",
  "RateLimit",
  "RateLimit-Policy",
  "Repr-Digest",
  "Retry-After",
  "Sunset",
  "X-Request-Id",
].join(", ");

const sendable = [
  "Accept",
  "Authorization",
  "Content-Encoding",
  "Content-Type",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "Last-Event-ID",
  "Prefer",
  "X-API-Key",
  "X-Request-Id",
].join(", ");

const traceHeaders = "traceparent, tracestate";

/**
 * Lets web pages of the configured origins call. Credentials are headers that the page itself sends, so cookies are
 * never allowed; an origin that is not on the list gets an answer without a word of CORS, which its browser keeps
 * from it.
 */
export function cors({
  limits: { corsOrigins },
  tracing,
}: Pick<HttpDeps, "limits" | "tracing">): MiddlewareHandler<Env> {
  const [shown, taken] =
    tracing === undefined ? [exposed, sendable] : [`${exposed}, Traceresponse`, `${sendable}, ${traceHeaders}`];
  return async (c, next) => {
    if (corsOrigins.size === 0 || c.req.path.startsWith("/log/")) return next();
    c.header("Vary", "Origin");
    const origin = c.req.header("Origin");
    if (origin !== undefined && corsOrigins.has(origin)) {
      c.header("Access-Control-Allow-Origin", origin);
      if (isPreflight(c.req)) {
        c.header("Access-Control-Allow-Headers", taken);
        c.header("Access-Control-Max-Age", "7200");
      } else {
        c.header("Access-Control-Expose-Headers", shown);
      }
    }
    await next();
  };
}

function isPreflight(request: { method: string; header(name: string): string | undefined }): boolean {
  return request.method === "OPTIONS" && request.header("Access-Control-Request-Method") !== undefined;
}
