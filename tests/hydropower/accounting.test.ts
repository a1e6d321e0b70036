import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readingsOf, runsOf, type Sample, slotEndMs, slotOf } from "../../src/hydropower/accounting.ts";
import { wattHours } from "../../src/hydropower/energy.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";

const start = Date.parse("2026-05-01T12:00:00Z");
const sample = (endS: number, intervalS: number, quantities: Quantities, provenance = ""): Sample => ({
  endMs: start + 1000 * endS,
  intervalS,
  quantities,
  provenance,
});
const ends = (runs: readonly Sample[][]) => runs.map((run) => run.map(({ endMs }) => (endMs - start) / 1000));

describe("slots", () => {
  test("a shorter interval that lies in one slot is its sample; its bounds belong to the slot before", () => {
    expect(slotOf(start + 1_000, 1, 300)).toEqual({ fromMs: start, lengthS: 300 });
    expect(slotOf(start + 300_000, 1, 300)).toEqual({ fromMs: start, lengthS: 300 });
    expect(slotOf(start, 299, 300)).toEqual({ fromMs: start - 300_000, lengthS: 300 });
  });

  test("as long, longer, or over a bound: a record of its own", () => {
    expect(slotOf(start + 300_000, 300, 300)).toBeUndefined();
    expect(slotOf(start + 300_000, 3_600, 300)).toBeUndefined();
    expect(slotOf(start + 1_000, 2, 300)).toBeUndefined();
    expect(slotOf(start + 300_001, 1, 300)).toBeUndefined();
  });

  test("no slot is cut by a quarter of an hour, before 1970 either", () => {
    const divisors = Array.from({ length: 899 }, (_, i) => i + 2).filter((seconds) => 900 % seconds === 0);
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 4e9 }), fc.constantFrom(...divisors), (endS, accountingS) => {
        const slot = slotOf(1000 * endS, 1, accountingS);
        if (slot === undefined) throw new Error("a second lies in one slot");
        expect(slot.fromMs).toBeLessThan(1000 * endS);
        expect(slotEndMs(slot)).toBeGreaterThanOrEqual(1000 * endS);
        const quarter = Math.floor(slot.fromMs / 900_000);
        expect(slotEndMs(slot)).toBeLessThanOrEqual(900_000 * (quarter + 1));
      }),
    );
  });
});

describe("runs", () => {
  const kwh = { energy_kwh: 0.25 };

  test("a gap ends a record, whatever the order of arrival", () => {
    const samples = [60, 10, 20, 50, 30].map((endS) => sample(endS, 10, kwh));
    expect(ends(runsOf(samples, "meter"))).toEqual([
      [10, 20, 30],
      [50, 60],
    ]);
  });

  test("samples that another sent, or that say no energy, share no record with the others", () => {
    const samples = [
      sample(10, 10, { ...kwh, power_output_kw: 90 }),
      sample(20, 10, { power_output_kw: 90 }),
      sample(30, 10, { power_output_kw: 90 }, "another"),
    ];
    expect(ends(runsOf(samples, "turbine"))).toEqual([[10], [20], [30]]);
  });

  test("what all have in common stays enough for the device's kind", () => {
    const samples = [
      sample(10, 10, { flow_rate_m3s: 2, temperature_c: 8 }),
      sample(20, 10, { power_output_kw: 90, temperature_c: 8 }),
    ];
    expect(ends(runsOf(samples, "turbine"))).toEqual([[10], [20]]);
    expect(ends(runsOf(samples, "station"))).toEqual([[10, 20]]);
  });

  test("no sum is more than a reading may say", () => {
    const most = 999_999_999_999.999;
    expect(
      ends(runsOf([sample(10, 10, { energy_kwh: most }), sample(20, 10, { energy_kwh: 0.001 })], "meter")),
    ).toEqual([[10], [20]]);
  });
});

describe("what a record says", () => {
  test("energy is the exact sum, a register the last one's, all else the mean over time to six decimals", () => {
    const run = [
      sample(10, 10, { energy_kwh: 0.1, energy_export_kwh_total: 5, flow_rate_m3s: 1, temperature_c: -1 }),
      sample(30, 20, { energy_kwh: 0.2, energy_export_kwh_total: 5.3, flow_rate_m3s: 2.5, temperature_c: -2 }),
    ];
    expect(readingsOf(run)).toEqual({
      energy_kwh: 0.3,
      energy_export_kwh_total: 5.3,
      flow_rate_m3s: 2,
      temperature_c: -1.666667,
    });
  });

  test("what one of them lacks is left out, never filled; a register is of the end alone", () => {
    const run = [
      sample(10, 10, { power_output_kw: 100, flow_rate_m3s: 2, energy_export_kwh_total: 7 }),
      sample(20, 10, { power_output_kw: 200, energy_import_kwh_total: 1 }),
    ];
    expect(readingsOf(run)).toEqual({ power_output_kw: 150, energy_import_kwh_total: 1 });
  });

  test("means are of the decimals that were sent, not of binary fractions; halves go away from zero", () => {
    expect(readingsOf([sample(1, 1, { ph: 0.1 }), sample(2, 1, { ph: 0.2 })]).ph).toBe(0.15);
    expect(
      readingsOf([sample(1, 1, { temperature_c: -0.000001 }), sample(2, 1, { temperature_c: 0 })]).temperature_c,
    ).toBe(-0.000001);
    expect(readingsOf([sample(1, 1, { flow_rate_m3s: 1e-9 })]).flow_rate_m3s).toBe(0);
    expect(readingsOf([sample(1, 1, { flow_rate_m3s: 99_999.9999994 })]).flow_rate_m3s).toBe(99_999.999999);
  });

  test("energy is neither lost nor made: the records' Wh are the samples' Wh, with any gaps and in any order", () => {
    const one = fc.record({
      gap: fc.integer({ min: 0, max: 2 }),
      wh: fc.option(fc.integer({ min: 0, max: 5_000_000 })),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 60 }), fc.infiniteStream(fc.nat()), (parts, order) => {
        let endS = 0;
        const samples = parts.map(({ gap, wh }) => {
          endS += 5 + 5 * gap;
          return sample(endS, 5, { power_output_kw: 10, ...(wh !== null && { energy_kwh: wh / 1000 }) });
        });
        const shuffled = samples
          .map((each) => ({ each, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const runs = runsOf(shuffled, "turbine");
        const sum = (some: readonly (number | undefined)[]) =>
          some.reduce((total, kwh) => total + (kwh === undefined ? 0n : wattHours(kwh)), 0n);
        expect(sum(runs.map((run) => readingsOf(run).energy_kwh))).toBe(
          sum(samples.map(({ quantities }) => quantities.energy_kwh)),
        );
        expect(runs.flat()).toHaveLength(samples.length);
        for (const run of runs) {
          const covered = run.reduce((total, { intervalS }) => total + intervalS, 0);
          const [first, last] = [run[0] as Sample, run.at(-1) as Sample];
          expect(last.endMs - first.endMs + 1000 * first.intervalS).toBe(1000 * covered);
        }
      }),
    );
  });
});
