import { expect, test } from "vitest";
import type { Sent } from "../../src/importer/api.ts";
import { mapColumns } from "../../src/importer/mapping.ts";
import type { ImportOptions } from "../../src/importer/options.ts";
import { fingerprint, ProgressKeeper } from "../../src/importer/resume.ts";
import type { Settled } from "../../src/importer/tally.ts";

const answer = (more: Partial<Extract<Sent, { kind: "accepted" }>> = {}): Settled => ({
  kind: "sent",
  deviceId: "UNIT-1",
  answer: {
    ...{ kind: "accepted", recordId: "rec_1", status: "APPROVED", trustScore: 0.99 },
    ...{ timestamp: "2026-01-01T00:00:00.000Z", duplicate: false, reasons: [] },
    ...more,
  },
});

test("progress is a whole beginning of the file, in whatever order rows settle", () => {
  const keeper = new ProgressKeeper("unused", "f", undefined);
  for (const line of [2, 3, 4]) keeper.open(line, `hash ${line}`);
  keeper.settle(4, answer({ status: "FLAGGED" }));
  expect(keeper.line).toBeUndefined();
  expect(keeper.tally.rows).toBe(0);
  keeper.settle(2, answer());
  expect(keeper.line).toBe(2);
  keeper.settle(3, { kind: "skipped", reason: "no time" });
  expect(keeper.line).toBe(4);
  expect(keeper.tally).toMatchObject({
    rows: 3,
    sent: 2,
    skipped: { "no time": 1 },
    verdicts: { APPROVED: 1, FLAGGED: 1 },
  });
});

test("every way a row can end is counted once", () => {
  const keeper = new ProgressKeeper("unused", "f", undefined);
  const physics = { rule: "physics.power-above-water", effect: "reject", detail: "too much" };
  const note = { rule: "physics.design-head-used", effect: "note", detail: "no head" };
  const ends: Settled[] = [
    answer(),
    answer({ duplicate: true }),
    answer({ status: "REJECTED", reasons: [note, physics] }),
    {
      kind: "sent",
      deviceId: "UNIT-1",
      answer: { kind: "refused", status: 409, code: "interval-overlap", detail: "overlaps" },
    },
    { kind: "unreadable", detail: "is not JSON" },
    { kind: "skipped", reason: "no quantity" },
  ];
  ends.forEach((end, i) => {
    keeper.open(i + 2, "");
    keeper.settle(i + 2, end);
  });
  const { tally } = keeper;
  expect(tally).toMatchObject({ rows: 6, sent: 4, duplicates: 1, refused: 2, skipped: { "no quantity": 1 } });
  expect(tally.verdicts).toEqual({ APPROVED: 2, REJECTED: 1 });
  expect(tally.rules).toEqual({ "physics.power-above-water": 1 });
  expect(tally.findings).toMatchObject([{ line: 4, reasons: [physics] }]);
  expect(tally.refusals).toEqual([
    { line: 5, detail: "409 interval-overlap: overlaps" },
    { line: 6, detail: "is not JSON" },
  ]);
});

const options: ImportOptions = {
  ...{
    file: "a.csv",
    format: "csv",
    delimiter: ",",
    encoding: "utf-8",
    headingLine: 1,
    plantId: "P",
    deviceId: "D",
    map: new Map([["a", "ph"]]),
  },
  ...{ required: [], emptyTexts: [], interval: 3_600, stampIsStart: false, utcOffsetMs: undefined },
  ...{ timeZone: undefined, date: undefined, decimal: undefined },
  ...{ fromMs: undefined, toMs: undefined, limit: 10, baseUrl: "http://a", apiKey: "k", stateFile: "s" },
  ...{ restart: false, wait: false, parallel: 1, batch: 100, reason: "logger", patienceS: 0 },
};

test("progress holds for the same readings only; how many and how fast does not matter", () => {
  const same = fingerprint(options);
  for (const more of [
    { limit: 20 },
    { parallel: 8 },
    { batch: 7 },
    { wait: true },
    { apiKey: "other" },
    { patienceS: 9 },
  ]) {
    expect(fingerprint({ ...options, ...more })).toBe(same);
  }
  for (const more of [
    ...[
      { plantId: "Q" },
      { deviceId: "E" },
      { interval: 900 },
      { stampIsStart: true },
      { utcOffsetMs: 0 },
      { fromMs: 0 },
    ],
    ...[
      { map: new Map([["b", "ph"]]) },
      { baseUrl: "http://b" },
      { required: ["ph" as const] },
      { emptyTexts: ["NaN"] },
    ],
  ]) {
    expect(fingerprint({ ...options, ...more })).not.toBe(same);
  }
});

test("an import that a version without units began is not gone on with where headings name units", () => {
  const mapped = (heading: string) => mapColumns(["timestamp", heading], new Map([[heading, "power_output_kw"]]));
  const before = fingerprint(options);
  expect(fingerprint(options, mapped("Power (MW)"))).not.toBe(before);
  expect(fingerprint(options, mapped("Power (W)"))).not.toBe(fingerprint(options, mapped("Power (MW)")));
  // What is sent as it stands was so before: a year of it is not sent again.
  expect(fingerprint(options, mapped("Power (kW)"))).toBe(before);
});
