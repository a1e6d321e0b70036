import type { Client } from "./generated/client/index.ts";
import type { BatchAnswer, BatchItem, TelemetryReading } from "./generated/types.gen.ts";

export type BatchOptions = {
  /** Readings in a batch, 1-10000. */
  readonly size?: number;
};

/** What became of one reading. `result` is `accepted`, `duplicate`, `sample`, or `refused` with its `problem`. */
export type SentReading = BatchItem & {
  /** Place among all readings, from 0. */
  readonly index: number;
  readonly reading: TelemetryReading;
};

const mostReadings = 10_000;
/** The gateway takes 16 MiB; a batch is closed before it is half as long. */
const mostBytes = 8 * 1_048_576;

/** Sends readings in batches as NDJSON. Each batch has one Idempotency-Key for all its tries. */
export async function* sendReadings(
  client: Client,
  readings: Iterable<TelemetryReading> | AsyncIterable<TelemetryReading>,
  { size = 1_000 }: BatchOptions,
): AsyncGenerator<SentReading> {
  if (!Number.isInteger(size) || size < 1 || size > mostReadings) {
    throw new RangeError(`size is ${size}: a batch holds 1-${mostReadings} readings`);
  }
  const utf8 = new TextEncoder();
  let [first, bytes] = [0, 0];
  let batch: TelemetryReading[] = [];
  let lines: string[] = [];
  async function* flush(): AsyncGenerator<SentReading> {
    if (batch.length === 0) return;
    const sent = batch;
    const { items } = await post(client, `${lines.join("\n")}\n`);
    for (const item of items) {
      const reading = sent[item.index];
      if (reading !== undefined) yield { ...item, index: first + item.index, reading };
    }
    first += sent.length;
    [batch, lines, bytes] = [[], [], 0];
  }
  for await (const reading of readings) {
    const line = JSON.stringify(reading);
    const length = utf8.encode(line).length + 1;
    if (batch.length === size || (batch.length > 0 && bytes + length > mostBytes)) yield* flush();
    batch.push(reading);
    lines.push(line);
    bytes += length;
  }
  yield* flush();
}

function post(client: Client, body: string): Promise<BatchAnswer> {
  return client.post<{ 200: BatchAnswer }, unknown, true, "data">({
    url: "/api/v1/telemetry/batch",
    body,
    bodySerializer: null,
    headers: { "Content-Type": "application/x-ndjson", Accept: "application/json" },
    responseStyle: "data",
    throwOnError: true,
  }) as Promise<BatchAnswer>;
}
