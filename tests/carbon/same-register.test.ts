import { expect, test } from "vitest";
import { RegisterPair, riseAsOne, type Shown } from "../../src/carbon/same-register.ts";
import { randomOf } from "../../src/simulator/random.ts";

const hour = 3_600_000;
const floored = (wh: number, stepWh: number) => BigInt(Math.floor(wh / stepWh) * stepWh);

/** A month of hours of two units under one governor, each with its own meter: what both show, Wh. */
function twins(seed: number, stepWh: number, { errorShare = 0.0005, loadShare = 0.001, count = 720 } = {}) {
  const random = randomOf(seed);
  const gain = () => 1 + errorShare * random.between(-1, 1);
  const [left, right] = [gain(), gain()];
  const pair = new RegisterPair();
  let [a, b] = [7_123_456, 7_123_456];
  for (let i = 0; i < count; i++) {
    const wh = 1_000_000 * random.between(0.3, 1);
    a += wh * left;
    b += wh * right * (1 + loadShare * random.between(-1, 1));
    pair.add(floored(a, stepWh), floored(b, stepWh));
  }
  return pair.isOne;
}

test.each([1, 10, 100, 1_000, 10_000, 100_000, 1_000_000])(
  "two units that run alike are never taken for one register, in steps of %d Wh",
  (stepWh) => {
    const taken = Array.from({ length: 300 }, (_, i) => i + 1).filter((seed) => twins(seed, stepWh));
    expect(taken).toEqual([]);
    // Nor over a few hours, be they alike to the last digit.
    expect(twins(1, stepWh, { errorShare: 0, loadShare: 0, count: 23 })).toBe(false);
  },
);

test.each([1, 10, 100, 1_000])("one register that two devices read is found, in steps of %d Wh", (stepWh) => {
  expect(twins(7, stepWh, { errorShare: 0, loadShare: 0 })).toBe(true);
});

test("registers are held together at the instants at which both were read, in whatever pages they come", async () => {
  async function* pages(rows: readonly Shown[], size: number) {
    for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
  }
  const rows = Array.from({ length: 200 }, (_, i) => ({ endMs: i * hour, exportWh: 5_000n + 600_123n * BigInt(i) }));
  const every = (n: number) =>
    rows.filter((_, i) => i % n === 0).map((row) => ({ ...row, exportWh: row.exportWh + 77n }));
  expect(await riseAsOne(pages(rows, 7), pages(every(1), 50))).toBe(true);
  expect(await riseAsOne(pages(every(4), 9), pages(rows, 11))).toBe(true);
  // Too few instants, values that are not there, and a single one that is off.
  expect(await riseAsOne(pages(rows, 7), pages(every(10), 50))).toBe(false);
  expect(
    await riseAsOne(
      pages(rows, 7),
      pages(
        rows.map(({ endMs }) => ({ endMs, exportWh: null })),
        50,
      ),
    ),
  ).toBe(false);
  const off = every(1).map((row, i) => (i === 100 ? { ...row, exportWh: row.exportWh + 3n } : row));
  expect(await riseAsOne(pages(rows, 7), pages(off, 50))).toBe(false);
});
