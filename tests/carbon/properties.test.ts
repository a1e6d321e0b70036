import fc from "fast-check";
import { expect, test } from "vitest";
import { historicalGeneration } from "../../src/carbon/baseline.ts";
import { ceilSqrt } from "../../src/carbon/decimal.ts";
import { calculated, months, type RequestParts } from "./requests.ts";

const quadrillion = 10n ** 15n;
const netWh = fc.bigInt(-quadrillion, quadrillion);
const factor = fc.bigInt(0n, 2_000_000n);
const history = {
  project_type: "retrofit",
  historical_annual_wh: ["9000000", "11000000", "10000000", "8000000", "12000000"],
};
const reservoir = { reservoir: "single", cap_pj_w: 6_000_000, a_pj_m2: 1_000_000 };
const designs = fc.constantFrom<NonNullable<RequestParts["design"]>>({}, history, reservoir);

const totalsOf = (parts: RequestParts) => calculated(parts).totals;
const grid = (ef: bigint) => ({ ef_cm_g_per_mwh: String(ef) });
const withGross = (periods: ReturnType<typeof months>, gross: bigint) =>
  periods.map((period) => ({ ...period, gross_wh: String(gross) }));
const er = (parts: RequestParts) => BigInt(totalsOf(parts).er_g);

test("more net energy never means a lower reduction", () => {
  fc.assert(
    fc.property(designs, factor, netWh, fc.bigInt(0n, quadrillion), (design, ef, net, more) => {
      // Gross generation above every export: only the net energy differs.
      const at = (wh: bigint) => er({ design, grid: grid(ef), periods: withGross(months(wh), 4n * quadrillion) });
      expect(at(net + more)).toBeGreaterThanOrEqual(at(net));
    }),
  );
});

test("more gross generation or fuel never means a higher reduction", () => {
  const some = fc.bigInt(0n, quadrillion);
  fc.assert(
    fc.property(some, some, some, some, (gross, moreGross, fuel, moreFuel) => {
      const at = (gross_wh: bigint, fuel_g: bigint) =>
        er({
          design: { ...reservoir, fuel: "diesel" },
          periods: months(1_000_000).map((period) => ({
            ...period,
            gross_wh: String(gross_wh),
            fuel_g: String(fuel_g),
          })),
        });
      expect(at(gross + moreGross, fuel + moreFuel)).toBeLessThanOrEqual(at(gross, fuel));
    }),
  );
});

test("what is issued is never negative, and with what is carried is the whole reduction, to the gram", () => {
  const unit = fc.constantFrom("1", "1000", "1000000");
  fc.assert(
    fc.property(fc.array(netWh, { minLength: 1, maxLength: 12 }), factor, unit, netWh, (nets, ef, unit_g, carry) => {
      const issuance = { unit_g, carry_in_g: String(carry) };
      const { periods, totals } = calculated({ grid: grid(ef), periods: months(...nets), issuance });
      for (const { issued_units, carry_out_g } of periods) {
        expect(BigInt(issued_units)).toBeGreaterThanOrEqual(0n);
        expect(BigInt(carry_out_g)).toBeLessThan(BigInt(unit_g));
      }
      const carried = BigInt(totals.carry_out_g) + BigInt(totals.left_behind_g);
      expect(BigInt(totals.issued_units) * BigInt(unit_g) + carried).toBe(BigInt(totals.er_g) + carry);
    }),
  );
});

