import type { SeededRandom } from "../../../src/fraud/random.ts";
import { Listener } from "../../monitoring/listener.ts";
import { rest } from "../faults.ts";
import { between, streamOf } from "../random.ts";

export type WatcherOptions = {
  readonly name: string;
  readonly form: "sse" | "websocket";
  readonly query: string;
  readonly seed: number;
  readonly number: number;
  readonly apiKey: string;
  readonly urls: readonly string[];
};

/** Of an event what the judgement needs. */
export type Seen = {
  readonly id: string;
  readonly event: string;
  readonly plantId: string;
  readonly recordId: string | undefined;
  readonly because: string | undefined;
  /** Of a reading or verdict its own, twice. */
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Of a window. */
  readonly count: number;
};

const opensAfterMs = 10_000;
/** A line on which nothing new comes for so long is given up. */
const silentMs = 25_000;

/** Watches a live stream through every fault: its line breaks, or it hangs up, and it comes back with the last id it has. */
export class Watcher {
  readonly options: WatcherOptions;
  readonly seen: Seen[] = [];
  /** Where it stood at its beginning. */
  firstId = "";
  lastId = "";
  resumes = 0;
  readonly gaps: string[] = [];
  readonly #random: SeededRandom;
  readonly #stop = new AbortController();
  #line: Listener | undefined;
  /** Events of the line that were taken over. */
  #taken = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: WatcherOptions) {
    this.options = options;
    this.#random = streamOf(options.seed, 4_000 + options.number);
  }

  /**
   * @param lastId where it stands; empty: at whatever comes next
   * @throws when the first line cannot be opened
   */
  async start(lastId = ""): Promise<void> {
    this.#line = await openLine(this.options, this.options.urls[0] as string, lastId);
    this.firstId = lastId === "" ? this.#line.lastId : lastId;
    this.lastId = this.firstId;
    this.#running = this.#run();
  }

  /** How much it has heard. */
  get count(): number {
    this.#take();
    return this.seen.length;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { urls } = this.options;
    for (let turn = 0; !signal.aborted; turn++) {
      try {
        this.#line ??= await openLine(this.options, urls[turn % urls.length] as string, this.lastId);
      } catch {
        await rest(between(this.#random, 100, 500), signal);
        continue;
      }
      await this.#listen(this.#line, signal);
      await this.#line.stop();
      this.#take();
      this.#line = undefined;
      this.#taken = 0;
      this.resumes++;
    }
  }

  /** Until the line is closed, silent, or has been held long enough. */
  async #listen(line: Listener, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const endsAt = performance.now() + between(this.#random, 3_000, 20_000);
    let [newsAt, lastId] = [performance.now(), line.lastId];
    void line.closed.then(() => over.abort());
    const either = AbortSignal.any([signal, over.signal]);
    while (!either.aborted && performance.now() < endsAt && performance.now() - newsAt < silentMs) {
      await rest(200, either);
      this.#take();
      if (line.lastId !== lastId) [newsAt, lastId] = [performance.now(), line.lastId];
    }
  }

  #take(): void {
    const line = this.#line;
    if (line === undefined) return;
    for (; this.#taken < line.heard.length; this.#taken++) {
      const { id, event, data } = line.heard[this.#taken] as (typeof line.heard)[number];
      if (event === "gap") this.gaps.push(`${this.options.name} was told of a gap: ${JSON.stringify(data)}`);
      if (event === "gap" || event === "closed") continue;
      this.seen.push({
        id: id ?? "",
        ...{ event, plantId: data.plant_id, recordId: data.record_id, because: data.because },
        ...{ fromSeq: data.seq ?? data.from_seq, toSeq: data.seq ?? data.to_seq, count: data.count },
      });
    }
    this.lastId = line.lastId;
  }
}

/** @param lastId empty: from now on */
async function openLine({ form, query, apiKey }: WatcherOptions, url: string, lastId: string): Promise<Listener> {
  const opening =
    form === "sse"
      ? Listener.sse(`${url}/api/v1/stream?${query}`, apiKey, lastId === "" ? {} : { "last-event-id": lastId })
      : Listener.webSocket(`${url}/api/v1/ws?${query}${lastId === "" ? "" : `&last_event_id=${lastId}`}`, apiKey);
  const isLate = new AbortController();
  const late = rest(opensAfterMs, isLate.signal).then(() => undefined);
  const line = await Promise.race([opening, late]).finally(() => isLate.abort());
  if (line !== undefined) return line;
  void opening.then(
    (unwanted) => unwanted.stop(),
    () => undefined,
  );
  throw new Error(`${form} ${query} does not open at ${url}`);
}

/** Hears everything since the beginning of another watcher once more, as one who was away all the while. */
export async function hearAgain(watcher: Watcher, url: string, patienceMs: number): Promise<readonly Seen[]> {
  const again = new Watcher({ ...watcher.options, urls: [url] });
  await again.start(watcher.firstId);
  const late = AbortSignal.timeout(patienceMs);
  while (again.count < watcher.count && !late.aborted) await rest(100, late);
  await again.stop();
  return again.seen;
}
