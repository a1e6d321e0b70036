import { describe, expect, test } from "vitest";
import {
  type Evidence,
  isBeyondWindow,
  judgeAttempt,
  type Lookup,
  ledgerTimeOf,
  lookupGapS,
  nanosOf,
  type OpenAttempt,
  worthKeeping,
} from "../../src/anchoring/attempt.ts";
import type { MirrorTransaction, ReceiptReport, TopicMessage } from "../../src/ledger/ledger.ts";

const attempt: OpenAttempt = {
  transactionId: "0.0.5@1000.000000000",
  validStart: "1000.000000000",
  validDurationS: 30,
};
const closes = 1030;

const judge = (evidence: Evidence) => judgeAttempt(attempt, evidence);
const receipt = (report: ReceiptReport) => judge({ kind: "receipt", report });
const final = (status: string) => receipt({ outcome: "final", status });

describe("receipts", () => {
  test("SUCCESS settles the attempt and brings what it made", () => {
    const runningHash = new Uint8Array(48);
    expect(receipt({ outcome: "final", status: "SUCCESS", topicId: "0.0.9", sequenceNumber: 7n, runningHash })).toEqual(
      {
        phase: "succeeded",
        ending: "SUCCESS",
        entityId: "0.0.9",
        sequenceNumber: 7n,
        runningHash,
      },
    );
  });

  test.each([
    "THROTTLED_AT_CONSENSUS",
    "INSUFFICIENT_PAYER_BALANCE",
    "TRANSACTION_EXPIRED",
    "INVALID_TOPIC_ID",
    "INVALID_SIGNATURE",
  ])("a final %s used the id up: the attempt is dead (rule a)", (status) => {
    expect(final(status)).toEqual({ phase: "dead", ending: status });
  });

  test.each(["INVALID_NODE_ACCOUNT", "INVALID_PAYER_SIGNATURE"])(
    "a final %s does not use the id up: a good copy may still run",
    (status) => expect(final(status)).toEqual({ phase: "open" }),
  );

  test("DUPLICATE_TRANSACTION says that another copy was handled, not how", () => {
    expect(final("DUPLICATE_TRANSACTION")).toEqual({ phase: "open" });
  });

  test.each<ReceiptReport>([
    { outcome: "not-found" },
    { outcome: "pending" },
    { outcome: "unknown", detail: "no answer" },
  ])("$outcome is no proof of anything", (report) => expect(receipt(report)).toEqual({ phase: "open" }));
});

const message = (sequence: number, seconds: number, more: Partial<TopicMessage> = {}): TopicMessage => ({
  sequenceNumber: BigInt(sequence),
  consensusTimestamp: `${seconds}.000000000`,
  message: new Uint8Array(),
  runningHash: Uint8Array.of(sequence),
  runningHashVersion: 3,
  payerAccountId: "0.0.5",
  transactionId: `0.0.5@${seconds}.000000001`,
  ...more,
});
const scan = (after: number, ...messages: TopicMessage[]) =>
  judge({ kind: "topic-scan", after: BigInt(after), messages });

describe("the topic read onward", () => {
  test("its own message settles the attempt with its place, also beyond a hole", () => {
    const own = message(9, 1010, { transactionId: attempt.transactionId });
    expect(scan(4, message(5, 1001), own)).toMatchObject({
      phase: "succeeded",
      sequenceNumber: 9n,
      runningHash: Uint8Array.of(9),
    });
  });

  test("gapless messages past the window without the id are death (rule b)", () => {
    expect(scan(4, message(5, 1010), message(6, closes + 1))).toMatchObject({ phase: "dead" });
  });

  test("messages up to the last moment of the window prove nothing", () => {
    expect(scan(4, message(5, 1010), message(6, closes))).toEqual({ phase: "open" });
    expect(scan(4)).toEqual({ phase: "open" });
  });

  test("a hole could hide the message", () => {
    expect(scan(4, message(6, closes + 1))).toEqual({ phase: "open" });
    expect(scan(4, message(5, 1010), message(7, closes + 1))).toEqual({ phase: "open" });
  });

  test("repeated numbers are no gapless answer", () => {
    expect(scan(4, message(5, 1010), message(5, closes + 1))).toEqual({ phase: "open" });
  });

  test("a hole behind the first message past the window hides nothing", () => {
    expect(scan(4, message(5, closes + 1), message(9, closes + 2))).toMatchObject({ phase: "dead" });
  });

  test("a message of our payer without an id could be the one", () => {
    expect(scan(4, message(5, 1010, { transactionId: undefined }), message(6, closes + 1))).toEqual({ phase: "open" });
  });

  test("a message that somebody else paid for is not ours, with or without an id", () => {
    const strangers = message(5, 1010, { transactionId: undefined, payerAccountId: "0.0.55" });
    expect(scan(4, strangers, message(6, closes + 1))).toMatchObject({ phase: "dead" });
  });
});

