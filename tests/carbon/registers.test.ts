import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { registerStep } from "../../src/carbon/register-step.ts";
import { MeterAccount, type MeterReading, type MeterTerms, mostExclusions } from "../../src/carbon/registers.ts";
import { refusalOf } from "./requests.ts";

const hour = 3_600_000;
const terms: MeterTerms = { fromMs: 0, toMs: 10 * hour, capacityW: 1_000_000n };

/** Hourly readings of a plant that exports 100 Wh, imports 1 Wh and generates 110 Wh an hour; hour 0 ends at the start. */
function readings(
  hours: readonly number[],
  changes: Readonly<Record<number, Partial<MeterReading>>> = {},
): MeterReading[] {
  return hours.map((n) => ({
    endMs: n * hour,
    intervalS: 3600,
    exportWh: 10_000n + BigInt(n) * 100n,
    importWh: 500n + BigInt(n),
    grossWh: 20_000n + BigInt(n) * 110n,
    counts: true,
    ...changes[n],
  }));
}

const all = Array.from({ length: 11 }, (_, n) => n);
const without = (...left: number[]) => all.filter((n) => !left.includes(n));

function closed(some: readonly MeterReading[], more: Partial<MeterTerms> = {}, grossNeeded = true) {
  const account = new MeterAccount({ ...terms, ...more });
  for (const reading of some) account.add(reading);
  return account.close(grossNeeded);
}

test("every interval of an unbroken period earns its register difference", () => {
  expect(closed(readings(all))).toMatchObject({
    exportWh: 1000n,
    importWh: 10n,
    grossWh: 1100n,
    creditableIntervals: 10,
    creditedMs: 10 * hour,
    exclusions: [],
  });
});

