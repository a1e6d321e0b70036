import { setTimeout as sleep } from "node:timers/promises";
import type { SeededRandom } from "../../src/fraud/random.ts";
import { between, streamOf } from "./random.ts";

/** What one client was told of one reading. Whatever is in here, the gateway has promised. */
export type Told = {
  readonly plantId: string;
  readonly recordId: string;
  readonly seq: number;
  /** Absent: a batch's answer does not tell. */
  readonly commitment?: string;
  /** Present when the answer said that the record is anchored. */
  readonly anchor?: { readonly leafIndex: number; readonly sequenceNumber: number; readonly transactionId: string };
  readonly atMs: number;
};

/** Everything the clients noted. */
export type Notes = {
  readonly told: Told[];
  /** Answers to one and the same reading that name another record than before. */
  readonly contradictions: string[];
  /** Answers that no fault excuses. */
  readonly refusals: string[];
  /** Tries that brought no answer, or one that asks to try again. */
  retries: number;
};

export type ClientOptions = {
  readonly seed: number;
  readonly number: number;
  readonly apiKey: string;
  readonly plantId: string;
  readonly deviceId: string;
  readonly urls: readonly string[];
  /** Rest between two readings, ms. */
  readonly restMs: number;
};

type Reading = { readonly body: string; readonly key: string | undefined; readonly prefer: string };

type Answer = {
  readonly record_id: string;
  readonly seq: number;
  readonly commitment: string;
  readonly hedera_tx_id: string | null;
  readonly anchor: { readonly state: string; readonly leaf_index: string; readonly sequence_number: string };
};

const answersAfterMs = 5_000;
const firstTimestamp = Date.parse("2026-01-01T00:00:00Z");

/** Posts one device's readings one after the other, each until it is acknowledged, and notes what it is told. */
export async function runClient(options: ClientOptions, notes: Notes, stop: AbortSignal): Promise<void> {
  const random = streamOf(options.seed, 1_000 + options.number);
  for (let number = 0; !stop.aborted; number++) {
    const reading = nextReading(options, random, number);
    const told = await postUntilAcknowledged(options, random, reading, notes);
    if (told === undefined) continue;
    notes.told.push(told);
    // Now and then a client that has its answer asks again, as after a crash of its own.
    if (random.below(25) === 0) await postAgain(options, random, reading, told, notes);
    await sleep(options.restMs / 2 + random.below(options.restMs), undefined, { signal: stop }).catch(() => undefined);
  }
}

function nextReading(options: ClientOptions, random: SeededRandom, number: number): Reading {
  const { plantId, deviceId } = options;
  const power = 800 + random.below(200);
  const readings = { flow_rate_m3s: 2.2 + random.below(50) / 100, head_height_m: 45, power_output_kw: power };
  const isTimed = random.below(3) > 0;
  const timestamp = new Date(firstTimestamp + number * 1_000).toISOString();
  const hasKey = !isTimed || random.below(2) === 0;
  const waits = ["respond-async", "respond-async", "respond-async", "respond-async", "wait=1", "wait=3"];
  return {
    body: JSON.stringify({ plant_id: plantId, device_id: deviceId, ...(isTimed && { timestamp }), readings }),
    key: hasKey ? `"${deviceId}-${number}"` : undefined,
    prefer: waits[random.below(waits.length)] as string,
  };
}

/** @returns undefined when the gateway refused the reading, which is noted. */
async function postUntilAcknowledged(
  options: ClientOptions,
  random: SeededRandom,
  reading: Reading,
  notes: Notes,
): Promise<Told | undefined> {
  const first = random.below(options.urls.length);
  for (let tries = 0; ; tries++) {
    const answer = await post(options, options.urls[(first + tries) % options.urls.length] as string, reading);
    if (answer === "try again") {
      notes.retries++;
      await sleep(between(random, 50, 400));
    } else if (typeof answer === "string") {
      notes.refusals.push(answer);
      // No fault excuses it, and the reading may be on record all the same.
      if (answer.startsWith("500 ")) continue;
      return undefined;
    } else {
      return answer;
    }
  }
}

async function postAgain(
  options: ClientOptions,
  random: SeededRandom,
  reading: Reading,
  told: Told,
  notes: Notes,
): Promise<void> {
  const again = await postUntilAcknowledged(options, random, reading, notes);
  if (again !== undefined && (again.recordId !== told.recordId || again.commitment !== told.commitment)) {
    notes.contradictions.push(`${reading.body} was ${told.recordId}, then ${again.recordId}`);
  }
}

async function post(options: ClientOptions, url: string, reading: Reading): Promise<Told | string> {
  try {
    const response = await fetch(`${url}/api/v1/telemetry`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${options.apiKey}`,
        "content-type": "application/json",
        prefer: reading.prefer,
        ...(reading.key !== undefined && { "idempotency-key": reading.key }),
      },
      body: reading.body,
      signal: AbortSignal.timeout(answersAfterMs),
    });
    const text = await response.text();
    if (response.status > 500 || response.status === 429) return "try again";
    if (response.status >= 300) return `${response.status} ${text}`;
    return toldBy(JSON.parse(text) as Answer, options.plantId);
  } catch {
    // Refused, cut or silent: the reading may be on record or not.
    return "try again";
  }
}

function toldBy(answer: Answer, plantId: string): Told {
  const { record_id: recordId, seq, commitment, hedera_tx_id: transactionId, anchor } = answer;
  return {
    plantId,
    recordId,
    seq,
    commitment,
    atMs: performance.now(),
    ...(anchor.state === "anchored" &&
      transactionId !== null && {
        anchor: { leafIndex: Number(anchor.leaf_index), sequenceNumber: Number(anchor.sequence_number), transactionId },
      }),
  };
}
