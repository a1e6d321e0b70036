import { expect, test } from "vitest";
import { seededRandom } from "../../src/fraud/random.ts";
import { wattHoursFromKwh, wattHoursFromKwhText } from "../../src/hydropower/quantities.ts";

test("a number's whole Wh are those of the text it is written with, whatever its size and decimals", () => {
  const random = seededRandom(5, 0);
  for (let i = 0; i < 50_000; i++) {
    const digits = 1 + random.below(17);
    const text = Array.from({ length: digits }, () => random.below(10)).join("");
    const kwh = Number(`${text}e${-random.below(8)}`);
    expect(wattHoursFromKwh(kwh), String(kwh)).toBe(wattHoursFromKwhText(String(kwh)));
  }
});

test("numbers beside a figure of a meter are not taken for it", () => {
  const figure = 123_456_789.012;
  const step = 2 ** -26;
  expect(wattHoursFromKwh(figure)).toBe(123_456_789_012n);
  expect(wattHoursFromKwh(figure + step)).toBeUndefined();
  expect(wattHoursFromKwh(figure - step)).toBeUndefined();
});

test.each([-0.001, -1, Number.NaN, Number.POSITIVE_INFINITY, 0.0005, 999_999_999_999.9995])(
  "%d kWh is no whole number of Wh",
  (kwh) => expect(wattHoursFromKwh(kwh)).toBeUndefined(),
);

test.each([0, -0])("%d kWh is none", (kwh) => expect(wattHoursFromKwh(kwh)).toBe(0n));

test("a number of a megabyte of zeros is refused at once", () => {
  const sinceMs = performance.now();
  expect(wattHoursFromKwhText(`0.1${"0".repeat(1_000_000)}1`)).toBeUndefined();
  expect(performance.now() - sinceMs).toBeLessThan(1_000);
});
