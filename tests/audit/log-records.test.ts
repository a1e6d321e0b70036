import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NamedAccreditation } from "../../src/audit/accredited.ts";
import { CommitmentTable } from "../../src/audit/commitments.ts";
import { Coverage } from "../../src/audit/coverage.ts";
import { LogCheck } from "../../src/audit/log-check.ts";
import { findTimes, type StatedHead } from "../../src/audit/log-times.ts";
import { TopicCheck } from "../../src/audit/topic-check.ts";
import { bytesToHex } from "../../src/kernel/canonical.ts";
import { genesisRunningHash } from "../../src/kernel/running-hash.ts";
import { place } from "../../src/telemetry/placement.ts";
import { entriesTo, entry, OwnTopic, topicId } from "./support.ts";

/** The topic's message 2 is of that second. */
const publishedMs = 1_700_000_001_000;

/** `before`: of so many leaves there was a checkpoint that much earlier, in messages of a second each. */
async function historyOf(entries: readonly Uint8Array[], before?: { size: number; messages: number }) {
  const topic = await OwnTopic.open();
  if (before !== undefined) await topic.checkpoint(entries.slice(0, before.size), 0, false);
  for (let n = 0; n < (before?.messages ?? 0); n++) topic.publish(Uint8Array.of(n));
  await topic.checkpoint(entries, before?.size ?? 0, false);
  const check = new TopicCheck({ topicId, key: undefined, start: { after: 0n, runningHash: genesisRunningHash } });
  for (const message of topic.messages) await check.add(message);
  return check.finish();
}

async function find(
  log: readonly Uint8Array[],
  records: readonly Uint8Array[],
  allowPending = false,
  receivedMs: readonly number[] = records.map(() => publishedMs),
  {
    accreditations = [],
    overMs = [],
    heads = [],
    before,
  }: {
    accreditations?: NamedAccreditation[];
    overMs?: number[];
    heads?: StatedHead[];
    before?: { size: number; messages: number };
  } = {},
) {
  const commitments = new CommitmentTable();
  for (const record of records) commitments.add(record);
  const wanted = { plantId: "P", firstSeq: 1, commitments, receivedMs, overMs, heads, accreditations, allowPending };
  const check = new LogCheck(await historyOf(log, before), wanted);
  for (const one of log) check.add(one);
  return check.finish().map(({ check: name, state }) => `${name} ${state}`);
}

