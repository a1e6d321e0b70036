import { expect, test } from "vitest";
import { MeterAccount, type MeterReading, type MeterTerms } from "../../src/carbon/registers.ts";

// What a main meter's register is held to: the power that its own readings told.

const minute = 60_000;
const power = { ratedW: 1_000_000n, othersW: 0n, isOwnTaken: true, isRounded: true };
const terms = { fromMs: 0, toMs: 1440 * minute, capacityW: 1_000_000n, power };

/** A day of minutes at 1 MW at most: the power each tells, W, and the register's advance, Wh. */
function accountOf(
  readings: readonly { readonly powerW: number | null; readonly wh: number; readonly more?: Partial<MeterReading> }[],
  more: Partial<MeterTerms> = {},
  startWh = 5_000_123n,
) {
  const account = new MeterAccount({ ...terms, ...more });
  let exportWh = startWh;
  account.add({ endMs: 0, intervalS: 60, exportWh, importWh: 0n, grossWh: null, counts: true });
  readings.forEach(({ powerW, wh, more: own = {} }, i) => {
    exportWh += BigInt(wh);
    const reported = { powerW: powerW === null ? null : BigInt(powerW), energyWh: null };
    account.add({
      ...{ endMs: (i + 1) * minute, intervalS: 60, exportWh, importWh: 0n, grossWh: null, counts: true, reported },
      ...own,
    });
  });
  return account.close(false);
}

const minutes = Array.from({ length: 1440 }, (_, i) => i);
/** Of 200 kW. */
const whOf200 = 3_333;

test("a register that rises beyond the power its own readings tell earns no more than that and what meters may lie apart", () => {
  const day = minutes.map(() => ({ powerW: 200_000, wh: 16_000 }));
  const { exportWh, excluded } = accountOf(day);
  expect(Number(exportWh)).toBeLessThan(1.15 * 24 * 200_000);
  expect(excluded["energy.beyond-power"]).toBeGreaterThan(1000);
  // Statements of the forms before held it to the nameplate alone.
  expect(accountOf(day, { power: undefined }).exportWh).toBe(1440n * 16_000n);
});

test("a register that follows the power is credited to the last Wh, also where its meter shows 14 % more", () => {
  for (const factor of [1, 1.14]) {
    const { exportWh, excluded } = accountOf(
      minutes.map(() => ({ powerW: 200_000, wh: Math.floor(factor * whOf200) })),
    );
    expect([exportWh, excluded]).toEqual([1440n * BigInt(Math.floor(factor * whOf200)), {}]);
  }
});

test.each([1_000, 10_000, 100_000, 1_000_000])(
  "a register in steps of %d Wh is ahead of the power by two of them, in sum",
  (step) => {
    let trueWh = 0;
    let shown = 0;
    const honest = minutes.map((i) => {
      const powerW = Math.round(500_000 + 400_000 * Math.sin(i / 90));
      trueWh += powerW / 60;
      const wh = Math.floor(trueWh / step) * step - shown;
      shown += wh;
      return { powerW, wh };
    });
    const account = accountOf(honest, {}, 5_000_000n);
    expect([account.excluded["energy.beyond-power"], account.excluded["energy.over-nameplate"]]).toEqual([
      undefined,
      undefined,
    ]);
    // At a standstill it shows two steps at most.
    const still = minutes.map((i) => ({ powerW: 0, wh: i % 60 === 0 ? step : 0 }));
    const { exportWh } = accountOf(still, {}, 5_000_000n);
    // A power that never showed more than 0 kW hides half a kW.
    const idleWh = 1.15 * 24 * 1_000 + 24 * 500 + 1.15 * 1_000_000 * (10 / 3600);
    expect(Number(exportWh)).toBeLessThanOrEqual(2 * step + idleWh);
  },
);

test("what a verifier decided on, and what told no power, is held to the nameplate alone", () => {
  const decided = accountOf(minutes.map(() => ({ powerW: 200_000, wh: 16_000, more: { reported: undefined } })));
  const untold = accountOf(minutes.map(() => ({ powerW: null, wh: 16_000 })));
  expect([decided.exportWh, untold.exportWh]).toEqual([1440n * 16_000n, 1440n * 16_000n]);
});

test("an energy of the interval beside a lower power is what the register is held to", () => {
  const reported = { powerW: 200_000n, energyWh: 16_000n };
  const { exportWh } = accountOf(minutes.map(() => ({ powerW: 200_000, wh: 16_000, more: { reported } })));
  expect(exportWh).toBe(1440n * 16_000n);
});

