import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mostWaitingBytes } from "../../src/monitoring/stream-client.ts";
import type { StreamEvent } from "../../src/monitoring/stream-event.ts";
import { idOf, noOf, parsePosition, positionText, startOf } from "../../src/monitoring/stream-position.ts";
import type { WindowLength } from "../../src/monitoring/stream-windows.ts";
import type { Wish } from "../../src/monitoring/stream-wish.ts";
import { actor, listening, noonMs, readingEvent, verdictEvent } from "./stream-parts.ts";

describe("what a client is sent", () => {
  test("only what it wants, and only what its key reaches", () => {
    const here = readingEvent(1, { power_output_kw: 900 });
    const there = readingEvent(2, { power_output_kw: 900 }, { plantId: "Q" });
    const other = readingEvent(3, { power_output_kw: 900 }, { deviceId: "E" });
    const verdict = verdictEvent(4);
    const seqs = (wish: Partial<Wish>, limits = {}) => {
      const { client, sink } = listening(wish, undefined, { ...actor, limits });
      client.offer([here, there, other, verdict], 4);
      return sink.heard.slice(1).map(({ data }) => data.seq);
    };
    expect(seqs({})).toEqual([1, 2, 3, 4]);
    expect(seqs({ events: new Set(["verdict"]) })).toEqual([4]);
    expect(seqs({ plants: new Set(["P"]) })).toEqual([1, 3, 4]);
    expect(seqs({ devices: new Set(["D"]) })).toEqual([1, 2, 4]);
    expect(seqs({}, { plants: ["Q"] })).toEqual([2]);
    expect(seqs({ plants: new Set(["P"]) }, { plants: ["Q"] })).toEqual([]);
    expect(seqs({}, { devices: ["E"] })).toEqual([3]);
  });

  test("of readings only the quantities it asked for, and none without any of them", () => {
    const { client, sink } = listening({ quantities: new Set(["ph"]) });
    client.offer([readingEvent(1, { power_output_kw: 900 })], 1);
    client.offer([readingEvent(2, { power_output_kw: 900, ph: 7 })], 2);
    expect(sink.named("reading").map(({ data }) => data.readings)).toEqual([{ ph: 7 }]);
  });

  test("nothing twice, whatever is read again", () => {
    const { client, sink } = listening();
    const events = [readingEvent(1, { ph: 7 }), verdictEvent(1), readingEvent(2, { ph: 7 })];
    client.offer([...events, ...events], 2);
    expect(sink.heard.slice(1).map(({ id }) => Math.floor(Number(id)))).toEqual([2, 3, 4]);
  });
});

describe("delta", () => {
  const powers = (deadBands: Wish["deadBands"], values: readonly number[]) => {
    const { client, sink } = listening({ deadBands });
    for (const [i, power] of values.entries())
      client.offer([readingEvent(i + 1, { power_output_kw: power, ph: 7 })], i + 1);
    return sink.named("reading").map(({ data }) => data.readings);
  };

  test("the first reading is whole, and then only what has changed", () => {
    expect(powers(new Map(), [900, 900, 901])).toEqual([{ power_output_kw: 900, ph: 7 }, { power_output_kw: 901 }]);
  });

  test("a slow drift is told once it is past the dead band of what was sent, not of the reading before", () => {
    const bands = new Map([["power_output_kw", { by: 5, isShare: false }]] as const);
    expect(powers(bands, [900, 903, 905, 906, 910, 911]).slice(1)).toEqual([{ power_output_kw: 906 }]);
  });

  test("a dead band as a share is of what was sent last, and * stands for all that have none of their own", () => {
    const bands = new Map([["*", { by: 0.01, isShare: true }]] as const);
    expect(powers(bands, [1_000, 1_010, 1_011]).slice(1)).toEqual([{ power_output_kw: 1_011 }]);
  });

  test("devices are compared each with itself", () => {
    const { client, sink } = listening({ deadBands: new Map() });
    for (const [i, deviceId] of ["D", "E", "D", "E"].entries()) {
      client.offer([readingEvent(i + 1, { ph: deviceId === "D" ? 7 : 8 }, { deviceId })], i + 1);
    }
    expect(sink.named("reading")).toHaveLength(2);
  });
});

