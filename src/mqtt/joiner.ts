import { type MetricBody, timestampMs } from "../hydropower/reading.ts";
import { Fault } from "../kernel/fault.ts";
import type { Credential, Message, Outcome } from "./message.ts";
import type { Place } from "./topics.ts";

/** How long metrics of one reading are waited for, from the first of them. */
export const joinedForMs = 2_000;
/** How long a reading waits, from its first metric, for those whose connection broke before they were acknowledged. */
export const heldForMs = 60_000;
/** Readings that wait so at once, of all devices: beyond it a reading is what came of it. */
const mostHeld = 2_000;

export type MetricMessage = {
  readonly place: Place;
  readonly metric: string;
  readonly payload: Uint8Array;
  readonly credential: Credential;
  /** Aborted where the connection broke on which it waits for its acknowledgement: then it comes again. */
  readonly connection?: AbortSignal | undefined;
};

export type JoinerDeps = {
  /** @throws {Fault} `malformed-json`, `invalid-request` */
  readMetric(payload: Uint8Array): MetricBody & { readonly text: string };
  submit(message: Message): Promise<Outcome>;
};

type Open = {
  readonly place: Place;
  readonly credential: Credential;
  readonly timestamp: string | number | undefined;
  readonly intervalS: number | undefined;
  /** Metric to its number as it was written. */
  readonly texts: Map<string, string>;
  /** By metric, of those that are to be acknowledged. */
  readonly connections: Map<string, AbortSignal | undefined>;
  readonly outcome: Promise<Outcome>;
  readonly sinceMs: number;
  timer: NodeJS.Timeout;
  close(): void;
};

/**
 * Puts metrics that a device publishes one by one together: those of one timestamp and interval that come within
 * {@link joinedForMs} of the first are one reading. What comes later is a reading of its own, and so a conflict unless
 * it says what is on record. Without a timestamp those that come together are one reading, of the time of receipt.
 *
 * Where a connection breaks meanwhile, the rest of a reading comes with what of it was not acknowledged: it is waited for
 * up to {@link heldForMs}, or the rest would be a conflict with the half that had come.
 */
export class Joiner {
  readonly #deps: JoinerDeps;
  readonly #open = new Map<string, Open>();
  /** Of those, the ones that wait for metrics to come again. */
  readonly #held = new Set<Open>();

  constructor(deps: JoinerDeps) {
    this.#deps = deps;
  }

  /** What became of the reading that the metric was put into. */
  async add(message: MetricMessage): Promise<Outcome> {
    const { metric, payload } = message;
    let body: MetricBody & { readonly text: string };
    try {
      body = this.#deps.readMetric(payload);
    } catch (error) {
      if (error instanceof Fault) return { ok: false, fault: error };
      throw error;
    }
    const name = nameOf(message, body);
    let open = this.#open.get(name);
    const before = open?.texts.get(metric);
    if (open !== undefined && before !== undefined && Number(before) !== Number(body.text)) {
      if (body.timestamp !== undefined) return { ok: false, fault: contradiction(metric), said: body };
      // The next value of a device that tells no time: its next reading begins.
      open.close();
      open = undefined;
    }
    open ??= this.#begin(name, message, body);
    open.texts.set(metric, body.text);
    open.connections.set(metric, message.connection);
    if (this.#held.delete(open)) this.#wait(open, joinedForMs);
    return open.outcome;
  }

  #begin(name: string, { place, credential }: MetricMessage, body: MetricBody): Open {
    const texts = new Map<string, string>();
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const close = () => {
      clearTimeout(open.timer);
      this.#held.delete(open);
      if (this.#open.get(name) === open) this.#open.delete(name);
      this.#deps.submit(joined(open)).then(resolve, reject);
    };
    const open: Open = {
      ...{ place, credential, texts, close, outcome: promise, connections: new Map(), sinceMs: performance.now() },
      timestamp: body.timestamp,
      intervalS: body.interval_s,
      timer: setTimeout(() => this.#due(open), joinedForMs),
    };
    this.#open.set(name, open);
    return open;
  }

  #due(open: Open): void {
    const leftMs = open.sinceMs + heldForMs - performance.now();
    const comesAgain = [...open.connections.values()].some((connection) => connection?.aborted === true);
    // One that tells no time is of the time of receipt, and what comes later no conflict.
    if (comesAgain && open.timestamp !== undefined && leftMs > 0 && this.#held.size < mostHeld) {
      this.#held.add(open);
      this.#wait(open, leftMs);
    } else open.close();
  }

  #wait(open: Open, ms: number): void {
    clearTimeout(open.timer);
    open.timer = setTimeout(() => this.#due(open), ms);
  }

  /** What is open stays without an outcome: its messages come again. */
  stop(): void {
    for (const { timer } of this.#open.values()) clearTimeout(timer);
    this.#open.clear();
    this.#held.clear();
  }
}

function nameOf({ place, credential }: MetricMessage, { timestamp, interval_s }: MetricBody): string {
  const time = timestamp === undefined ? "" : timestampMs(timestamp);
  const who = credential.kind === "key" ? `${credential.text} ${credential.address ?? ""}` : credential.kind;
  return [place.orgId, place.plantId, place.deviceId, time, interval_s ?? "", who].join("\n");
}

function joined({ place, credential, timestamp, intervalS, texts }: Open): Message {
  const times = JSON.stringify({ timestamp, interval_s: intervalS }).slice(0, -1);
  const readings = [...texts].map(([metric, text]) => `"${metric}":${text}`).join(",");
  const text = new TextEncoder().encode(`${times}${times === "{" ? "" : ","}"readings":{${readings}}}`);
  return { place, credential, text, idempotencyKey: undefined, isJoined: true };
}

function contradiction(metric: string): Fault {
  return new Fault(
    "reading-conflict",
    `Another value of ${metric} for the same time came before this one; it is never overwritten.`,
  );
}