test("a meter whose readings tell the power of one unit has the plant's other units at full load beside it", () => {
  const unit = { power: { ratedW: 250_000n, othersW: 750_000n, isOwnTaken: true, isRounded: true } };
  const { exportWh, excluded } = accountOf(
    minutes.map(() => ({ powerW: 200_000, wh: 15_800 })),
    unit,
  );
  expect([exportWh, excluded]).toEqual([1440n * 15_800n, {}]);
});

test("gaps give a register in fine steps no room, and one in wide steps no more than the root of their number", () => {
  // Each tenth minute is missing; what stands behind it has no start.
  const gapped = (step: bigint) => {
    const account = new MeterAccount(terms);
    let exportWh = 5_000_000n;
    account.add({ endMs: 0, intervalS: 60, exportWh, importWh: 0n, grossWh: null, counts: true });
    for (const i of minutes) {
      if (i % 10 !== 5) exportWh += step;
      if (i % 10 === 4) continue;
      const reported = { powerW: 0n, energyWh: null };
      account.add({
        endMs: (i + 1) * minute,
        intervalS: 60,
        exportWh,
        importWh: 0n,
        grossWh: null,
        counts: true,
        reported,
      });
    }
    return Number(account.close(false).exportWh);
  };
  const idleWh = 1.15 * 24 * 1_000 + 1.15 * 1_000_000 * (10 / 3600);
  expect(gapped(1_000n)).toBeLessThanOrEqual((2 + 1.5 * 12) * 1_000 + idleWh);
  expect(gapped(10_000n)).toBeLessThanOrEqual((2 + 1.5 * 12) * 10_000 + idleWh);
});

test("what a meter shows at a standstill, a thousandth of the rating, is no rise beyond power", () => {
  const { exportWh, excluded } = accountOf(minutes.map(() => ({ powerW: 0, wh: 15 })));
  expect([exportWh, excluded]).toEqual([1440n * 15n, {}]);
});

test("power that the register did not show is no room for what it shows later", () => {
  const day = minutes.map((i) => (i < 720 ? { powerW: 1_000_000, wh: 0 } : { powerW: 200_000, wh: 16_000 }));
  const { exportWh } = accountOf(day);
  expect(Number(exportWh)).toBeLessThanOrEqual(1.15 * 12 * 200_000 + 1.15 * 1_000_000 * (10 / 3600) + 2);
});

test("a meter in fine steps that replaces one in wide steps earns what it shows", () => {
  const account = new MeterAccount({
    ...terms,
    replacements: [
      {
        atMs: 121 * minute,
        last: { export: 6_000_000n, import: 0n, gross: null },
        first: { export: 17n, import: 0n, gross: null },
      },
    ],
  });
  const reading = (i: number, exportWh: bigint): MeterReading => ({
    ...{ endMs: i * minute, intervalS: 60, exportWh, importWh: 0n, grossWh: null, counts: true },
    reported: { powerW: 500_000n, energyWh: null },
  });
  // 1 MWh at once after two hours of 500 kW, and another meter a minute later.
  for (let i = 0; i <= 120; i++) account.add(reading(i, i < 120 ? 5_000_000n : 6_000_000n));
  for (let i = 121; i <= 1440; i++) account.add(reading(i, 17n + BigInt(8_333 * (i - 121))));
  const { exportWh, excluded } = account.close(false);
  expect(excluded["energy.beyond-power"]).toBeUndefined();
  expect(exportWh).toBe(1_000_000n + 8_333n * 1_319n);
});

test("the last digit of a power leaves half a kW at most, and less once it has shown a finer one", () => {
  const beside = (powers: readonly number[], extraWh: number) => {
    const readings = minutes.map((i) => {
      const powerW = powers[i % powers.length] as number;
      return { powerW, wh: Math.floor((1.15 * powerW + extraWh) / 60) };
    });
    return accountOf(readings, { power: { ...power, ratedW: 5_000n }, capacityW: 5_000n }).excluded[
      "energy.beyond-power"
    ];
  };
  expect([beside([2_000], 495), beside([2_000], 560)]).toEqual([undefined, expect.any(Number)]);
  expect([beside([2_000, 2_100], 45), beside([2_000, 2_100], 110)]).toEqual([undefined, expect.any(Number)]);
  // Of 10 kW and more it hides no more either.
  expect([beside([0], 480), beside([0], 560)]).toEqual([undefined, expect.any(Number)]);
  // Statements of the forms before left none.
  const before = { ...power, ratedW: 5_000n, isRounded: false };
  const { excluded } = accountOf(
    minutes.map(() => ({ powerW: 2_000, wh: Math.floor((1.15 * 2_000 + 495) / 60) })),
    { power: before, capacityW: 5_000n },
  );
  expect(excluded["energy.beyond-power"]).toBeGreaterThan(1000);
});
