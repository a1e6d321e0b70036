import type { SeededRandom } from "../../../src/fraud/random.ts";
import type { Notes } from "../clients.ts";
import { rest } from "../faults.ts";
import { between, streamOf } from "../random.ts";
import { type BatchForm, type ItemResult, sendBatch } from "./batch-call.ts";
import type { Newest } from "./latest.ts";

export type BatcherOptions = {
  readonly seed: number;
  readonly number: number;
  readonly apiKey: string;
  readonly urls: readonly string[];
  /** Of several plants: chunks of two senders ask for the same chains. */
  readonly devices: readonly { readonly plantId: string; readonly deviceId: string }[];
};

/** One place in a batch. */
type Entry = {
  readonly text: string;
  readonly plantId: string;
  readonly deviceId: string;
  /** The reading, wherever it is sent again; undefined: it is wrong and has to be refused. */
  readonly name: string | undefined;
  /** End of its interval; undefined: without a time of its own. */
  readonly atMs: number | undefined;
};

type Batch = BatchForm & { readonly entries: readonly Entry[] };

const size = { least: 20, most: 120 };

/** Sends batches of several plants' readings, each until all of them are acknowledged, and notes what is told of each. */
export async function runBatcher(
  options: BatcherOptions,
  notes: Notes,
  newest: Newest,
  stop: AbortSignal,
): Promise<void> {
  const random = streamOf(options.seed, 3_000 + options.number);
  const maker = new BatchMaker(options, random);
  const account = new Account(notes, newest);
  while (!stop.aborted) {
    await sendUntilAcknowledged(options, random, maker.next(), account);
    await rest(between(random, 300, 1_200), stop);
  }
}

async function sendUntilAcknowledged(
  { apiKey, urls }: BatcherOptions,
  random: SeededRandom,
  batch: Batch,
  account: Account,
): Promise<void> {
  let open = batch.entries;
  for (let tries = random.below(urls.length); open.length > 0; tries++) {
    const url = urls[tries % urls.length] as string;
    const outcome = await sendBatch(url, apiKey, { ...batch, texts: open.map(({ text }) => text) });
    if (outcome.refusal !== undefined) {
      account.notes.refusals.push(`a batch: ${outcome.refusal}`);
      return;
    }
    const left = account.take(open, outcome.results);
    if (left.length === 0) return;
    // A key knows readings by their places: the whole batch is sent again.
    open = batch.key === undefined ? left : batch.entries;
    account.notes.retries++;
    await rest(between(random, 50, 400), new AbortController().signal);
  }
}

/** Makes batches with everything that a real sender's hold: repeated readings, wrong ones, some without a time. */
class BatchMaker {
  readonly #options: BatcherOptions;
  readonly #random: SeededRandom;
  readonly #startMs = Math.floor(Date.now() / 1_000) * 1_000 - 4 * 86_400_000;
  #batches = 0;
  #seconds = 0;

  constructor(options: BatcherOptions, random: SeededRandom) {
    this.#options = options;
    this.#random = random;
  }

  next(): Batch {
    const random = this.#random;
    const isLines = random.below(2) === 0;
    const number = this.#batches++;
    const key = random.below(2) === 0 ? `batch-${this.#options.number}-${number}` : undefined;
    const entries: Entry[] = [];
    const wanted = between(random, size.least, size.most);
    while (entries.length < wanted) {
      const place = `${key} ${entries.length}`;
      const draw = random.below(60);
      if (draw === 0) entries.push(this.#wrong(isLines));
      else if (draw < 6 && key !== undefined) entries.push(this.#untimed(place));
      else entries.push(this.#timed());
      if (draw >= 57) entries.push(entries.at(-1) as Entry);
    }
    return { entries, key, isLines, isGzipped: random.below(2) === 0, wantsLines: random.below(2) === 0 };
  }

  #device() {
    return this.#options.devices[this.#random.below(this.#options.devices.length)] as BatcherOptions["devices"][number];
  }

  #body(device: { plantId: string; deviceId: string }) {
    const readings = {
      flow_rate_m3s: 2.2 + this.#random.below(50) / 100,
      head_height_m: 45,
      power_output_kw: 800 + this.#random.below(200),
    };
    return { plant_id: device.plantId, device_id: device.deviceId, readings };
  }

  #timed(): Entry {
    const device = this.#device();
    const atMs = this.#startMs + 1_000 * this.#seconds++;
    const timestamp = new Date(atMs).toISOString();
    const text = JSON.stringify({ ...this.#body(device), timestamp, interval_s: 1 });
    return { ...device, text, name: `${device.deviceId} ${timestamp}`, atMs };
  }

  #untimed(place: string): Entry {
    const device = this.#device();
    return { ...device, text: JSON.stringify(this.#body(device)), name: place, atMs: undefined };
  }

  #wrong(isLines: boolean): Entry {
    const device = this.#device();
    const { text } = this.#timed();
    const texts = [
      text.replace("head_height_m", "head_height_furlongs"),
      JSON.stringify({ ...this.#body(device), plant_id: "PLANT-OF-NOBODY" }),
      ...(isLines ? [text.slice(0, -9)] : []),
    ];
    const wrong = texts[this.#random.below(texts.length)] as string;
    return { ...device, text: wrong, name: undefined, atMs: undefined };
  }
}

/** What one sender was told so far, and whether it contradicts itself. */
class Account {
  readonly notes: Notes;
  readonly #newest: Newest;
  readonly #records = new Map<string, string>();
  /** Readings that were sent before: they may be on record. */
  readonly #sent = new Set<string>();

  constructor(notes: Notes, newest: Newest) {
    this.notes = notes;
    this.#newest = newest;
  }

  /** @param results by place, as far as they came. @returns what has to be sent again */
  take(entries: readonly Entry[], results: ReadonlyMap<number, ItemResult>): Entry[] {
    const left = entries.filter((entry, place) => !this.#settle(entry, results.get(place)));
    for (const { name } of entries) if (name !== undefined) this.#sent.add(name);
    return left;
  }

  #settle(entry: Entry, result: ItemResult | undefined): boolean {
    if (result === undefined) return false;
    if (result.result !== "refused") {
      this.#recorded(entry, result);
      return true;
    }
    const { status, detail } = result.problem;
    if (status === 500) this.notes.refusals.push(`${entry.text}: ${status} ${detail}`);
    if (status >= 500 || status === 429) return false;
    if (entry.name !== undefined) this.notes.refusals.push(`${entry.text}: ${status} ${detail}`);
    return true;
  }

  #recorded({ name, text, plantId, deviceId, atMs }: Entry, result: Exclude<ItemResult, { result: "refused" }>): void {
    const { record_id: recordId, seq } = result;
    const { contradictions, told } = this.notes;
    if (name === undefined) {
      contradictions.push(`${text} is wrong and on record as ${recordId}`);
      return;
    }
    const before = this.#records.get(name);
    if (before !== undefined && before !== recordId) contradictions.push(`${name} was ${before}, then ${recordId}`);
    if (before !== undefined && result.result === "accepted") contradictions.push(`${name} was accepted twice`);
    if (result.result === "duplicate" && !this.#sent.has(name))
      contradictions.push(`${name} was on record before it was sent`);
    this.#sent.add(name);
    if (before !== undefined) return;
    this.#records.set(name, recordId);
    told.push({ plantId, recordId, seq, atMs: performance.now() });
    if (atMs !== undefined) this.#newest.note(deviceId, atMs);
  }
}
