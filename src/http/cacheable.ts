import type { Context } from "hono";
import { sha256Hex } from "../kernel/canonical.ts";
import type { Env } from "./operation.ts";

/** Of what never changes. */
export const immutable = "public, max-age=31536000, immutable";

/** 200 with a strong ETag, or 304 to whom holds these bytes already. */
export function cacheable(
  c: Context<Env>,
  body: string | Uint8Array,
  headers: { readonly "Content-Type": string; readonly "Cache-Control": string; readonly Vary?: string },
): Response {
  const content = typeof body === "string" ? new TextEncoder().encode(body) : Uint8Array.from(body);
  const tag = `"${sha256Hex(content).slice(0, 32)}"`;
  const held = c.req
    .header("If-None-Match")
    ?.split(",")
    .map((one) => one.trim().replace(/^W\//, ""));
  const { "Content-Type": type, ...lasting } = headers;
  if (held?.some((one) => one === tag || one === "*")) return c.body(null, 304, { ...lasting, ETag: tag });
  return c.body(content, 200, {
    ...lasting,
    ETag: tag,
    "Content-Type": type,
    "Content-Length": String(content.length),
  });
}
