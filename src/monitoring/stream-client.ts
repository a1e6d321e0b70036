import type { Actor } from "../kernel/actor.ts";
import { type Form, frameOf, heartbeatFrame, openingFrame, type StreamEvent } from "./stream-event.ts";
import { isWanted, Sent, type Wish } from "./stream-wish.ts";

/** The line to one client. */
export type Sink = {
  readonly form: Form;
  /** Hands bytes to the line, whether or not the other side reads. */
  send(frame: Buffer): void;
  /** Bytes that the other side has not taken. */
  readonly waitingBytes: number;
  /** Resolves when it has taken all, or is gone. */
  drained(): Promise<void>;
  /** The last bytes; the line is closed soon after, whether they are taken or not. */
  end(frame: Buffer): void;
};

/** Why a stream was ended from this side. */
export const endings = {
  "slow-consumer": "You read more slowly than events come: reconnect with the last event id, or ask for less.",
  "credential-ended": "Your key, session or token is over.",
  "access-changed": "What you may see has changed: reconnect.",
  "shutting-down": "This gateway stops: reconnect, here or at another one.",
} as const;
export type Ending = keyof typeof endings;

/** Who listens, on what terms. */
export type Listening = {
  readonly actor: Actor;
  readonly wish: Wish;
  readonly sink: Sink;
  /** Called once, whoever ended it. */
  readonly onEnd: (why: Ending | "gone") => void;
};

/** How much may wait for a client before it is let go, bytes. */
export const mostWaitingBytes = 1_048_576;

export class StreamClient {
  readonly actor: Actor;
  readonly wish: Wish;
  readonly sink: Sink;
  /** Everything up to this event was sent, or is not for this client. */
  lastId: number;
  #isOver = false;
  readonly #sent = new Sent();
  readonly #onEnd: Listening["onEnd"];

  constructor({ actor, wish, sink, onEnd }: Listening, lastId: number) {
    this.actor = actor;
    this.wish = wish;
    this.sink = sink;
    this.lastId = lastId;
    this.#onEnd = onEnd;
    sink.send(openingFrame(sink.form, lastId));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @returns whether it was sent */
  offer(event: StreamEvent): boolean {
    const { sink } = this;
    if (this.#isOver || event.facts.id <= this.lastId) return false;
    this.lastId = event.facts.id;
    if (!isWanted(event.facts, this.wish, this.actor)) return false;
    const names = this.#sent.choose(event, this.wish);
    if (names?.length === 0) return false;
    sink.send(event.frame(sink.form, names));
    if (sink.waitingBytes > mostWaitingBytes) this.end("slow-consumer");
    return true;
  }

  /** That events were lost for it: it goes on behind them. */
  tellGap(reason: "too-old" | "unknown-event", lastId: number): void {
    const data = { reason, after: String(this.lastId), goes_on_after: String(lastId) };
    this.lastId = lastId;
    this.sink.send(frameOf(this.sink.form, { id: lastId, event: "gap", data }));
  }

  heartbeat(): void {
    if (this.#isOver) return;
    this.sink.send(heartbeatFrame(this.sink.form, this.lastId));
    if (this.sink.waitingBytes > mostWaitingBytes) this.end("slow-consumer");
  }

  end(why: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const data = { reason: why, detail: endings[why], last_event_id: String(this.lastId) };
    this.sink.end(frameOf(this.sink.form, { event: "closed", data }));
    this.#onEnd(why);
  }

  /** The other side has hung up. */
  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd("gone");
  }
}