describe("slow readers", () => {
  test("one for whom too much waits is let go by name", () => {
    const { client, sink, ends } = listening();
    sink.isTaken = false;
    sink.waitingBytes = mostWaitingBytes;
    client.offer([readingEvent(1, { ph: 7 })], 1);
    expect(sink.ended).toBe("slow-consumer");
    expect(sink.heard.at(-1)).toMatchObject({
      event: "closed",
      data: { reason: "slow-consumer", last_event_id: "3" },
    });
    expect(ends).toEqual(["slow-consumer"]);
    client.offer([readingEvent(2, { ph: 7 })], 2);
    expect(sink.named("reading")).toHaveLength(1);
  });

  test("one that had taken all by the sign of life before has time until the next, however late something came", () => {
    const { client, sink } = listening();
    client.heartbeat();
    client.offer([readingEvent(1, { ph: 7 })], 1);
    client.heartbeat();
    sink.isTaken = false;
    client.offer([readingEvent(2, { ph: 7 })], 2);
    client.heartbeat();
    expect(sink.ended).toBeUndefined();
    client.heartbeat();
    expect(sink.ended).toBe("slow-consumer");
  });

  test("one that has taken nothing between two signs of life is let go; one that is slow but takes is not", () => {
    const { client, sink } = listening();
    sink.isTaken = false;
    client.offer([readingEvent(1, { ph: 7 })], 1);
    client.heartbeat();
    sink.waitingBytes -= 10;
    client.heartbeat();
    expect(sink.ended).toBeUndefined();
    // What was added waits too; nothing was taken.
    client.heartbeat();
    expect(sink.ended).toBe("slow-consumer");
  });
});

