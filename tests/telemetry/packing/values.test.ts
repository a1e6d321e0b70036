import { describe, expect, test } from "vitest";
import { loadDams } from "../../../bench/fraud/dams.ts";
import { type Quantities, quantityNames } from "../../../src/hydropower/quantities.ts";
import { honestSamples } from "../../../src/simulator/instruments.ts";
import { randomOf } from "../../../src/simulator/random.ts";
import { reportsOf } from "../../../src/simulator/report.ts";
import { drawSite } from "../../../src/simulator/site.ts";
import { type PackedReading, packReadings, unpackReadings } from "../../../src/telemetry/packing/values.ts";

const startMs = Date.parse("2025-03-01T00:00:00Z");
const reading = (i: number, quantities: Record<string, number>): PackedReading => ({
  seq: BigInt(i + 1),
  endedAtMs: startMs + i * 300_000,
  quantities,
});

describe("what was packed comes back to the last bit", () => {
  test.each<[string, number[]]>([
    ["decimals", [0.1, 0.2, 0.30000000000000004, 1e-7, 12345.678]],
    ["whole numbers", [0, 1, 1e12, 999_999_999.999]],
    ["what is not a short decimal", [Math.PI, 1 / 3, Number.MIN_VALUE, Number.MAX_VALUE]],
    ["signs and zeros", [-0, 0, -1.5, 1.5]],
    ["the edge of exact integers", [2 ** 53 - 1, 2 ** 53, -(2 ** 53), 2 ** 53 + 2]],
    ["nothing", []],
    ["one value", [900.1]],
  ])("%s", (_, values) => {
    const readings = values.map((value, i) => reading(i, { power_output_kw: value }));
    const found = unpackReadings(packReadings(readings));
    expect(found).toStrictEqual(readings);
    for (const [i, value] of values.entries())
      expect(Object.is(found[i]?.quantities.power_output_kw, value)).toBe(true);
  });

  test("readings of any quantities, times and places, some of them absent", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = randomOf(seed, 1);
      const readings = Array.from({ length: Math.floor(random.unit() * 60) }, (_, i) => {
        const quantities: Record<string, number> = {};
        for (const name of quantityNames) {
          if (random.unit() < 0.4) continue;
          const value = (random.unit() - 0.3) * 10 ** Math.floor(random.unit() * 14 - 4);
          quantities[name] = random.unit() < 0.7 ? Number(value.toFixed(3)) + 0 : value;
        }
        const endedAtMs = Math.floor(random.unit() * 4e12 - 1e12);
        return { seq: BigInt(i) * BigInt(Math.floor(random.unit() * 1e9)), endedAtMs, quantities };
      });
      expect(unpackReadings(packReadings(readings)), `seed ${seed}`).toStrictEqual(readings);
    }
  });
});

test("bytes that are no segment are refused, wherever they break off", () => {
  const bytes = packReadings(Array.from({ length: 50 }, (_, i) => reading(i, { head_height_m: 45 + i / 10 })));
  for (let length = 0; length < bytes.length; length++)
    expect(() => unpackReadings(bytes.subarray(0, length))).toThrow();
  expect(() => unpackReadings(Buffer.concat([bytes, Buffer.of(0)]))).toThrow(/goes on behind its end/);
  expect(() => unpackReadings(Buffer.concat([Buffer.of(9), bytes.subarray(1)]))).toThrow(/version 9/);
});

const present = (quantities: Quantities): Record<string, number> =>
  Object.fromEntries(Object.entries(quantities as Record<string, number>).filter(([, value]) => value !== undefined));

const bytesEach = (readings: readonly PackedReading[]) => packReadings(readings).length / readings.length;

describe("a reading of eight channels takes eight bytes at most, its time and place in the chain included", () => {
  test.each([1_001, 1_002, 1_003, 1_004, 1_005, 1_006])(
    "of the simulated plant %i, a month of five minutes",
    (seed) => {
      const site = drawSite(seed);
      const readings = [...reportsOf(site, honestSamples(site, startMs, 31))].map(({ endMs, quantities }, i) => ({
        seq: BigInt(i + 3),
        endedAtMs: endMs,
        quantities: present(quantities),
      }));
      expect(readings.length).toBeGreaterThan(8_000);
      expect(unpackReadings(packReadings(readings))).toStrictEqual(readings);
      expect(bytesEach(readings)).toBeLessThanOrEqual(8);
    },
  );

  test("of the eight dams, whose power and flow are noisy hours", () => {
    for (const { lesson } of loadDams()) {
      const readings = lesson.history.map(({ reading: { endMs, quantities } }, i) => ({
        seq: BigInt(i + 3),
        endedAtMs: endMs,
        quantities: present(quantities),
      }));
      expect(unpackReadings(packReadings(readings))).toStrictEqual(readings);
      expect(bytesEach(readings)).toBeLessThanOrEqual(8);
    }
  });
});
