import type { Actor } from "../kernel/actor.ts";
import {
  type Form,
  frameOf,
  heartbeatFrame,
  openingFrame,
  type StreamEvent,
  type StreamEventName,
} from "./stream-event.ts";
import {
  doneBefore,
  earlierOf,
  idOf,
  laterOf,
  type Position,
  positionText,
  type Reached,
  startOf,
} from "./stream-position.ts";
import { Windows } from "./stream-windows.ts";
import { isWanted, Sent, type Wish } from "./stream-wish.ts";

/** The line to one client. */
export type Sink = {
  readonly form: Form;
  /** Hands what is said at once to the line, whether or not the other side reads. */
  send(frames: readonly Buffer[]): void;
  /** Bytes that the other side has not taken. */
  readonly waitingBytes: number;
  /** Resolves when it has taken all, or is gone. */
  drained(): Promise<void>;
  /** The last bytes; the line is closed soon after, whether they are taken or not. */
  end(frame: Buffer, why: Ending): void;
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
  readonly onSent?: (name: StreamEventName) => void;
  /** Called once, whoever ended it. */
  readonly onEnd: (why: Ending | "gone") => void;
};

/** How much may wait for a client before it is let go, bytes. */
export const mostWaitingBytes = 1_048_576;
/**
 * How long after a window fell due a silent stream tells it, ms: longer than a look takes, so that what was told before
 * it fell due has been read.
 */
const lookTakesMs = 2_000;

export class StreamClient {
  readonly actor: Actor;
  readonly wish: Wish;
  readonly sink: Sink;
  /** From where on it has to be read to. */
  readonly startNo: number;
  /** Where it took the stream up; what it had by then is not sent again, but may fill windows. */
  #from: Position;
  /** Up to where was read for it. */
  #read: Reached;
  /** The window that was told last, and which of those that fell due then it was. */
  #told = { closedAtMs: 0, count: 0 };
  /** Since it was taken up. */
  #hasToldWindows = false;
  /** All windows that fell due before were told. */
  #toldBeforeMs = 0;
  #isOver = false;
  #windows: Windows | undefined;
  readonly #sent = new Sent();
  readonly #onSent: Listening["onSent"];
  readonly #onEnd: Listening["onEnd"];
  #said: Buffer[] = [];
  #sentBytes = 0;
  /** Taken by the last sign of life, sent by then, and what waited then. */
  #atBeat = { takenBytes: 0, sentBytes: 0, waitingBytes: 0 };