describe("windows", () => {
  const gathered = (events: readonly StreamEvent[], windows: WindowLength, untilMs: number) => {
    const { client, sink } = listening({ windows });
    client.offer(events, events.length);
    client.pass(untilMs);
    return sink.named("reading").map(({ data }) => data);
  };

  test("a window holds what ends in (from, to], with the least, the most, the mean and the last by their own time", () => {
    const values = [5, 1, 3];
    const events = values.map((ph, i) => readingEvent(i + 1, { ph }, { endedAtMs: noonMs + 1_000 * (i + 1) }));
    events.push(
      readingEvent(4, { ph: 9 }, { endedAtMs: noonMs }),
      readingEvent(5, { ph: 8 }, { endedAtMs: noonMs + 5_000 }),
    );
    const all = gathered(events, "5s", noonMs + 60_000);
    expect(all.map(({ from, to, count }) => [from.slice(14, 19), to.slice(14, 19), count])).toEqual([
      ["59:55", "00:00", 1],
      ["00:00", "00:05", 4],
    ]);
    expect(all[1]).toMatchObject({
      resolution: "5s",
      readings: { ph: { avg: 4.25, min: 1, max: 8, last: 8, count: 4 } },
    });
  });

  test("what comes late makes its window again, with that alone in it", () => {
    const early = readingEvent(1, { ph: 5 }, { atMs: noonMs + 1_000 });
    const next = readingEvent(2, { ph: 6 }, { atMs: noonMs + 20_000 });
    const late = readingEvent(3, { ph: 7 }, { atMs: noonMs + 21_000, endedAtMs: noonMs + 2_000 });
    const all = gathered([early, next, late], "5s", noonMs + 60_000);
    expect(all.map(({ to, readings }) => [to.slice(14, 19), readings.ph.avg])).toEqual([
      ["00:05", 5],
      ["00:05", 7],
      ["00:20", 6],
    ]);
  });

  test("whoever comes back in the middle hears the same windows, each once, wherever the line broke", () => {
    const device = fc.constantFrom("D", "E", "F");
    const step = fc.record({
      deviceId: device,
      ph: fc.integer({ min: 0, max: 14 }),
      gapMs: fc.integer({ min: 1, max: 4_000 }),
    });
    const steps = fc.array(step, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        steps,
        fc.nat(),
        fc.constantFrom<WindowLength>("5s", "1m"),
        fc.boolean(),
        (made, cut, windows, passes) => {
          let atMs = noonMs;
          const events = made.flatMap(({ deviceId, ph, gapMs }, i) => {
            atMs += gapMs;
            return [readingEvent(i + 1, { ph }, { deviceId, atMs }), verdictEvent(i + 1, atMs)];
          });
          const endMs = atMs + 100_000;
          const whole = listening({ windows });
          whole.client.offer(events, made.length);
          whole.client.pass(endMs);
          const expected = whole.sink.heard.slice(1).map(({ event, data }) => ({ event, data }));

          const first = listening({ windows });
          const stops = cut % (events.length + 1);
          first.client.offer(events.slice(0, stops), 0);
          // As the poll does where nothing else comes for a while.
          if (passes) first.client.pass(events[stops]?.facts.atMs ?? endMs);
          const heard = first.sink.heard.slice(1, 1 + (cut % (first.sink.heard.length + 1)));
          const last = heard.at(-1)?.id ?? first.sink.heard[0]?.id ?? "";
          const from = parsePosition(last);
          expect(from).toBeDefined();
          if (from === undefined) return;
          const second = listening({ windows }, from);
          second.client.offer(
            events.filter(({ facts }) => noOf(facts.id) > startOf(from)),
            made.length,
          );
          second.client.pass(endMs);
          const both = [...heard, ...second.sink.heard.slice(1)].map(({ event, data }) => ({ event, data }));
          expect(both).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("a window that is told earlier than where its reader stood by then is not told again to whoever comes back after it", () => {
  const events = ["D", "E"].map((deviceId, i) => readingEvent(i + 1, { ph: 7 }, { deviceId }));
  // Told of a plant that the others at this gateway do not ask for: here nobody reads it.
  const foreign = verdictEvent(5, noonMs + 20_000);
  const first = listening({ windows: "5s", plants: new Set(["P"]) });
  first.client.offer(events, 5);
  first.client.pass(noonMs + 60_000);
  const [, own] = first.sink.heard;
  const second = listening({ windows: "5s", events: new Set(["reading"]) }, parsePosition(own?.id ?? ""));
  second.client.offer([...events, foreign], 5);
  const [, other] = second.sink.heard;
  expect([own?.data.device_id, other?.data.device_id]).toEqual(["D", "E"]);
  const from = parsePosition(other?.id ?? "");
  const third = listening({ windows: "5s", events: new Set(["reading"]) }, from);
  const all = [...events, foreign, readingEvent(6, { ph: 8 }, { atMs: noonMs + 25_000 })];
  third.client.offer(
    all.filter(({ facts }) => from !== undefined && noOf(facts.id) > startOf(from)),
    6,
  );
  third.client.pass(noonMs + 60_000);
  expect(third.sink.named("reading").map(({ data }) => data.readings.ph.avg)).toEqual([8]);
});

test("of windows whose beginning is kept no more the rest comes, behind a gap, and nothing that was had comes again", () => {
  const at = (no: number) => ({ atMs: noonMs + 1_000 * no, endedAtMs: noonMs + 1_000 * no });
  const events = [1, 2, 3, 4].flatMap((no) => [readingEvent(no, { ph: no }, at(no)), verdictEvent(no)]);
  const first = listening({ windows: "1m" });
  first.client.offer(events, 4);
  const from = parsePosition(first.sink.heard.at(-1)?.id ?? "");
  if (from === undefined) throw new Error("no position");
  const second = listening({ windows: "1m" }, from);
  second.client.tellGap("too-old", { no: 2 });
  second.client.offer(events.slice(4), 4, 3);
  second.client.offer([readingEvent(5, { ph: 5 }, at(5)), verdictEvent(5)], 5, 5);
  second.client.pass(noonMs + 100_000);
  const [, gap, ...more] = second.sink.heard;
  expect(gap?.event).toBe("gap");
  expect(gap?.data.goes_on_after).toBe(positionText({ ...from, windows: { fromNo: 3, closedAtMs: 0, count: 0 } }));
  expect(more.map(({ event, data }) => [event, data.seq ?? data.readings.ph.count])).toEqual([
    ["verdict", 5],
    ["reading", 3],
  ]);
});

test("what was dropped while a stream is read on is a gap, also where the verdict alone is missing", () => {
  const { client, sink } = listening();
  client.offer([readingEvent(1, { ph: 1 }), verdictEvent(1)], 1, 1);
  client.offer([readingEvent(2, { ph: 2 }), verdictEvent(2)], 2, 2);
  client.offer([readingEvent(5, { ph: 5 })], 5, 5);
  expect(sink.heard.slice(1).map(({ event }) => event)).toEqual([
    ...["reading", "verdict", "reading", "verdict"],
    ...["gap", "reading"],
  ]);
  expect(sink.named("gap")[0]?.data).toMatchObject({
    ...{ reason: "too-old", after: `5.${noonMs + 2_000}`, goes_on_after: "9" },
  });
  const back = listening({}, { id: idOf(1) });
  back.client.offer([readingEvent(2, { ph: 2 })], 2, 2);
  expect(back.sink.heard.slice(1).map(({ event }) => event)).toEqual(["gap", "reading"]);
});

test("a position reads as it was written, and nothing else reads", () => {
  const windows = { fromNo: 2, closedAtMs: noonMs, count: 3 };
  const positions = [{ id: 7 }, { id: 7, atMs: noonMs }, { id: 7, windows }, { id: 7, atMs: noonMs, windows }];
  for (const position of positions) expect(parsePosition(positionText(position))).toEqual(position);
  for (const text of [
    "",
    "-1",
    "7-2",
    "7-2-3",
    "7.",
    ".7",
    "7.1.2",
    "7-2.1-3-4",
    "1e3",
    "99999999999999999999",
    "7 ",
  ]) {
    expect(parsePosition(text)).toBeUndefined();
  }
});

test("a client that was sent a reading and not its verdict is sent the verdict", () => {
  const { client, sink } = listening({}, { id: idOf(3) });
  client.offer([readingEvent(3, { ph: 7 })], 2);
  client.offer([verdictEvent(3)], 3);
  expect(sink.heard.slice(1).map(({ event }) => event)).toEqual(["verdict"]);
});
