import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { AckLine, pubacks } from "../../src/mqtt/ack-line.ts";
import { AnswerLine, answersAndAcks, publishPacket } from "../../src/mqtt/answer-line.ts";
import { Inflow } from "../../src/mqtt/inflow.ts";
import { Window } from "../../src/mqtt/window.ts";

describe("acknowledgements", () => {
  test("go out in the order of the messages, whichever is known first", async () => {
    const sent: number[][] = [];
    const line = new AckLine((ids) => sent.push([...ids]));
    const [first, second, third] = [line.add(7), line.add(8), line.add(9)];
    second();
    third();
    await turn();
    expect(sent).toEqual([]);
    first();
    await turn();
    expect(sent).toEqual([[7, 8, 9]]);
    line.add(10)();
    await turn();
    expect(sent).toEqual([[7, 8, 9], [10]]);
  });

  test("those that are known in one turn go out together", async () => {
    const sent: number[][] = [];
    const line = new AckLine((ids) => sent.push([...ids]));
    const all = [1, 2, 3].map((id) => line.add(id));
    for (const acknowledge of all.slice(0, 2)) acknowledge();
    await turn();
    expect(sent).toEqual([[1, 2]]);
  });

  test("are PUBACK packets of the shortest form", () => {
    expect(pubacks([1, 0xabcd]).toString("hex")).toBe("40020001" + "4002abcd");
  });
});

describe("answers", () => {
  const type = { contentType: "t" };
  const idsUpTo = (most: number) => {
    const used = new Set<number>();
    const all = Array.from({ length: most }, (_, i) => i + 1);
    return {
      used,
      allocate: () => {
        const id = all.find((one) => !used.has(one)) ?? null;
        if (id !== null) used.add(id);
        return id;
      },
      deallocate: (id: number) => void used.delete(id),
    };
  };
  const terms = (most = 3) => ({ ids: idsUpTo(most), mostBytes: Number.POSITIVE_INFINITY });
  const lineTo = (sent: Buffer[]) => new AnswerLine((bytes) => sent.push(bytes), terms());

  test("are PUBLISH packets with QoS 1, as MQTT 5 lays them out", () => {
    const packet = publishPacket(7, "a/b", "x", { contentType: "t", correlationData: Buffer.of(1, 2) });
    expect(packet.toString("hex")).toBe("3212" + "0003612f62" + "0007" + "09" + "03000174" + "0900020102" + "78");
    expect(publishPacket(7, "a/b", "ü", type).toString("hex")).toBe("320e0003612f620007" + "0403000174" + "c3bc");
  });

  test.each([
    [127 - 12, "7f"],
    [128 - 12, "8001"],
    [16_383 - 12, "ff7f"],
    [16_384 - 12, "808001"],
  ])("of %i characters say their length in as many bytes as it needs", (length, written) => {
    const packet = publishPacket(7, "a/b", "x".repeat(length), type);
    expect(packet.subarray(1, 1 + written.length / 2).toString("hex")).toBe(written);
    expect(packet.length).toBe(1 + written.length / 2 + 12 + length);
    expect(packet.subarray(-length).toString()).toBe("x".repeat(length));
  });

  test("that are known in one turn go out together, and before what is told to flush them", async () => {
    const sent: Buffer[] = [];
    const line = lineTo(sent);
    line.publish("a", "1", type, () => undefined);
    line.publish("a", "2", type, () => undefined);
    expect(sent).toEqual([]);
    line.flush();
    expect(sent).toEqual([Buffer.concat([publishPacket(1, "a", "1", type), publishPacket(2, "a", "2", type)])]);
    line.publish("a", "3", type, () => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent[1]).toEqual(publishPacket(3, "a", "3", type));
    expect(sent).toHaveLength(2);
  });

  test("share no packet id while the broker has not taken them, and give it back", () => {
    const { ids, mostBytes } = terms(3);
    const line = new AnswerLine(() => undefined, { ids, mostBytes });
    const taken: string[] = [];
    for (const name of ["1", "2", "3"]) line.publish("a", name, type, () => taken.push(name));
    line.acknowledged(2);
    line.publish("a", "4", type, () => taken.push("4"));
    line.acknowledged(2);
    line.acknowledged(9);
    expect(taken).toEqual(["2", "4"]);
    expect([...ids.used].sort()).toEqual([1, 3]);
    line.drop();
    expect([taken, ids.used.size]).toEqual([["2", "4", "1", "3"], 0]);
  });

  test("longer than the broker takes are left out, and count as done: it would hang up", async () => {
    const sent: Buffer[] = [];
    const mostBytes = publishPacket(1, "a", "fits", type).length;
    const { ids } = terms(1);
    const line = new AnswerLine((bytes) => sent.push(bytes), { ids, mostBytes });
    const done = vi.fn<() => void>();
    expect(line.publish("a", "does not", type, done)).toBe(false);
    expect(line.publish("a", "fits", type, () => undefined)).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toHaveBeenCalledOnce();
    expect(sent).toEqual([publishPacket(1, "a", "fits", type)]);
  });

  test("never come behind the acknowledgement of what they answer", async () => {
    const sent: string[] = [];
    const { answers, acks } = answersAndAcks((bytes) => sent.push(bytes.toString("hex")), terms());
    // Nobody is told of the first, so that its acknowledgement alone is on its way when the second is answered.
    acks.add(1)();
    const acknowledge = acks.add(2);
    answers.publish("a", "2", type, () => undefined);
    acknowledge();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual([publishPacket(1, "a", "2", type).toString("hex"), pubacks([1, 2]).toString("hex")]);
  });

  test("are waited for until the last is taken, or the connection is no more", async () => {
    for (const end of [(line: AnswerLine) => line.acknowledged(1), (line: AnswerLine) => line.drop()]) {
      const sent: Buffer[] = [];
      const line = lineTo(sent);
      const done = vi.fn<() => void>();
      await line.emptied();
      line.publish("a", "1", type, done);
      let isEmpty = false;
      const emptied = line.emptied().then(() => {
        isEmpty = true;
      });
      await new Promise((resolve) => setImmediate(resolve));
      expect([sent.length, isEmpty]).toEqual([1, false]);
      end(line);
      await emptied;
      expect(done).toHaveBeenCalledOnce();
    }
  });
});

