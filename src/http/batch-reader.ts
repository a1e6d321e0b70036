import type { Context } from "hono";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { BatchItem } from "../telemetry/accept-batch.ts";
import { type Pass, readingOverhead } from "../telemetry/intake.ts";
import { quotaFault } from "../tenancy/quota-fault.ts";
import { ArraySplitter, type ItemBytes, LineSplitter, longestItemBytes, type Splitter } from "./batch-texts.ts";
import { mediaTypeOf } from "./body.ts";
import { bodyStream } from "./body-stream.ts";
import { faultOf } from "./caught.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { readReading } from "./reading-text.ts";

/** Most readings of one call. */
export const mostReadings = 10_000;
/** Longest body of one call, bytes (16 MiB), as it arrives and unpacked. */
export const longestBatchBytes = 16_777_216;
/** Readings that commit together. */
const chunkReadings = 1_000;
/** What is read ahead of the chunk that is committed. */
const aheadReadings = 1_500;

export const batchTypes = { json: "application/json", lines: "application/x-ndjson" } as const;

/** @throws {Fault} `unsupported-media-type` */
export function splitterFor(c: Context<Env>): Splitter {
  const type = mediaTypeOf(c);
  if (type === batchTypes.json) return new ArraySplitter();
  if (type === batchTypes.lines || type === "application/ndjson" || type === "application/jsonl") {
    return new LineSplitter();
  }
  throw new Fault(
    "unsupported-media-type",
    `Send a JSON array with \`Content-Type: ${batchTypes.json}\`, or one reading a line with \`${batchTypes.lines}\`.`,
  );
}

/**
 * The readings of a batch in chunks: whatever arrived while the one before was committed forms the next. While there is
 * no room for more, here or in the whole gateway, the body is not read on.
 *
 * @throws {Fault} `too-much-in-work`, `overloaded`, `deadline-exceeded`; `unauthenticated`, `forbidden` of who was shut out
 * meanwhile. A fault that ends the batch is thrown once all that was whole before it has been given.
 */
export async function* batchChunks(
  deps: HttpDeps,
  c: Context<Env>,
  actor: Actor,
): AsyncGenerator<readonly BatchItem[]> {
  const splitter = splitterFor(c);
  const pass = deps.intake.admit(actor.orgId);
  const reading = new ReadAhead(pass);
  const ended = reading.run(batchItems(bodyStream(deps, c, longestBatchBytes), splitter));
  const read = deps.metrics.stageSeconds.startTimer({ stage: "read" });
  // Thrown where it is awaited, once all before it was given.
  ended.finally(read).catch(() => undefined);
  const dueMs = performance.now() + deps.limits.requestTimeoutMs * shareForChunks;
  const { ending } = deps.intake;
  const stop = () => reading.stop();
  ending.addEventListener("abort", stop);
  // The call itself has taken one request from the quotas.
  let paid = 1;
  try {
    for (;;) {
      const chunk = await reading.next(chunkReadings);
      if (chunk.length === 0 && !reading.isStopped) return await ended;
      ending.throwIfAborted();
      if (performance.now() > dueMs) throw tooSlow();
      await c.get("stillIn")?.same();
      const due = chunk.length - paid;
      paid = 0;
      const { granted, exceeded } =
        due > 0 ? await deps.quotas.takeMany(actor, due) : { granted: 0, exceeded: undefined };
      if (exceeded === undefined) {
        yield chunk;
      } else {
        const allowed = chunk.slice(0, chunk.length - due + granted);
        if (allowed.length > 0) yield allowed;
        throw quotaFault(deps, [exceeded]);
      }
    }
  } finally {
    ending.removeEventListener("abort", stop);
    pass.end();
    // What is left of the body is read without looking, beside the answer.
    reading.stop();
  }
}

/** Of the time in which a call has to begin its answer; the rest is for the chunk in work. */
const shareForChunks = 0.8;

function tooSlow(): Fault {
  const detail = "The gateway did not finish this batch in time: send the readings without a result again.";
  return new Fault("deadline-exceeded", detail, { retryAfterS: 5 });
}

type Weighed = { readonly item: BatchItem; readonly weight: number };

/** Items that were read and wait for their chunk. */
class ReadAhead {
  readonly #pass: Pass;
  #items: Weighed[] = [];
  /** Weight of the chunk that was given last, until the next is asked for. */
  #inWork = 0;
  #isDone = false;
  /** Before all was read. */
  isStopped = false;
  #wakeTaker: (() => void) | undefined;
  #wakeReader: (() => void) | undefined;

  constructor(pass: Pass) {
    this.#pass = pass;
  }

  /** Reads to the end, or until stopped. @throws what the source throws */
  async run(source: AsyncGenerator<Weighed>): Promise<void> {
    try {
      for await (const weighed of source) {
        await this.#pass.take(weighed.weight);
        if (this.#isDone) return;
        this.#items.push(weighed);
        this.#wakeTaker?.();
        while (this.#items.length >= aheadReadings && !this.#isDone) {
          await new Promise<void>((resolve) => (this.#wakeReader = resolve));
        }
        if (this.#isDone) return;
      }
    } finally {
      this.#isDone = true;
      this.#wakeTaker?.();
    }
  }

  /** The next items, at most so many; none: there are no more. What was given before is done with. */
  async next(most: number): Promise<readonly BatchItem[]> {
    this.#pass.give(this.#inWork);
    this.#inWork = 0;
    while (this.#items.length === 0 && !this.#isDone) {
      await new Promise<void>((resolve) => (this.#wakeTaker = resolve));
    }
    const taken = this.#items.splice(0, most);
    for (const { weight } of taken) this.#inWork += weight;
    this.#wakeReader?.();
    return taken.map(({ item }) => item);
  }

  stop(): void {
    this.isStopped ||= !this.#isDone;
    this.#isDone = true;
    this.#wakeTaker?.();
    this.#wakeReader?.();
  }
}

async function* batchItems(body: AsyncGenerator<Uint8Array>, splitter: Splitter): AsyncGenerator<Weighed> {
  let count = 0;
  const read = (bytes: ItemBytes): Weighed => {
    if (++count > mostReadings) {
      throw new Fault("body-too-large", `The batch has more than ${mostReadings} readings: send the rest in another.`);
    }
    return { item: readItem(bytes), weight: (bytes?.length ?? 0) + readingOverhead };
  };
  for await (const piece of body) {
    for (const bytes of splitter.push(piece)) yield read(bytes);
  }
  for (const bytes of splitter.end()) yield read(bytes);
}

/** Checked like the body of the single call; a wrong one is refused in its place. */
function readItem(bytes: ItemBytes): BatchItem {
  try {
    if (bytes === undefined) {
      throw new Fault("body-too-large", `The reading is longer than ${longestItemBytes} bytes.`);
    }
    return { body: readReading(bytes) };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}