test("over several vintages too, and no remainder leaves the one it arose in", () => {
  const year = fc.array(netWh, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(year, { minLength: 1, maxLength: 4 }), netWh, (years, carry) => {
      const periods = years.flatMap((nets, y) =>
        months(...nets).map(({ from, to, net_wh }) => {
          const moved = (date: string) => `${Number(date.slice(0, 4)) + y}${date.slice(4)}`;
          return { from: moved(from), to: moved(to), net_wh };
        }),
      );
      const { totals } = calculated({ periods, issuance: { unit_g: "1000", carry_in_g: String(carry) } });
      const carried = BigInt(totals.carry_out_g) + BigInt(totals.left_behind_g);
      expect(BigInt(totals.issued_g) + carried).toBe(BigInt(totals.er_g) + carry);
      for (const one of totals.vintages) {
        const left = BigInt(one.carry_in_g) + BigInt(one.er_g) - BigInt(one.issued_units) * 1000n;
        expect(left).toBe(BigInt(one.carry_out_g));
      }
      for (const later of totals.vintages.slice(1)) expect(BigInt(later.carry_in_g)).toBeLessThanOrEqual(0n);
    }),
  );
});

test("splitting a period never raises the total", () => {
  const parts = fc.array(fc.record({ net: netWh, extra: fc.bigInt(0n, quadrillion) }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(designs, factor, parts, (design, ef, some) => {
      const sum = (of: (part: (typeof some)[number]) => bigint) => some.reduce((all, part) => all + of(part), 0n);
      const grossOf = ({ net, extra }: (typeof some)[number]) => (net > 0n ? net : 0n) + extra;
      const whole = withGross(months(sum(({ net }) => net)), sum(grossOf));
      const split = months(...some.map(({ net }) => net)).map((period, i) => ({
        ...period,
        gross_wh: String(grossOf(some[i] as (typeof some)[number])),
      }));
      const at = (periods: RequestParts["periods"] & {}) => er({ design, grid: grid(ef), periods });
      expect(at(split)).toBeLessThanOrEqual(at(whole));
    }),
  );
});

test("clipping the annual baseline month by month would earn more than using it up", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10n ** 7n), { minLength: 2, maxLength: 12 }), (nets) => {
      const { eg_pj_wh } = totalsOf({ design: history, periods: months(...nets) });
      const baseline = historicalGeneration(history.historical_annual_wh.map(BigInt)).baselineWh;
      const year = nets.reduce((all, wh) => all + wh, 0n);
      expect(BigInt(eg_pj_wh)).toBe(year > baseline ? year - baseline : 0n);
    }),
  );
});

test("energy of 10^15 Wh becomes grams exactly", () => {
  expect(totalsOf({ grid: grid(738_250n), periods: months(quadrillion) }).er_g).toBe("738250000000000");
  expect(totalsOf({ grid: grid(738_250n), periods: months(quadrillion + 1n) }).er_g).toBe("738250000000000");
  expect(totalsOf({ grid: grid(738_250n), periods: months(quadrillion + 2n) }).er_g).toBe("738250000000001");
  fc.assert(
    fc.property(netWh, factor, (net, ef) => {
      const grams = er({ grid: grid(ef), periods: months(net) });
      expect(grams * 1_000_000n).toBeLessThanOrEqual(net * ef);
      expect((grams + 1n) * 1_000_000n).toBeGreaterThan(net * ef);
    }),
  );
});

test("the spread of past years is the smallest whole Wh not below the true one", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, quadrillion), { minLength: 2, maxLength: 10 }), (years) => {
      const n = BigInt(years.length);
      const sum = years.reduce((all, wh) => all + wh, 0n);
      const variance = years.reduce((all, wh) => all + (n * wh - sum) ** 2n, 0n);
      const { sigmaWh } = historicalGeneration(years);
      const below = sigmaWh === 0n ? 0n : sigmaWh - 1n;
      expect(sigmaWh ** 2n * n * n * (n - 1n)).toBeGreaterThanOrEqual(variance);
      if (sigmaWh > 0n) expect(below ** 2n * n * n * (n - 1n)).toBeLessThan(variance);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 60n), (value) => {
      const root = ceilSqrt(value);
      expect(root * root).toBeGreaterThanOrEqual(value);
      if (root > 0n) expect((root - 1n) * (root - 1n)).toBeLessThan(value);
    }),
  );
});
