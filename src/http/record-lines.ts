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
  c.body(lasting(c, recordLines(deps, lines, c.get("requestId"))), 200, { "Content-Type": "application/x-ndjson" });

const lineFeed = Uint8Array.of(10);
const chunkBytes = 65_536;

/**
 * Records as lines, in chunks made only when the reader asks for one: however long the chain, one page of it
 * is in memory. A failure cuts the stream off, so that the caller cannot take a part for the whole.
 */
function recordLines(
  deps: HttpDeps,
  records: AsyncGenerator<Uint8Array>,
  requestId: string,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const parts: Uint8Array[] = [];
        let length = 0;
        try {
          while (length < chunkBytes) {
            const next = await records.next();
            if (next.done) break;
            parts.push(next.value, lineFeed);
            length += next.value.length + 1;
          }
        } catch (error) {
          deps.log.error({ req_id: requestId, err: error }, "an export broke off");
          controller.error(error);
          return;
        }
        if (length > 0) controller.enqueue(Buffer.concat(parts, length));
        if (length < chunkBytes) controller.close();
      },
      async cancel() {
        await records.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Bytes as they come, one chunk in memory; a failure cuts the stream off. */
export function byteStream(
  deps: HttpDeps,
  chunks: AsyncGenerator<Uint8Array>,
  requestId: string,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await chunks.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          deps.log.error({ req_id: requestId, err: error }, "a bundle broke off");
          controller.error(error);
        }
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