describe("answers on their way", () => {
  test("are no more at once than the broker takes, and none is forgotten", () => {
    const sent: number[] = [];
    const free: (() => void)[] = [];
    const window = new Window(2);
    for (const no of [1, 2, 3, 4]) {
      window.add((done) => {
        sent.push(no);
        free.push(done);
      });
    }
    expect(sent).toEqual([1, 2]);
    free[0]?.();
    // Said twice, it frees one place all the same.
    free[0]?.();
    expect(sent).toEqual([1, 2, 3]);
    window.open();
    expect(sent).toEqual([1, 2, 3, 4]);
  });
});

describe("what a session holds", () => {
  test("stops its reading at so many messages, and goes on when there is room", () => {
    const inflow = new Inflow(2);
    let reads = 0;
    const readOn = () => {
      reads++;
    };
    inflow.take(10);
    inflow.whenRoom(readOn);
    expect(reads).toBe(1);
    inflow.take(10);
    inflow.whenRoom(readOn);
    expect([reads, inflow.isEmpty]).toEqual([1, false]);
    inflow.give(10);
    expect(reads).toBe(2);
    inflow.give(10);
    expect(inflow.isEmpty).toBe(true);
  });

  test("stops its reading at 16 MiB, however few messages they are", () => {
    const inflow = new Inflow(1_000);
    let reads = 0;
    inflow.take(16_777_216);
    inflow.whenRoom(() => reads++);
    expect(reads).toBe(0);
    inflow.give(16_777_216);
    expect(reads).toBe(1);
  });
});