describe("export", () => {
  test("earns nothing across a gap, which is listed, while import and gross generation count in full", () => {
    const { exportWh, importWh, grossWh, exclusions } = closed(readings(without(4, 5)));
    expect([exportWh, importWh, grossWh]).toEqual([700n, 10n, 1100n]);
    expect(exclusions).toEqual([
      { rule: "energy.gap", fromMs: 3 * hour, toMs: 5 * hour, wh: null },
      { rule: "energy.start-unknown", fromMs: 5 * hour, toMs: 6 * hour, wh: null },
    ]);
  });

  test("of an interval that is not approved earns nothing, while its import counts", () => {
    const { exportWh, importWh, excluded } = closed(readings(all, { 4: { counts: false } }));
    expect([exportWh, importWh, excluded]).toEqual([900n, 10n, { "energy.not-approved": 1 }]);
  });

  test("cannot be raised by an untrusted reading with a low register", () => {
    const low = { 4: { counts: false, exportWh: 0n } };
    const { exportWh, excluded } = closed(readings(all, low));
    // Neither its own interval nor the one that starts from it earns.
    expect([exportWh, excluded]).toEqual([800n, { "energy.register-rollback": 2 }]);
  });

  test("of a register that was set back earns nothing until it passes what it had shown", () => {
    const back = Object.fromEntries(all.slice(5).map((n) => [n, { exportWh: BigInt(n) * 100n + 9_750n }]));
    const { exportWh, excluded } = closed(readings(all, back));
    // Hours 1 to 4 give 400; then the register falls by 250 and starts above its old mark of 10,400 from hour 7 on.
    expect([exportWh, excluded]).toEqual([700n, { "energy.register-rollback": 3 }]);
  });

  test("of a register set back in the period before does not come again either", () => {
    expect(closed(readings(all), { trustedExportWh: 10_350n }).exportWh).toBe(600n);
    expect(closed(readings(all)).trustedExportWh).toBe(11_000n);
  });

  test("above the nameplate is left out and listed with its energy", () => {
    const fine = Object.fromEntries(all.map((n) => [n, { exportWh: 10_001n + BigInt(n) * 101n }]));
    const { exportWh, exclusions } = closed(readings(all, fine), { capacityW: 99n });
    expect(exportWh).toBe(0n);
    expect(exclusions[0]).toEqual({ rule: "energy.over-nameplate", fromMs: 0, toMs: hour, wh: 101n });
  });

  describe.each([1, 10, 100, 1_000])(
    "of a register that shows steps of %d kWh, in intervals too short for one",
    (stepKwh) => {
      const stepWh = BigInt(stepKwh) * 1000n;
      const oneMinute = { intervalS: 60, importWh: 0n, grossWh: null, counts: true };
      /** A day of minutes at a plant of 50 kW for each kWh of a step. */
      const ofDay = (kw: number) => {
        const account = new MeterAccount({ fromMs: 0, toMs: 24 * hour, capacityW: 50n * stepWh });
        for (let minute = 0; minute <= 24 * 60; minute++) {
          const exportWh = BigInt(Math.floor((kw * minute) / 60)) * stepWh;
          account.add({ endMs: minute * 60_000, exportWh, ...oneMinute });
        }
        return account.close(false);
      };

      test("earns in full: it stands, then rises at once", () => {
        expect(ofDay(30)).toMatchObject({ exportWh: 720n * stepWh, excluded: {} });
        expect(ofDay(50)).toMatchObject({ exportWh: 1_200n * stepWh, excluded: {} });
      });

      test("earns no more than the nameplate gives and one step", () => {
        const { exportWh, excluded } = ofDay(60);
        expect(exportWh).toBeLessThanOrEqual(1_201n * stepWh);
        expect(excluded["energy.over-nameplate"]).toBeGreaterThan(200);
        expect(ofDay(600).exportWh).toBeLessThanOrEqual(1_201n * stepWh);
      });

      /** A month of quarters of an hour, one of them lost behind each three that come. */
      const gappy = (ratedSteps: number, runSteps: number, isAnewBehindGaps = true) => {
        const ratedW = BigInt(Math.round(ratedSteps * Number(stepWh)));
        const power = { ratedW, othersW: 0n, isOwnTaken: true, isRounded: true };
        const toMs = 720 * hour;
        const account = new MeterAccount({ fromMs: 0, toMs, capacityW: ratedW, power, isAnewBehindGaps });
        const quarter = { ...oneMinute, intervalS: 900, reported: { powerW: ratedW, energyWh: null } };
        let told = 0;
        for (let i = 0; i <= 2880; i++) {
          if (i % 4 === 3 && i < 2880) continue;
          const exportWh = BigInt(Math.floor((runSteps * i) / 4 + 0.3)) * stepWh;
          account.add({ endMs: (i * hour) / 4, exportWh, ...quarter });
          if (i % 4 !== 0) told++;
        }
        const { exportWh, excluded } = account.close(false);
        return { steps: Number(exportWh / stepWh), excluded, full: (told * ratedSteps) / 4 };
      };

      test("earns in full at full load behind gaps, where it stands anew between two of its steps", () => {
        // 7.3 steps an hour: where a gap ends is another place each time.
        const { excluded } = gappy(7.3, 7.3);
        expect(excluded["energy.over-nameplate"]).toBe(undefined);
        expect(gappy(7.3, 7.3, false).excluded["energy.over-nameplate"]).toBeGreaterThan(0);
      });

      test("earns no more beyond the nameplate for gaps than thirty steps, in sum", () => {
        const { steps, full, excluded } = gappy(8, 12);
        expect(excluded["energy.over-nameplate"]).toBeGreaterThan(500);
        expect(steps).toBeLessThanOrEqual(full + 31);
      });

      test("goes on over a roll-over, be it in an interval that nothing is known to fit in", () => {
        const account = new MeterAccount({
          fromMs: 0,
          toMs: 180_000,
          capacityW: 50n * stepWh,
          rollsOverAtWh: 1_000n * stepWh,
        });
        [998n, 999n, 0n, 0n].forEach((steps, minute) => {
          const registers = { exportWh: steps * stepWh, importWh: steps * stepWh };
          account.add({ endMs: minute * 60_000, ...oneMinute, ...registers });
        });
        const { importWh, rollovers } = account.close(false);
        expect([importWh, rollovers]).toEqual([2n * stepWh, 1]);
      });

      test("earns nothing beyond the nameplate for round values once it showed a finer one", () => {
        const account = new MeterAccount({ fromMs: 0, toMs: 180_000, capacityW: 50n * stepWh });
        [0n, 1n, stepWh, 3n * stepWh].forEach((exportWh, minute) => {
          account.add({ endMs: minute * 60_000, exportWh, ...oneMinute });
        });
        expect(account.close(false).exportWh).toBe(1n);
      });
    },
  );

  test("of an interval across a bound earns in neither period", () => {
    const halves = [-0.5, 0.5, 1.5, 2.5].map((n) => ({ ...(readings([0])[0] as MeterReading), endMs: n * hour }));
    const grown = halves.map((reading, i) => ({ ...reading, exportWh: BigInt(i) * 100n, importWh: BigInt(i) }));
    const first = closed(grown, { fromMs: -0.5 * hour, toMs: hour }, false);
    const second = closed(grown.slice(1), { fromMs: hour, toMs: 2 * hour }, false);
    expect([first.exportWh, second.exportWh]).toEqual([100n, 0n]);
    expect([first.excluded, second.excluded]).toEqual([{ "energy.crosses-bound": 1 }, { "energy.crosses-bound": 2 }]);
    // Import of the crossing interval counts once, where it ends.
    expect([first.importWh, second.importWh]).toEqual([1n, 1n]);
  });

  test("goes on over a roll-over of a register of known size", () => {
    const size = 10_500n;
    const rolled = Object.fromEntries(all.slice(5).map((n) => [n, { exportWh: BigInt(n - 5) * 100n }]));
    expect(closed(readings(all, rolled), { rollsOverAtWh: size })).toMatchObject({ exportWh: 1000n, rollovers: 1 });
    expect(closed(readings(all, rolled)).exportWh).toBe(400n);
    // Whether the interval that rolls over counts, or is missing, those after it do.
    const flagged = { ...rolled, 5: { exportWh: 0n, counts: false } };
    expect(closed(readings(all, flagged), { rollsOverAtWh: size }).exportWh).toBe(900n);
    expect(closed(readings(without(5), rolled), { rollsOverAtWh: size }).exportWh).toBe(800n);
  });

  test("stops and starts at a declared change of meter", () => {
    const fresh = Object.fromEntries(
      all.slice(5).map((n) => [n, { exportWh: BigInt(n) * 100n, importWh: BigInt(n), grossWh: BigInt(n) * 110n }]),
    );
    const replacement = {
      atMs: 4.5 * hour,
      last: { export: 10_450n, import: 505n, gross: 20_500n },
      first: { export: 450n, import: 4n, gross: 500n },
    };
    const { exportWh, importWh, grossWh } = closed(readings(all, fresh), { replacements: [replacement] });
    expect([exportWh, importWh, grossWh]).toEqual([900n, 4n + 1n + 6n, 440n + 60n + 600n]);
    const unread = { ...replacement, last: { ...replacement.last, import: null } };
    expect(refusalOf(() => closed(readings(all, fresh), { replacements: [unread] }))?.rule).toBe(
      "energy.import-unknown",
    );
  });

  describe("over a change of meter at an interval's end", () => {
    const change = {
      atMs: 4 * hour,
      last: { export: 10_400n, import: 504n, gross: null },
      first: { export: 12_000n, import: 4n, gross: null },
    };
    const fresh = Object.fromEntries(
      all.slice(5).map((n) => [n, { exportWh: 11_600n + BigInt(n) * 100n, importWh: BigInt(n) }]),
    );

    test.each([
      ["the old meter", { exportWh: 10_400n, importWh: 504n }],
      ["the new meter", { exportWh: 12_000n, importWh: 4n }],
    ])("is never the difference of two meters, where the reading then shows %s", (_which, then) => {
      const { exportWh, importWh, trustedExportWh } = closed(
        readings(all, { ...fresh, 4: then }),
        { replacements: [change] },
        false,
      );
      expect([exportWh, importWh, trustedExportWh]).toEqual([900n, 10n, 12_600n]);
    });

    test("does not start from a reading that the new meter cannot have shown", () => {
      const idle = Object.fromEntries(all.map((n) => [n, { ...fresh[n], importWh: 0n }]));
      // Written down 1 Wh too low when it was taken out.
      const low = {
        ...change,
        last: { export: 10_399n, import: 0n, gross: null },
        first: { ...change.first, import: 0n },
      };
      expect(closed(readings(all, idle), { replacements: [low] }, false).exportWh).toBe(800n);
    });
  });

  test("of a meter that came in at the end of a period is not held against the one that went", () => {
    const replacement = {
      atMs: 10 * hour,
      last: { export: 11_000n, import: 510n, gross: null },
      first: { export: 0n, import: 0n, gross: null },
    };
    const before = closed(readings(all), { replacements: [replacement] }, false);
    expect([before.exportWh, before.importWh, before.trustedExportWh]).toEqual([1000n, 10n, null]);
  });

  test("metered while the calibration was overdue is told apart", () => {
    const overdue = [{ fromMs: 2 * hour, toMs: 4 * hour }];
    expect(closed(readings(all), { overdue }).spans).toEqual([{ exportWh: 200n, importWh: 2n }]);
  });

  test("is never more than the trusted registers moved, whatever lies between", () => {
    const register = fc.record({ counts: fc.boolean(), exportWh: fc.bigInt(0n, 5_000n) });
    fc.assert(
      fc.property(fc.array(register, { minLength: 11, maxLength: 11 }), (changes) => {
        const some = readings(all, Object.fromEntries(changes.map((change, n) => [n, change])));
        const { exportWh } = closed(some, {}, false);
        const trusted = some.filter(({ counts }) => counts).map((reading) => reading.exportWh as bigint);
        const highest = trusted.reduce((most, wh) => (wh > most ? wh : most), 0n);
        expect(exportWh).toBeLessThanOrEqual(highest);
      }),
    );
  });
});

