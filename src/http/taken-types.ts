import type { RouteConfig } from "@hono/zod-openapi";

/** The header in which an operation says what bodies it takes, with their media types. */
export type TakenTypes = readonly [name: "Accept-Post" | "Accept-Patch" | "Accept", types: string];

/**
 * Of the route, as the document has it: `Accept-Post` (W3C Linked Data Platform 1.0), `Accept-Patch` (RFC 5789) and, for
 * PUT, `Accept` (RFC 9110 section 12.5.1). Undefined where it takes no body.
 */
export function takenTypes({ method, request }: Pick<RouteConfig, "method" | "request">): TakenTypes | undefined {
  const types = Object.keys(request?.body?.content ?? {}).join(", ");
  if (types === "") return undefined;
  return [method === "post" ? "Accept-Post" : method === "patch" ? "Accept-Patch" : "Accept", types];
}
