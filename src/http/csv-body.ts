import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { type BodyDeps, mediaTypeOf, readBody } from "./body.ts";
import type { Env } from "./env.ts";

/**
 * The request's body as CSV text in UTF-8.
 *
 * @throws {Fault} `unsupported-media-type`, `body-too-large`, `request-timeout`, `invalid-request`; `unauthenticated` or
 *   `forbidden` where who sends it was shut out while it came
 */
export async function readCsvBody(deps: BodyDeps, c: Context<Env>): Promise<string> {
  if (mediaTypeOf(c) !== "text/csv") {
    throw new Fault("unsupported-media-type", "Send the table with `Content-Type: text/csv`.");
  }
  const bytes = await readBody(deps, c);
  await c.get("stillIn")?.same();
  if (bytes.includes(0)) throw new Fault("invalid-request", "The table holds a NUL: save it as plain text.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("invalid-request", "The table is not UTF-8 text: save it as UTF-8.", { cause });
  }
}