  constructor({ actor, wish, sink, onSent, onEnd }: Listening, from: Position) {
    this.actor = actor;
    this.wish = wish;
    this.sink = sink;
    this.#onSent = onSent;
    this.#onEnd = onEnd;
    this.startNo = startOf(from);
    // A stream without windows begins where the windows of the one before it did.
    const restarts = from.windows !== undefined && wish.windows === undefined;
    const start = { id: idOf(this.startNo, 1) };
    this.#from = restarts ? earlierOf(from, start) : from;
    this.#read = earlierOf(this.#from, start);
    this.#windows = wish.windows && new Windows(wish.windows);
    this.#say(openingFrame(sink.form, this.position));
    this.#send();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Where it stands: everything before was sent, or is not for it, or will come again after this. */
  get position(): Position {
    const isBehind = this.#read.id < this.#from.id;
    if (this.#isSuppressed() || (isBehind && !this.#hasToldWindows)) return this.#from;
    // What it had by then and is not read again yet may fill windows all the same.
    const fromNo = this.#windows?.fromNo ?? (isBehind ? doneBefore(this.#read.id) + 1 : undefined);
    const reached = laterOf(this.#read, this.#from);
    return fromNo === undefined ? reached : { ...reached, windows: { fromNo, ...this.#told } };
  }

  /**
   * What is new, in order, up to a number of the stream's log. What it had is passed over; what is not among it is not for
   * this client.
   *
   * @param firstNo the first number that was read: they have no gaps, so what lies before it and was not read is kept no more
   * @param lastAtMs when the last number was committed, ms
   */
  offer(events: readonly StreamEvent[], lastNo: number, firstNo?: number, lastAtMs?: number): void {
    if (this.#isOver) return;
    if (firstNo !== undefined && idOf(firstNo - 1, 1) > this.#read.id) this.tellGap("too-old", { no: firstNo - 1 });
    for (const event of events) if (event.facts.id > this.#read.id) this.#take(event);
    this.#read = laterOf(this.#read, { id: idOf(lastNo, 1), atMs: lastAtMs });
    this.#send();
  }

  /** That nothing else was told until then, by PostgreSQL's clock. */
  pass(asOfMs: number): void {
    if (this.#isOver || this.#windows === undefined) return;
    this.#tellWindows(this.#windows, asOfMs - lookTakesMs);
    this.#send();
  }

  /** That events are not to be had any more: it goes on behind them. What it had of what follows is not sent again. */
  tellGap(reason: "too-old" | "unknown-event", lostTo: { readonly no: number; readonly atMs?: number }): void {
    const after = positionText(this.position);
    const lost = { id: idOf(lostTo.no, 1), atMs: lostTo.atMs };
    if (reason === "unknown-event") this.#forgetAll(lost);
    else {
      const { windows } = this.#from;
      this.#from = {
        ...laterOf(this.#from, lost),
        ...(windows !== undefined && { windows: { ...windows, fromNo: Math.max(windows.fromNo, lostTo.no + 1) } }),
      };
    }
    this.#read = lost;
    const data = { reason, after, goes_on_after: positionText(this.position) };
    this.#say(frameOf(this.sink.form, { position: this.position, event: "gap", data }));
    this.#send();
  }

  /** What it had is of a history that is no more, and so is what waits in windows. */
  #forgetAll(from: Reached): void {
    this.#from = from;
    this.#windows = this.wish.windows && new Windows(this.wish.windows);
    this.#told = { closedAtMs: 0, count: 0 };
  }

  /** A sign of life on a silent line. Whoever has taken nothing of what waits since the one before is let go. */
  heartbeat(): void {
    if (this.#isOver) return;
    const { waitingBytes, form } = this.sink;
    const takenBytes = this.#sentBytes - waitingBytes;
    const isSilent = this.#sentBytes === this.#atBeat.sentBytes;
    const hadToTake = this.#atBeat.waitingBytes > 0 && waitingBytes > 0;
    if (hadToTake && takenBytes <= this.#atBeat.takenBytes) this.end("slow-consumer");
    else if (isSilent) this.#say(heartbeatFrame(form, this.position));
    this.#send();
    this.#atBeat = { takenBytes, sentBytes: this.#sentBytes, waitingBytes };
  }

  end(why: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const data = { reason: why, detail: endings[why], last_event_id: positionText(this.position) };
    this.sink.end(frameOf(this.sink.form, { event: "closed", data }), why);
    this.#onEnd(why);
  }

  /** The other side has hung up. */
  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd("gone");
  }

  #take(event: StreamEvent): void {
    const { facts } = event;
    if (this.#windows !== undefined) this.#tellWindows(this.#windows, facts.atMs);
    this.#read = { id: facts.id, atMs: facts.atMs };
    if (!isWanted(facts, this.wish, this.actor)) return;
    // Their records are in the windows: nothing counts twice.
    if (this.#windows !== undefined && facts.name === "sample") return;
    if (this.#windows !== undefined && facts.name === "reading") this.#windows.add(facts);
    else if (facts.id > this.#from.id) this.#tell(event);
  }

  #tellWindows(windows: Windows, beforeMs: number): void {
    this.#toldBeforeMs = Math.max(this.#toldBeforeMs, beforeMs);
    for (const { dueAtMs, event } of windows.takeDue(beforeMs)) {
      const isMore = dueAtMs === this.#told.closedAtMs;
      this.#told = { closedAtMs: dueAtMs, count: isMore ? this.#told.count + 1 : 1 };
      if (this.#wasTold()) continue;
      this.#hasToldWindows = true;
      this.#tell(event(this.#read.id));
    }
  }

  /** The window that is told now was told before the stream was taken up. */
  #wasTold(): boolean {
    const { closedAtMs, count } = this.#from.windows ?? { closedAtMs: 0, count: 0 };
    return this.#told.closedAtMs < closedAtMs || (this.#told.closedAtMs === closedAtMs && this.#told.count <= count);
  }

  /** Windows that were told before may still come out of what is read again. */
  #isSuppressed(): boolean {
    const { windows } = this.#from;
    return this.#windows !== undefined && windows !== undefined && this.#toldBeforeMs <= windows.closedAtMs;
  }

  #tell(event: StreamEvent): void {
    const names = this.#sent.choose(event.facts, this.wish);
    if (names?.length === 0) return;
    this.#say(event.frame(this.sink.form, this.position, names));
    this.#onSent?.(event.facts.name);
  }

  #say(frame: Buffer): void {
    this.#sentBytes += frame.length;
    this.#said.push(frame);
  }

  /** Everything that was said goes out together. */
  #send(): void {
    if (this.#said.length === 0 || this.#isOver) return;
    const said = this.#said;
    this.#said = [];
    this.sink.send(said);
    if (this.sink.waitingBytes > mostWaitingBytes) this.end("slow-consumer");
  }
}
