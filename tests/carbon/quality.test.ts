import fc from "fast-check";
import { expect, test } from "vitest";
import {
  afterDelayedCalibration,
  expectedReductionG,
  nameplateLimitWh,
  overdueSpans,
  percentAbove,
} from "../../src/carbon/quality.ts";

test("a delayed calibration never helps the claimant, down to the Wh", () => {
  const wh = fc.bigInt(0n, 10n ** 15n);
  const percent = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => String(hundredths / 100));
  fc.assert(
    fc.property(wh, wh, percent, percent, (exportWh, importWh, mpePercent, identifiedErrorPercent) => {
      const after = afterDelayedCalibration({ exportWh, importWh }, { mpePercent, identifiedErrorPercent });
      expect(after.exportWh).toBeLessThanOrEqual(exportWh);
      expect(after.importWh).toBeGreaterThanOrEqual(importWh);
      const only = afterDelayedCalibration({ exportWh, importWh }, { mpePercent });
      expect(after.exportWh).toBeLessThanOrEqual(only.exportWh);
    }),
  );
});

test("nameplate times time is the most an interval can give, rounded down", () => {
  expect(nameplateLimitWh(4_200_000n, 300_000n)).toBe(350_000n);
  expect(nameplateLimitWh(1n, 3_599_999n)).toBe(0n);
  expect([percentAbove(457n, 350n), percentAbove(350n, 350n), percentAbove(1n, 3n)]).toEqual(["30.57", "0", "-66.67"]);
});

test("the expected reduction of part of a year is rounded down", () => {
  expect(expectedReductionG(35_042_000_000n, 455)).toBe(43_682_493_150n);
});

const period = { from: "2025-01-01", to: "2025-04-01" };
const spans = (...calibrations: Parameters<typeof overdueSpans>[0]) => overdueSpans(calibrations, "0.2", period);

test("a meter calibrated all through the period has nothing overdue", () => {
  expect(spans({ on: "2024-06-01", validUntil: "2025-06-01" })).toEqual({ spans: [] });
});

test("a late calibration closes the overdue days and brings its error", () => {
  const late = { on: "2025-03-01", validUntil: "2026-03-01", identifiedErrorPercent: "0.4" };
  expect(spans({ on: "2024-02-01", validUntil: "2025-02-01" }, late)).toEqual({
    spans: [{ from: "2025-02-01", to: "2025-03-01", mpePercent: "0.2", identifiedErrorPercent: "0.4" }],
  });
  expect(spans({ on: "2023-06-01", validUntil: "2024-06-01" }, { ...late, on: "2025-08-01" })).toEqual({
    spans: [{ from: "2025-01-01", to: "2025-04-01", mpePercent: "0.2", identifiedErrorPercent: "0.4" }],
  });
});

test("a test that is told twice brings the larger of its errors, in whatever order", () => {
  const before = { on: "2024-02-01", validUntil: "2025-02-01" };
  const late = { on: "2025-03-01", validUntil: "2026-03-01" };
  const told = [undefined, "0.4", "5", "0.3"].map((identifiedErrorPercent) => ({ ...late, identifiedErrorPercent }));
  expect(spans(before, ...told)).toEqual({
    spans: [{ from: "2025-02-01", to: "2025-03-01", mpePercent: "0.2", identifiedErrorPercent: "5" }],
  });
});

test("a lapse that no calibration closed, or before the first one, is without record", () => {
  expect(spans()).toEqual({ lapsedFrom: "2025-01-01" });
  expect(spans({ on: "2024-02-01", validUntil: "2025-02-01" })).toEqual({ lapsedFrom: "2025-02-01" });
  expect(spans({ on: "2025-02-01", validUntil: "2026-02-01" })).toEqual({ lapsedFrom: "2025-01-01" });
});