describe("the records of a plant among the log's leaves", () => {
  const log = entriesTo(40);
  const records = [3, 7, 8, 30].map(entry);

  test("all are found, among the leaves of others", async () => {
    expect(await find(log, records)).toEqual(["append-only ok", "in-log ok", "log-order ok", "received ok"]);
  });

  test("one that is not there is named by its number", async () => {
    await expect(find(log, records.with(1, entry("absent")))).rejects.toThrow(
      /plant P: record 2 \(commitment [0-9a-f]{64}\) is in no checkpoint of the topic$/,
    );
  });

  test("the newest ones may be pending only when that was allowed, and are told", async () => {
    const pending = [...records, entry("a"), entry("b")];
    await expect(find(log, pending)).rejects.toThrow(
      /record 5 .* nor is any record after it: if it was accepted moments ago/,
    );
    expect(await find(log, pending, true)).toEqual([
      "append-only ok",
      "in-log ok",
      "log-order ok",
      "received ok",
      "not-anchored note",
    ]);
    await expect(find(log, records.with(1, entry("absent")), true)).rejects.toThrow(/record 2 /);
  });

  test("one of what ended after the ledger had it was made up beforehand, but for what clocks may be ahead", async () => {
    const over = (third: number) => ({ overMs: [publishedMs - 7_200_000, 0, third, Number.NaN] });
    const aheadMs = 3_600_000 + 300_000;
    expect(await find(log, records, false, [], over(publishedMs + aheadMs))).toContain("received ok");
    await expect(find(log, records, false, [], over(publishedMs + aheadMs + 1))).rejects.toThrow(
      /^plant P: record 3 is of what ended at 2023-11-14T23:18:21\.001Z, but the ledger had it at 2023-11-14T22:13:21\.000Z: it was there before it had happened$/,
    );
  });

  test("one that says it was received hours after the ledger had it is told, and convicts nobody: clocks are wrong", async () => {
    const times = (third: number) => [publishedMs, publishedMs, third, Number.NaN];
    const only = (found: readonly string[]) => found.filter((one) => one.startsWith("received"));
    expect(only(await find(log, records, false, times(publishedMs + 3_600_000)))).toEqual(["received ok"]);
    expect(only(await find(log, records, false, times(publishedMs + 7_200_000)))).toEqual([
      "received ok",
      "received note",
    ]);
  });

  test("a statement by an earlier place of the chain than there was is named: it leaves out what came between", async () => {
    // Records 1 to 3 are on the ledger before the last one, which states a period by record 1 alone.
    const stated = (receivedMs: number[], messages: number, headSeq = 1) =>
      find(log, records, false, receivedMs, {
        heads: [{ seq: 4, headSeq, logSize: 9, form: 4 }],
        before: { size: 9, messages },
      });
    const [soonMs, lateMs] = [publishedMs + 3_000_000, publishedMs + 7_200_000];
    const left =
      /^plant P: record 4 states a period by the chain up to record 1, although record 2 was accepted and on the ledger more than an hour before: what came between is left out$/;
    await expect(stated([publishedMs, publishedMs, publishedMs, lateMs], 3_700)).rejects.toThrow(left);
    // Computed while readings went on; by a clock that was wrong; on a ledger that was late.
    expect(await stated([publishedMs, publishedMs, publishedMs, soonMs], 3_000)).toContain("in-log ok");
    expect(await stated([publishedMs, publishedMs, publishedMs, lateMs], 10)).toContain("in-log ok");
    expect(await stated([publishedMs, publishedMs, publishedMs, soonMs], 3_700)).toContain("in-log ok");
    expect(await stated([publishedMs, publishedMs, publishedMs, lateMs], 3_700, 3)).toContain("in-log ok");
    // Back-dated, to when there was nothing to leave out yet.
    const earlyMs = publishedMs - 3_700_000;
    await expect(stated([earlyMs, publishedMs, publishedMs, earlyMs], 3_700)).rejects.toThrow(
      /^plant P: record 4 states a period by the chain up to record 1, although record 2 was on the ledger more than an hour before, and says a later time than the statement, which is back-dated: what came between is left out$/,
    );
    expect(await stated([earlyMs, publishedMs, publishedMs, earlyMs], 10)).toContain("in-log ok");
  });

  test("a statement of an earlier form says in vain that it was made within a day of a newer one", async () => {
    const dayMs = 86_400_000;
    const heads = [
      { seq: 1, headSeq: 1, logSize: 3, form: 4 },
      { seq: 4, headSeq: 3, logSize: 9, form: 1 },
    ];
    const stated = (between: number) => {
      const receivedMs = [publishedMs - 3 * dayMs, between, between, publishedMs - 3 * dayMs + 3_600_000];
      return find(log, records, false, receivedMs, { heads });
    };
    expect(await stated(publishedMs - 2.5 * dayMs)).toContain("in-log ok");
    await expect(stated(publishedMs - dayMs)).rejects.toThrow(
      /^plant P: record 4 is of form 1, behind one of form 4 and records of more than a day after it/,
    );
  });

  test("how much later the ledger had records than they say is told, and what says an earlier time than what stands before it", async () => {
    const told = async (receivedMs: number[]) =>
      (await find(log, records, false, receivedMs)).filter((one) => one.startsWith("received"));
    const [hourMs, dayMs] = [3_600_000, 86_400_000];
    expect(await told([1, 2, 3, 4].map(() => publishedMs - hourMs))).toEqual(["received ok"]);
    expect(await told([1, 2, 3, 4].map(() => publishedMs - 30 * dayMs))).toEqual(["received ok", "received note"]);
    expect(await told([publishedMs, publishedMs - 2 * dayMs, publishedMs, publishedMs])).toEqual([
      "received ok",
      "received note",
      "received note",
    ]);
    const details = findTimes(
      { firstSeq: 7, receivedMs: [publishedMs - 30 * dayMs, publishedMs - 40 * dayMs] },
      Float64Array.of(publishedMs, publishedMs),
    ).map(({ detail }) => detail);
    expect(details).toEqual([
      expect.stringMatching(/^2 records, the first of them 7, were on the ledger up to 40 days later than received/),
      expect.stringMatching(
        /^1 record, the first of them 8, was received up to 10 days before records that stand before/,
      ),
    ]);
  });

  test("a statement says of the log no more leaves than stand before its own", async () => {
    const stated = (logSize: number) =>
      find(log, records, false, [], { heads: [{ seq: 4, headSeq: 3, logSize, form: 4 }] });
    expect(await stated(30)).toContain("in-log ok");
    await expect(stated(31)).rejects.toThrow(
      "plant P: record 4 says that the log had 31 leaves before it, but it is leaf 30 itself",
    );
  });

  test("what is pending has no time on the ledger to be held to", async () => {
    const times = [...records.map(() => publishedMs), 4_000_000_000_000];
    const found = await find(log, [...records, entry("a")], true, times, { overMs: times });
    expect(found.filter((one) => one.startsWith("received"))).toEqual(["received ok"]);
  });

  describe("a step of an issuance among them", () => {
    const step = { where: "", publicKey: "", organisation: "", duty: "", rulebook: "", receivedAt: "" };
    // Record 3 is leaf 8.
    const under = (accreditation: Uint8Array) =>
      find(log, records, false, [], {
        accreditations: [{ id: "acc_1", commitment: bytesToHex(accreditation), seq: 3, step }],
      });

    test("is under an accreditation that was in the log before it", async () => {
      expect(await under(entry(5))).toContain("accredited ok");
    });

    test("under one that was made up is named", async () => {
      await expect(under(entry("made up"))).rejects.toThrow(
        /^plant P: record 3 is a step under the accreditation acc_1 \(commitment [0-9a-f]{64}\), which is no leaf of the log$/,
      );
    });

    test("under one that was made afterwards is named", async () => {
      await expect(under(entry(9))).rejects.toThrow(/, which is leaf 9 of the log, behind the step's 8$/);
    });

    test("is not held to the log while no checkpoint covers it", async () => {
      const accreditations = [{ id: "acc_1", commitment: bytesToHex(entry("also pending")), seq: 5, step }];
      expect(await find(log, [...records, entry("a")], true, [], { accreditations })).toContain("accredited ok");
    });
  });

  test("leaves out of the order of acceptance are refused", async () => {
    await expect(find(log, [3, 8, 7].map(entry))).rejects.toThrow(
      /record 3 is leaf 7 of the log, before record 2, which is leaf 8/,
    );
  });

  test("of a leaf that is in the log twice the first counts, and the repeat is told", async () => {
    expect(await find([...log, entry(3)], records)).toEqual([
      "append-only ok",
      "first-wins note",
      "in-log ok",
      "log-order ok",
      "received ok",
    ]);
  });
});

describe("the table of commitments", () => {
  test("it finds exactly what was put in, at any size", () => {
    const table = new CommitmentTable();
    const all = entriesTo(10_000);
    all.forEach((one, i) => {
      expect(table.add(one)).toBe(i);
    });
    expect(all.every((one, i) => table.find(one) === i)).toBe(true);
    expect(table.find(entry("absent"))).toBe(-1);
    expect(table.add(entry(77))).toBe(-1);
    expect(table.list.at(4_321)).toEqual(entry(4_321));
  });
});

describe("coverage", () => {
  test("it places readings as the gateway does when it compares with every earlier one", () => {
    const reading = fc.record({
      endMs: fc.integer({ min: 0, max: 40 }).map((half) => 1_000_000_000 + half * 1_500),
      intervalS: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 40 }), (readings) => {
        const coverage = new Coverage();
        const earlier: Parameters<typeof place>[1][number][] = [];
        for (const { endMs, intervalS } of readings) {
          const placed = coverage.add(endMs, intervalS);
          const isInterval = intervalS !== undefined;
          const wanted = {
            isInterval,
            fromMs: endMs - (intervalS ?? 0) * 1000,
            toMs: endMs,
            contentHash: Uint8Array.of(1),
          };
          const same = earlier.filter((other) => other.isInterval === isInterval);
          const expected = place(wanted, same);
          if (expected.kind !== "new") {
            expect(placed.kind).not.toBe("new");
            continue;
          }
          expect(placed).toEqual(expected);
          const { fromMs, toMs } = expected;
          earlier.push({
            isInterval,
            endedAtMs: endMs,
            intervalS: intervalS ?? null,
            fromMs,
            toMs,
            contentHash: Uint8Array.of(2),
            recordId: "r",
          });
        }
      }),
    );
  });
});