const entry = (result: string, more: Partial<MirrorTransaction> = {}): MirrorTransaction => ({
  transactionId: attempt.transactionId,
  consensusTimestamp: "1001.000000000",
  result,
  entityId: "0.0.77",
  ...more,
});
const lookup = (seconds: number | undefined, ...entries: MirrorTransaction[]): Lookup => ({
  watermark: seconds === undefined ? undefined : `${seconds}.000000000`,
  entries,
});
const lookups = (...all: Lookup[]) => judge({ kind: "mirror-lookups", lookups: all });

describe("look-ups by id", () => {
  test("a SUCCESS settles the attempt, whatever the watermark", () => {
    expect(lookups(lookup(undefined, entry("DUPLICATE_TRANSACTION"), entry("SUCCESS")))).toMatchObject({
      phase: "succeeded",
      entityId: "0.0.77",
    });
  });

  test("a failure that used the id up is death, unless a SUCCESS stands beside it", () => {
    expect(lookups(lookup(1005, entry("THROTTLED_AT_CONSENSUS")))).toMatchObject({ phase: "dead" });
    expect(lookups(lookup(1005, entry("TRANSACTION_EXPIRED"), entry("SUCCESS")))).toMatchObject({ phase: "succeeded" });
  });

  test.each(["DUPLICATE_TRANSACTION", "INVALID_NODE_ACCOUNT", "INVALID_PAYER_SIGNATURE"])(
    "an entry with %s is neither",
    (result) => expect(lookups(lookup(1005, entry(result)))).toEqual({ phase: "open" }),
  );

  test("a child's fate is not the transaction's own", () => {
    const child = { transactionId: `${attempt.transactionId}/1` };
    expect(lookups(lookup(1005, entry("SUCCESS", child)))).toEqual({ phase: "open" });
    expect(lookups(lookup(1005, entry("REVERTED_SUCCESS", child)))).toEqual({ phase: "open" });
  });

  test("absence twice, far enough apart, after the window closed, is death (rule b)", () => {
    expect(lookups(lookup(closes + 1), lookup(closes + 1 + lookupGapS))).toMatchObject({ phase: "dead" });
  });

  test("one look-up may have come from a replica that lags behind the watermark", () => {
    expect(lookups(lookup(closes + 1000))).toEqual({ phase: "open" });
  });

  test("two look-ups too near each other may have met the same stale replica", () => {
    expect(lookups(lookup(closes + 1), lookup(closes + lookupGapS))).toEqual({ phase: "open" });
  });

  test("a look-up at or before the end of the window counts for nothing", () => {
    expect(lookups(lookup(closes), lookup(closes + lookupGapS))).toEqual({ phase: "open" });
  });

  test("a look-up without a watermark counts for nothing", () => {
    expect(lookups(lookup(undefined), lookup(closes + 500))).toEqual({ phase: "open" });
    expect(lookups(lookup(undefined), lookup(undefined))).toEqual({ phase: "open" });
    expect(lookups()).toEqual({ phase: "open" });
  });

  test("the first look-up past the window is kept while the mirror stalls, and nothing piles up", () => {
    const first = lookup(closes + 1);
    expect(worthKeeping(attempt, [lookup(undefined), lookup(closes), first, lookup(closes + 9)])).toEqual([first]);
    expect(worthKeeping(attempt, [lookup(undefined)])).toEqual([]);
  });
});

describe("ledger time", () => {
  test("the window's last nanosecond is inside it", () => {
    expect(isBeyondWindow(attempt, "1030.000000000")).toBe(false);
    expect(isBeyondWindow(attempt, "1030.000000001")).toBe(true);
  });

  test("nanoseconds written short are fractions, and padded when written", () => {
    expect(nanosOf("5.5")).toBe(5_500_000_000n);
    expect(nanosOf("5")).toBe(5_000_000_000n);
    expect(ledgerTimeOf(1_234_005, 6)).toBe("1234.005000006");
    expect(() => nanosOf("5.1234567890")).toThrow(TypeError);
    expect(() => nanosOf("-5.1")).toThrow(TypeError);
  });
});