describe("what lowers the credits", () => {
  test.each([
    ["no reading at all", [], "energy.import-unknown"],
    ["no reading at the start", readings(without(0)), "energy.import-unknown"],
    ["no reading at or after the end", readings(without(10)), "energy.import-unknown"],
    ["an import register that fell", readings(all, { 5: { importWh: 0n } }), "energy.import-unknown"],
    ["a gross register that fell", readings(all, { 5: { grossWh: 0n } }), "energy.gross-unknown"],
    ["no gross register", readings(all).map((one) => ({ ...one, grossWh: null })), "energy.gross-unknown"],
  ])("with %s is unknown, and the period is refused", (_name, some, rule) => {
    expect(refusalOf(() => closed(some))?.rule).toBe(rule);
  });

  test("is known when a reading after the end tells it, and gross may be missing where nothing needs it", () => {
    expect(closed([...readings(without(10)), ...readings([12])]).importWh).toBe(9n);
    expect(
      closed(
        readings(all).map((one) => ({ ...one, grossWh: null })),
        {},
        false,
      ).grossWh,
    ).toBe(null);
  });
});

test("a register that fell has rolled over only when the energy fits the time", () => {
  expect(registerStep(990n, 10n, 1000n, 20n)).toEqual({ wh: 20n, rolledOver: true });
  expect(registerStep(990n, 11n, 1000n, 20n)).toEqual({ rollback: true });
  expect(registerStep(990n, 10n, undefined, 20n)).toEqual({ rollback: true });
});

test("a year of five-minute readings with every second one rejected keeps its list short", () => {
  const account = new MeterAccount({ ...terms, toMs: 105_120 * 300_000 });
  for (let n = 0; n <= 105_120; n++) {
    const wh = BigInt(n);
    account.add({ endMs: n * 300_000, intervalS: 300, exportWh: wh, importWh: 0n, grossWh: wh, counts: n % 2 === 0 });
  }
  const { exclusions, excluded, exportWh } = account.close(true);
  expect([exclusions.length, excluded["energy.not-approved"], exportWh]).toEqual([mostExclusions, 52_560, 52_560n]);
});
