import { expect, test } from "vitest";
import { readingOf } from "../../src/audit/recorded.ts";
import { envelope } from "./envelopes.ts";

const receivedMs = Date.parse("2026-03-01T00:00:00Z");

/** A reading of the five minutes up to so many milliseconds behind the time at which it was received. */
const ahead = (ms: number, kind = "reading", interval_s = 300) =>
  envelope(7, kind, {
    device_id: "METER-1",
    timestamp: new Date(receivedMs + ms).toISOString(),
    timestamp_source: "device",
    interval_s,
    readings: { energy_kwh: 1 },
    received_at: new Date(receivedMs).toISOString(),
  });

test("a reading of what had not happened when it was received is found, as the gateway refuses it", () => {
  expect(readingOf(ahead(300_000)).reading.endMs).toBe(receivedMs + 300_000);
  expect(() => readingOf(ahead(300_001))).toThrow(
    "record 7 (rec_7) of plant PLANT-1: timestamp lies more than 5 minutes ahead of received_at",
  );
  // It has the time of what it replaces.
  expect(() => readingOf(ahead(300_001, "correction"))).not.toThrow();
});

test.each([0, 86_401, 2_592_000])(
  "an interval of %d s, which no gateway takes, is found: it bridges no gap",
  (interval_s) => {
    expect(() => readingOf(ahead(0, "reading", interval_s))).toThrow(
      `record 7 (rec_7) of plant PLANT-1: interval_s is ${interval_s}: a gateway takes 1 to 86400`,
    );
    expect(readingOf(ahead(0, "reading", 86_400)).reading.intervalS).toBe(86_400);
  },
);

test("history is found that does not say why, or by whom it was filed", () => {
  const filed = (more: { readonly [name: string]: string }) => {
    const one = ahead(0);
    return () => readingOf({ ...one, members: { ...one.members, ...more } });
  };
  expect(filed({ source: "backfill", reason: "logger was offline", filed_by: "key_1" })).not.toThrow();
  for (const more of [
    { source: "backfill", reason: "logger was offline" },
    { source: "backfill", filed_by: "key_1" },
    { source: "elsewhere", reason: "x", filed_by: "key_1" },
    { reason: "x" },
    { filed_by: "key_1" },
  ])
    expect(filed(more as { readonly [name: string]: string })).toThrow(
      "record 7 (rec_7) of plant PLANT-1: source, reason and filed_by do not fit each other",
    );
});
