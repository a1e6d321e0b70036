import fc from "fast-check";
import { expect, test } from "vitest";
import { nextInLine, plantKey, type WaitingLeaf } from "../../src/anchoring/line.ts";

const leaf = (plantId: string, seq: number, outboxId = 0): WaitingLeaf => ({
  outboxId: BigInt(outboxId),
  orgId: "org",
  plantId,
  seq: BigInt(seq),
  recordId: `${plantId}/${seq}`,
  verdict: "approved",
  commitment: new Uint8Array(32),
  publicForm: null,
  recordedAt: new Date(0),
  trace: null,
});
const names = (leaves: readonly WaitingLeaf[]) => leaves.map((one) => one.recordId);
const newest = (plants: Record<string, number>) =>
  new Map(Object.entries(plants).map(([plantId, seq]) => [plantKey({ orgId: "org", plantId }), BigInt(seq)]));

test("leaves enter in the order of their arrival", () => {
  expect(names(nextInLine([leaf("a", 1), leaf("b", 1), leaf("a", 2)], newest({})))).toEqual(["a/1", "b/1", "a/2"]);
});

test("a leaf waits for its plant's forerunner, which another plant's leaf does not", () => {
  expect(names(nextInLine([leaf("a", 6), leaf("b", 1)], newest({ a: 4 })))).toEqual(["b/1"]);
});

test("a forerunner that committed later is put first", () => {
  expect(names(nextInLine([leaf("a", 6), leaf("b", 1), leaf("a", 5)], newest({ a: 4 })))).toEqual([
    "b/1",
    "a/5",
    "a/6",
  ]);
});

test("a leaf that is in the log already does not enter again", () => {
  expect(nextInLine([leaf("a", 4), leaf("a", 3)], newest({ a: 4 }))).toEqual([]);
});

test("whatever subset is visible in whatever order, every plant's log stays its chain without a gap", () => {
  const visible = fc.uniqueArray(
    fc.record({ plant: fc.constantFrom("a", "b", "c"), seq: fc.integer({ min: 1, max: 8 }) }),
    {
      selector: ({ plant, seq }) => `${plant}/${seq}`,
    },
  );
  fc.assert(
    fc.property(fc.array(visible, { maxLength: 5 }), (rounds) => {
      const log: WaitingLeaf[] = [];
      const outbox = new Map<string, WaitingLeaf>();
      const inLog = (plant: string) => log.filter((one) => one.plantId === plant).length;
      for (const round of rounds) {
        for (const { plant, seq } of round) if (seq > inLog(plant)) outbox.set(`${plant}/${seq}`, leaf(plant, seq));
        const appended = nextInLine([...outbox.values()], newest({ a: inLog("a"), b: inLog("b"), c: inLog("c") }));
        for (const one of appended) outbox.delete(one.recordId);
        log.push(...appended);
        for (const plant of ["a", "b", "c"]) {
          const seqs = log.filter((one) => one.plantId === plant).map((one) => Number(one.seq));
          expect(seqs).toEqual(seqs.map((_, i) => i + 1));
          expect(outbox.has(`${plant}/${seqs.length + 1}`)).toBe(false);
        }
      }
    }),
  );
});
