import { describe, expect, test } from "vitest";
import type { StoredRecord } from "../evidence.ts";
import { judgeEvents } from "./judge-watchers.ts";
import type { Seen } from "./watchers.ts";

const record = (plantId: string, seq: number, isReading = true): StoredRecord => ({
  ...{ recordId: `${plantId} ${seq}`, plantId, seq, isReading, status: "APPROVED" },
  ...{ commitment: Buffer.alloc(32), body: Buffer.alloc(0) },
});

/** The plant's registration, then readings. */
const records = [record("A", 1, false), record("A", 2), record("A", 3), record("B", 1, false), record("B", 2)];

const told = (id: number, event: string, plantId: string, fromSeq: number, toSeq = fromSeq): Seen => ({
  ...{ id: String(id), event, plantId, fromSeq, toSeq, count: 0 },
  recordId: event === "anchored" ? undefined : `${plantId} ${fromSeq}`,
  because: event === "verdict" ? "reading" : undefined,
});

const all = [
  told(2, "reading", "A", 2),
  told(3, "verdict", "A", 2),
  told(4, "reading", "B", 2),
  told(5, "verdict", "B", 2),
  told(6, "anchored", "A", 1, 2),
  told(8, "reading", "A", 3),
  told(9, "verdict", "A", 3),
  told(10, "anchored", "A", 3),
  told(12, "anchored", "B", 2),
];
const judged = (seen: readonly Seen[]) => judgeEvents(seen, records, ["reading", "verdict", "anchored"]);

describe("the judgement of a stream", () => {
  test("finds nothing in one that is whole", () => {
    expect(judged(all)).toEqual([]);
  });

  test("finds every single event that is missing or comes twice", () => {
    for (const [place, one] of all.entries()) {
      expect(judged(all.toSpliced(place, 1)), `without ${one.id}`).not.toEqual([]);
      expect(judged(all.toSpliced(place, 0, one)), `${one.id} twice`).not.toEqual([]);
    }
  });

  test("finds two events in the wrong order, and one of a record that is not there", () => {
    expect(judged([...all.slice(1, 2), ...all.slice(0, 1), ...all.slice(2)])).not.toEqual([]);
    expect(judged([...all, told(14, "reading", "A", 4)])).not.toEqual([]);
  });
});
