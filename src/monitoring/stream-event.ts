import type { QuantityName } from "../hydropower/quantities.ts";
import type { Json } from "../kernel/canonical.ts";

/** One event of a live stream, and its bytes on the wire. */

export const streamEventNames = ["reading", "verdict", "anchored", "alert"] as const;
export type StreamEventName = (typeof streamEventNames)[number];

/** How events travel: as a text/event-stream (HTML, Server-sent events), or each as one JSON text in a WebSocket. */
export type Form = "sse" | "websocket";

export type EventFacts = {
  /** Rises from event to event of an organisation, is the same at every gateway and survives restarts. */
  readonly id: number;
  readonly name: StreamEventName;
  /** Null: of no one plant. */
  readonly plantId: string | null;
  readonly deviceId: string | null;
  readonly data: { readonly [member: string]: Json };
  /** Of a reading: by quantity what is sent of it, and the number that is compared with the one before. */
  readonly values?: Values;
};

export type Values = ReadonlyMap<QuantityName, { readonly shown: Json; readonly number: number }>;

export class StreamEvent {
  readonly facts: EventFacts;
  readonly #frames = new Map<string, Buffer>();

  constructor(facts: EventFacts) {
    this.facts = facts;
  }

  /**
   * The event's bytes, made once for all who get the same of it.
   *
   * @param names of a reading: the quantities that are sent; absent: all
   */
  frame(form: Form, names?: readonly QuantityName[]): Buffer {
    const key = names === undefined ? form : `${form} ${names.join(" ")}`;
    const made = this.#frames.get(key);
    if (made !== undefined) return made;
    const { id, name, data, values } = this.facts;
    const sent = names ?? [...(values?.keys() ?? [])];
    const readings = values && { readings: Object.fromEntries(sent.map((one) => [one, values.get(one)?.shown ?? null])) };
    const frame = frameOf(form, { id, event: name, data: { ...data, ...readings } });
    this.#frames.set(key, frame);
    return frame;
  }
}

/** What is said once, to one client. */
export function frameOf(
  form: Form,
  { id, event, data }: { readonly id?: number; readonly event: string; readonly data: { readonly [member: string]: Json } },
): Buffer {
  if (form === "websocket") return Buffer.from(JSON.stringify({ ...(id !== undefined && { id: String(id) }), event, data }));
  // JSON holds no line break: one line of data is enough.
  return Buffer.from(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** That nothing happened, up to there: a client that comes back after it misses nothing. */
export function heartbeatFrame(form: Form, id: number): Buffer {
  if (form === "websocket") return frameOf(form, { id, event: "heartbeat", data: {} });
  return Buffer.from(`: heartbeat\nid: ${id}\n\n`);
}

/** The first bytes: where the client stands, and how soon it should come back when the line breaks. */
export function openingFrame(form: Form, id: number): Buffer {
  if (form === "websocket") return frameOf(form, { id, event: "open", data: {} });
  return Buffer.from(`retry: 2000\nid: ${id}\n: open\n\n`);
}

/** Two ids for each number of the stream's log: a reading's own, and its verdict's. */
export const idOf = (no: number, part: 0 | 1 = 0): number => 2 * no + part;
/** The last number of the log of which nothing is missing when this event was the last. */
export const doneBefore = (id: number): number => Math.floor((id - 1) / 2);
