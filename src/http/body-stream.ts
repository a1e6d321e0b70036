import { pipeline, Readable } from "node:stream";
import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { type BodyDeps, bodyEnded, bodyTooLarge, bodyTooSlow } from "./body.ts";
import { type Coding, codingOf, mostUnpacked, notPacked, unpackerOf, unpacksTooLong } from "./decompress.ts";
import type { Env } from "./env.ts";

/** What of a refused body is still read, so that its sender hears the answer instead of a broken line. */
const drainedBytes = 16_777_216;
const drainedMs = 5_000;

/**
 * The request's body as it arrives, unpacked, piece by piece; nothing is read ahead of whoever asks. Only the time in
 * which the sender keeps us waiting counts against the time a body may take.
 *
 * @throws {Fault} `unsupported-media-type` of a compression we do not know, `body-too-large`, `request-timeout`,
 *   `invalid-request` where it cannot be unpacked
 */
export async function* bodyStream(deps: BodyDeps, c: Context<Env>, mostBytes: number): AsyncGenerator<Uint8Array> {
  const coding = codingOf(c.req.header("Content-Encoding"));
  const declared = c.req.header("Content-Length");
  if (declared !== undefined && Number(declared) > mostBytes) throw bodyTooLarge(mostBytes);
  const count = { sent: 0 };
  const sent = arriving(deps, c, mostBytes, count);
  yield* coding === "identity" ? sent : unpacking(sent, coding, mostBytes, count);
}

/** Bytes as they were sent, counted. */
async function* arriving(
  { limits }: BodyDeps,
  c: Context<Env>,
  mostBytes: number,
  count: { sent: number },
): AsyncGenerator<Uint8Array> {
  const reader = c.req.raw.body?.getReader();
  if (reader === undefined) return;
  let leftMs = limits.bodyTimeoutMs;
  // Not while a read is under way: it may never end.
  let isToDrain = true;
  try {
    for (;;) {
      const startedMs = performance.now();
      isToDrain = false;
      const next = await inTime(c, reader.read(), { leftMs, allMs: limits.bodyTimeoutMs });
      if (next.done) return;
      isToDrain = true;
      leftMs -= performance.now() - startedMs;
      count.sent += next.value.length;
      if (count.sent > mostBytes) throw bodyTooLarge(mostBytes);
      yield next.value;
    }
  } finally {
    await (isToDrain ? drain(reader) : reader.cancel().catch(() => undefined));
  }
}

async function* unpacking(
  sent: AsyncGenerator<Uint8Array>,
  coding: Exclude<Coding, "identity">,
  mostBytes: number,
  count: { readonly sent: number },
): AsyncGenerator<Uint8Array> {
  const unpacker = unpackerOf(coding);
  // A failure of the source ends the unpacker too, and is thrown where its pieces are read.
  pipeline(Readable.from(sent), unpacker, () => undefined);
  let unpacked = 0;
  try {
    for await (const piece of unpacker as AsyncIterable<Buffer>) {
      unpacked += piece.length;
      if (unpacked > mostBytes || unpacked > mostUnpacked(count.sent)) throw unpacksTooLong(count.sent, mostBytes);
      yield piece;
    }
  } catch (error) {
    throw error instanceof Fault ? error : notPacked(coding, error);
  } finally {
    unpacker.destroy();
    await sent.return(undefined);
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Whoever sends a byte a minute holds nothing but its own socket, and that one not for long. */
async function inTime<R>(c: Context<Env>, read: Promise<R>, time: { leftMs: number; allMs: number }): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        c.header("Connection", "close");
        reject(bodyTooSlow(time.allMs));
      },
      Math.max(0, time.leftMs),
    );
  });
  try {
    return await Promise.race([read.catch(gone), late]);
  } finally {
    clearTimeout(timer);
  }
}

function gone(cause: unknown): never {
  throw bodyEnded(cause);
}

/** Reads on without looking, within bounds; then lets go. */
async function drain(reader: Reader): Promise<void> {
  const stop = setTimeout(() => void reader.cancel().catch(() => undefined), drainedMs);
  let left = drainedBytes;
  try {
    while (left > 0) {
      const next = await reader.read();
      if (next.done) return;
      left -= next.value.length;
    }
    await reader.cancel();
  } catch {
    // The sender has gone: there is nobody to answer.
  } finally {
    clearTimeout(stop);
  }
}
