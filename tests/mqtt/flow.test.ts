import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { AckLine, pubacks } from "../../src/mqtt/ack-line.ts";
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
