import { crc32 } from "node:zlib";
import { pause } from "../platform/loop.ts";
import { outsideTraces } from "../platform/tracing.ts";
import { acceptMessages, isPassing, type MessageDeps, publicFault, Tries } from "./accept-messages.ts";
import type { Message, Outcome } from "./message.ts";

/** Two: one is judged while the other's rows reach the disk. */
const laneCount = 2;
/** Messages that commit together. */
const mostTogether = 500;
const [firstPauseMs, longestPauseMs] = [200, 5_000];
/** How often those are looked at again that only a right clock would take. */
const clockPauseMs = 2_000;

type Waiting = { readonly message: Message; readonly sinceMs: number; settle(outcome: Outcome): void };

/**
 * Takes messages in, each plant's in the order they came. While PostgreSQL is away they wait and are tried again, for
 * as long as it takes: nothing is answered that is not known. So do those that are too early by this machine's clock alone,
 * until it is set right or has come so far: whoever publishes does not send again what is answered.
 */
export class Lanes {
  readonly #deps: MessageDeps;
  readonly #lanes: Waiting[][] = Array.from({ length: laneCount }, () => []);
  /** By lane: too early by this machine's clock, not by a right one. */
  readonly #early = new Map<Waiting[], Waiting[]>();
  readonly #running: (Promise<void> | undefined)[] = [];
  readonly #stopping = new AbortController();
  readonly #tries = new Tries();
  /** Those without an outcome, in the order they came. */
  readonly #open = new Set<Waiting>();

  constructor(deps: MessageDeps) {
    this.#deps = deps;
  }

  /** Messages without an outcome. */
  get depth(): number {
    return this.#open.size;
  }

  /** How long the first of them has been here, ms; 0 when there is none. */
  get oldestMs(): number {
    const [first] = this.#open;
    return first === undefined ? 0 : performance.now() - first.sinceMs;
  }

  /** Never resolves once this was stopped before the outcome was known. */
  submit(message: Message): Promise<Outcome> {
    return new Promise((resolve) => {
      const lane = laneOf(message);
      const settle = (outcome: Outcome) => {
        this.#open.delete(waiting);
        resolve(outcome);
      };
      const waiting = { message, sinceMs: performance.now(), settle };
      this.#open.add(waiting);
      this.#lanes[lane]?.push(waiting);
      this.#wake(lane);
    });
  }

  #wake(lane: number): void {
    const waiting = this.#lanes[lane] ?? [];
    if (this.#running[lane] !== undefined || waiting.length === 0 || this.#stopping.signal.aborted) return;
    // One turn of the event loop later, so that messages read in the same turn commit together.
    this.#running[lane] = outsideTraces(() => new Promise<void>((next) => setImmediate(next)))
      .then(() => outsideTraces(() => this.#run(waiting)))
      .finally(() => {
        this.#running[lane] = undefined;
        this.#wake(lane);
      });
  }

  async #run(lane: Waiting[]): Promise<void> {
    while (lane.length > 0 && !this.#stopping.signal.aborted) {
      const chunk = lane.splice(0, mostTogether);
      const outcomes = await this.#outcomesOf(chunk.map(({ message }) => message));
      const early: Waiting[] = [];
      for (const [i, waiting] of chunk.entries()) {
        const outcome = outcomes?.[i];
        if (outcome !== undefined && isEarly(outcome)) early.push(waiting);
        else if (outcome !== undefined) waiting.settle(outcome);
      }
      if (early.length > 0) this.#hold(lane, early);
    }
  }

  /**
   * They come again in their order, before what waits by then. Meanwhile what is not early goes on: once the clock is set, what
   * comes before the next look is on record before them.
   */
  #hold(lane: Waiting[], early: readonly Waiting[]): void {
    const held = this.#early.get(lane);
    if (held !== undefined) {
      held.push(...early);
      return;
    }
    this.#early.set(lane, [...early]);
    this.#deps.log.warn({ messages: early.length }, "messages wait for this machine's clock, which is behind");
    void pause(clockPauseMs, this.#stopping.signal).then(() => {
      const before = [...(this.#early.get(lane) ?? []), ...lane.splice(0)];
      // One by one: there may be more than a call takes arguments.
      for (const waiting of before) lane.push(waiting);
      this.#early.delete(lane);
      this.#wake(this.#lanes.indexOf(lane));
    });
  }

  /** Undefined: stopped before they were known. */
  async #outcomesOf(messages: readonly Message[]): Promise<readonly Outcome[] | undefined> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await acceptMessages(this.#deps, messages, this.#tries);
      } catch (error) {
        if (!isPassing(error)) return this.#oneByOne(messages, error);
        this.#deps.log.warn({ err: error, messages: messages.length }, "messages wait for the database");
      }
      await pause(pauseMs, this.#stopping.signal);
      if (this.#stopping.signal.aborted) return undefined;
    }
  }

  /** One of them made the gateway stumble: it costs that one. */
  async #oneByOne(messages: readonly Message[], error: unknown): Promise<readonly Outcome[] | undefined> {
    if (messages.length === 1) return [{ ok: false, fault: publicFault(error) }];
    const all: Outcome[] = [];
    for (const message of messages) {
      const outcomes = await this.#outcomesOf([message]);
      if (outcomes === undefined) return undefined;
      all.push(...outcomes);
    }
    return all;
  }

  /** Lets what is being committed end; what waits stays without an outcome. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }
}

const isEarly = (outcome: Outcome) => !outcome.ok && outcome.fault.code === "clock-behind";

function laneOf({ place }: Message): number {
  return crc32(`${place.orgId}/${place.plantId}`) % laneCount;
}
