import type { QuantityName } from "../hydropower/quantities.ts";
import type { Json } from "../kernel/canonical.ts";
import { type Position, positionText } from "./stream-position.ts";

/** One event of a live stream, and its bytes on the wire. */

export const streamEventNames = ["reading", "sample", "verdict", "anchored", "alert", "rollup"] as const;
export type StreamEventName = (typeof streamEventNames)[number];

/** How events travel: as a text/event-stream (HTML, Server-sent events), or each as one JSON text in a WebSocket. */
export type Form = "sse" | "websocket";

export type EventFacts = {
  /** Rises from event to event of an organisation, is the same at every gateway and survives restarts. */
  readonly id: number;
  /** When it was committed, by PostgreSQL's clock, ms: never earlier than of a smaller id. */
  readonly atMs: number;
  readonly name: StreamEventName;
  /** Null: of no one plant. */
  readonly plantId: string | null;
  readonly deviceId: string | null;
  readonly data: { readonly [member: string]: Json };
  /** Of a reading or sample: by quantity what is sent of it, and the number that is compared with the one before. */
  readonly values?: Values;
  /** Of a reading that windows hold: the end of its interval, ms. */
  readonly endedAtMs?: number;
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
   * @param position where its reader stands after it
   * @param names of a reading: the quantities that are sent; absent: all
   */
  frame(form: Form, position: Position, names?: readonly QuantityName[]): Buffer {
    if (position.windows !== undefined) return this.#made(form, position, names);
    const key = names === undefined ? form : `${form} ${names.join(" ")}`;
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const made = this.#made(form, position, names);
    this.#frames.set(key, made);
    return made;
  }

  #made(form: Form, position: Position, names?: readonly QuantityName[]): Buffer {
    const { name, data, values } = this.facts;
    const sent = names ?? [...(values?.keys() ?? [])];
    const readings = values && {
      readings: Object.fromEntries(sent.map((one) => [one, values.get(one)?.shown ?? null])),
    };
    return frameOf(form, { position, event: name, data: { ...data, ...readings } });
  }
}

type Said = {
  readonly position?: Position;
  readonly event: string;
  readonly data: { readonly [member: string]: Json };
};

/** What is said once, to one client. */
export function frameOf(form: Form, { position, event, data }: Said): Buffer {
  const id = position && positionText(position);
  if (form === "websocket") return Buffer.from(JSON.stringify({ ...(id !== undefined && { id }), event, data }));
  // JSON holds no line break: one line of data is enough.
  return Buffer.from(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** That nothing happened, up to there: a client that comes back after it misses nothing. */
export function heartbeatFrame(form: Form, position: Position): Buffer {
  if (form === "websocket") return frameOf(form, { position, event: "heartbeat", data: {} });
  return Buffer.from(`: heartbeat\nid: ${positionText(position)}\n\n`);
}

/** The first bytes: where the client stands, and how soon it should come back when the line breaks. */
export function openingFrame(form: Form, position: Position): Buffer {
  if (form === "websocket") return frameOf(form, { position, event: "open", data: {} });
  return Buffer.from(`retry: 2000\nid: ${positionText(position)}\n: open\n\n`);
}
