import type { QuantityName } from "../../src/hydropower/quantities.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { type Ending, type Sink, StreamClient } from "../../src/monitoring/stream-client.ts";
import { StreamEvent } from "../../src/monitoring/stream-event.ts";
import { idOf, type Position } from "../../src/monitoring/stream-position.ts";
import type { Wish } from "../../src/monitoring/stream-wish.ts";

export const actor: Actor = { orgId: "org", keyId: "key", roles: ["auditor"] };
export const wishAll: Wish = {
  events: undefined,
  plants: undefined,
  devices: undefined,
  quantities: undefined,
  windows: undefined,
  deadBands: undefined,
};

/** 12:00:00 of some day, ms. */
export const noonMs = Date.parse("2026-05-01T12:00:00Z");

export function readingEvent(
  no: number,
  values: { readonly [name in QuantityName]?: number },
  more: { plantId?: string; deviceId?: string; atMs?: number; endedAtMs?: number } = {},
): StreamEvent {
  const { plantId = "P", deviceId = "D", atMs = noonMs + no * 1_000 } = more;
  const { endedAtMs = atMs } = more;
  const entries = Object.entries(values) as [QuantityName, number][];
  return new StreamEvent({
    ...{ id: idOf(no), atMs, name: "reading", plantId, deviceId, data: { seq: no }, endedAtMs },
    values: new Map(entries.map(([name, value]) => [name, { shown: value, number: value }])),
  });
}

export function verdictEvent(no: number, atMs = noonMs + no * 1_000): StreamEvent {
  return new StreamEvent({ id: idOf(no, 1), atMs, name: "verdict", plantId: "P", deviceId: "D", data: { seq: no } });
}

/** A line that takes all or nothing. */
export class TestSink implements Sink {
  readonly form = "websocket";
  readonly texts: string[] = [];
  waitingBytes = 0;
  isTaken = true;
  ended: Ending | undefined;

  send(frames: readonly Buffer[]): void {
    for (const frame of frames) {
      this.texts.push(frame.toString());
      if (!this.isTaken) this.waitingBytes += frame.length;
    }
  }

  async drained(): Promise<void> {
    this.waitingBytes = 0;
  }

  end(frame: Buffer, why: Ending): void {
    this.send([frame]);
    this.ended = why;
  }

  // biome-ignore lint/suspicious/noExplicitAny: events of every shape
  get heard(): { id: string; event: string; data: any }[] {
    return this.texts.map((text) => JSON.parse(text));
  }

  named(event: string) {
    return this.heard.filter((one) => one.event === event);
  }
}

export function listening(wish: Partial<Wish> = {}, from: Position = { id: idOf(0, 1) }, who: Actor = actor) {
  const sink = new TestSink();
  const ends: string[] = [];
  const client = new StreamClient(
    { actor: who, wish: { ...wishAll, ...wish }, sink, onEnd: (why) => ends.push(why) },
    from,
  );
  return { client, sink, ends };
}
