import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { longestBodyBytes } from "./body.ts";

/**
 * The request's body as CSV text in UTF-8, whatever its length header claims.
 *
 * @throws {Fault} `unsupported-media-type`, `body-too-large`, `invalid-request`
 */
export async function readCsvBody(c: Context): Promise<string> {
  const type = c.req.header("Content-Type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const coding = c.req.header("Content-Encoding")?.trim().toLowerCase() ?? "identity";
  if (type !== "text/csv" || coding !== "identity") {
    throw new Fault(
      "unsupported-media-type",
      "Send the table as it is, with `Content-Type: text/csv` and without a `Content-Encoding`.",
    );
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    length += chunk.length;
    if (length > longestBodyBytes) {
      throw new Fault("body-too-large", `The body is longer than ${longestBodyBytes} bytes, the most this call takes.`);
    }
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new Fault("invalid-request", "The table is not UTF-8 text: save it as UTF-8.", { cause });
  }
}
