import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { lasting } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { seqParameter } from "./parameters.ts";

/** Which part of a plant's chain an export is of. */
export const chainRange = z.strictObject({
  plant_id: chosenIdSchema,
  from_seq: seqParameter("First record; 1 when left out").optional(),
  to_seq: seqParameter("Last record; the newest when left out").optional(),
});

export const rangeOf = ({ plant_id: plantId, from_seq, to_seq }: z.output<typeof chainRange>) => ({
  plantId,
  fromSeq: BigInt(from_seq ?? 1),
  toSeq: to_seq === undefined ? undefined : BigInt(to_seq),
});

/** Answers lines of canonical JSON as they are read. */
export const linesAnswer = (deps: HttpDeps, c: Context<Env>, lines: AsyncGenerator<Uint8Array>): Response =>
  c.body(downloaded(deps, c, inPieces(lines)), 200, { "Content-Type": "application/x-ndjson" });

const lineFeed = Uint8Array.of(10);
const pieceBytes = 65_536;

async function* inPieces(lines: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const line of lines) {
    parts.push(line, lineFeed);
    length += line.length + 1;
    if (length < pieceBytes) continue;
    yield Buffer.concat(parts, length);
    parts = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(parts, length);
}

/**
 * The body of an answer in pieces, made only when its reader asks for one: however long it is, one page of it is in memory.
 * A failure cuts it off, so that nobody can take a part for the whole.
 *
 * @throws {Fault} `too-much-in-work`, `overloaded`
 */
export function downloaded(
  deps: HttpDeps,
  c: Context<Env>,
  pieces: AsyncGenerator<Uint8Array>,
): ReadableStream<Uint8Array> {
  // Of an answer to HEAD nothing is read.
  const isRead = c.req.method !== "HEAD";
  const held = isRead ? deps.downloads.admit(c.get("actor")?.orgId ?? "", pieces) : pieces;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await held.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value as Uint8Array);
        } catch (error) {
          deps.log.error({ req_id: c.get("requestId"), err: error }, "a download broke off");
          controller.error(error);
        }
      },
      async cancel() {
        await held.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return lasting(c, stream);
}
