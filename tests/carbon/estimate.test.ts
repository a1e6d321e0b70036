import fc from "fast-check";
import { expect, test } from "vitest";
import { type EstimateInput, estimateReading } from "../../src/carbon/estimate.ts";
import { carbonJson } from "../../src/carbon/wire.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import type { Json } from "../../src/kernel/canonical.ts";

const endMs = Date.parse("2024-06-01T12:00:00+05:30");

function estimate(quantities: Quantities, more: Partial<EstimateInput> & { intervalS?: number | undefined } = {}) {
  const { intervalS, ...input } = { intervalS: 3600, ...more };
  return estimateReading({
    reading: { plantId: "P", deviceId: "D", endMs, intervalS, timed: true, deviceSeq: undefined, quantities },
    status: "APPROVED",
    memory: undefined,
    factorTable: "cea-v21.0",
    ...input,
  });
}

const rules = (quantities: Quantities, more?: Parameters<typeof estimate>[1]) =>
  estimate(quantities, more).reasons.map(({ rule }) => rule);

test("900 kWh in an hour of 2024-25 would avoid 664,425 g", () => {
  expect(estimate({ energy_kwh: 900 })).toMatchObject({
    energyWh: 900_000n,
    energySource: "interval_energy",
    creditable: true,
    erG: 664_425n,
    reasons: [],
  });
});

test("a plant at rest is a true 0: it avoids 0 g and nothing is missing", () => {
  expect(estimate({ flow_rate_m3s: 0, power_output_kw: 0, energy_kwh: 0 })).toMatchObject({
    energyWh: 0n,
    erG: 0n,
    creditable: true,
  });
  expect(estimate({ flow_rate_m3s: 0, power_output_kw: 0 })).toMatchObject({
    energyWh: 0n,
    erG: 0n,
    creditable: false,
  });
});

test("power over time is exact, rounded down, and not creditable", () => {
  const integrated = estimate({ power_output_kw: 900 });
  expect(integrated).toMatchObject({ energyWh: 900_000n, energySource: "power_integrated", creditable: false });
  expect(integrated.reasons.map(({ rule }) => rule)).toEqual(["carbon.not-metered"]);
  expect(estimate({ power_output_kw: 0.1 }, { intervalS: 1 }).energyWh).toBe(0n);
  expect(estimate({ power_output_kw: 0.1 }, { intervalS: 36 }).energyWh).toBe(1n);
  expect(estimate({ power_output_kw: 1e-7 }, { intervalS: 86_400 }).energyWh).toBe(0n);
  // In binary floats 4.35 x 100 is 434.99999999999994.
  expect(estimate({ power_output_kw: 4.35 }, { intervalS: 360 }).energyWh).toBe(435n);
});

test("power over time is the decimal that was written times the time, whatever its size and decimals", () => {
  const power = fc.oneof(
    fc.tuple(fc.nat(30_000_000_000), fc.integer({ min: 0, max: 9 })).map(([digits, places]) => digits / 10 ** places),
    fc.double({ min: 0, max: 30_000_000, noNaN: true }),
  );
  const interval = fc.integer({ min: 1, max: 86_400 });
  fc.assert(
    fc.property(power, interval, (powerKw, intervalS) => {
      const [digits, exponent] = exactDecimal(powerKw);
      const wattSeconds = digits * 1000n * BigInt(intervalS) * 10n ** BigInt(Math.max(exponent, 0));
      const expected = wattSeconds / (3600n * 10n ** BigInt(Math.max(-exponent, 0)));
      expect(estimate({ power_output_kw: powerKw }, { intervalS }).energyWh).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});

/** Digits and power of ten of a number's text. */
function exactDecimal(value: number): readonly [bigint, number] {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}

test("registers come before interval energy: export minus import since the reading before", () => {
  const memory = { endMs: endMs - 3_600_000, exportWh: "5000000", importWh: "10000" };
  const quantities = { energy_export_kwh_total: 5890.5, energy_import_kwh_total: 10.25, energy_kwh: 900 };
  expect(estimate(quantities, { memory })).toMatchObject({
    energyWh: 890_250n,
    energySource: "register_difference",
    creditable: true,
    reasons: [],
  });
});

test("a plant that drew more than it gave has negative energy, rounded away from the owner's favour", () => {
  const memory = { endMs: endMs - 3_600_000, exportWh: "5000000", importWh: "0" };
  const drawn = estimate({ energy_export_kwh_total: 5000, energy_import_kwh_total: 0.001 }, { memory });
  expect([drawn.energyWh, drawn.erG]).toEqual([-1n, -1n]);
  expect(carbonJson(drawn).er_t).toBe("-0.000001");
});

test.each([
  ["no reading before", undefined, "carbon.register-start-unknown"],
  [
    "a hole before the interval",
    { endMs: endMs - 3_605_000, exportWh: "1", importWh: "0" },
    "carbon.register-start-unknown",
  ],
  [
    "a register not read before",
    { endMs: endMs - 3_600_000, exportWh: null, importWh: "0" },
    "carbon.register-start-unknown",
  ],
  [
    "an import not read before",
    { endMs: endMs - 3_600_000, exportWh: "1", importWh: null },
    "carbon.import-not-metered",
  ],
  [
    "an export register that fell",
    { endMs: endMs - 3_600_000, exportWh: "5000001", importWh: "0" },
    "carbon.register-rollback",
  ],
  [
    "an import register that fell",
    { endMs: endMs - 3_600_000, exportWh: "1", importWh: "1" },
    "carbon.register-rollback",
  ],
])("with %s the registers give no energy, and interval energy serves if there is one", (_name, memory, rule) => {
  const registers = { energy_export_kwh_total: 5000, energy_import_kwh_total: 0 };
  expect(estimate(registers, { memory })).toMatchObject({
    energyWh: null,
    energySource: null,
    erG: null,
    creditable: false,
  });
  expect(rules(registers, { memory })).toEqual([rule, "carbon.no-energy"]);
  expect(estimate({ ...registers, energy_kwh: 7 }, { memory })).toMatchObject({ energyWh: 7000n, creditable: true });
});

test("interval ends two seconds apart are one, as the wire contract snaps them", () => {
  const registers = { energy_export_kwh_total: 2, energy_import_kwh_total: 0 };
  const at = (awayMs: number) => ({ endMs: endMs - 3_600_000 + awayMs, exportWh: "1000", importWh: "0" });
  for (const awayMs of [-2000, 2000]) expect(estimate(registers, { memory: at(awayMs) }).energyWh).toBe(1000n);
  for (const awayMs of [-2001, 2001]) expect(estimate(registers, { memory: at(awayMs) }).energyWh).toBe(null);
});

test("an export register without an import register is not net energy", () => {
  const memory = { endMs: endMs - 3_600_000, exportWh: "1000", importWh: null };
  expect(rules({ energy_export_kwh_total: 2 }, { memory })).toContain("carbon.import-not-metered");
});

test("an instant, a reading without energy and a plant without a grid have no figure, each by name", () => {
  expect(estimate({ energy_kwh: 900 }, { intervalS: undefined })).toMatchObject({ energyWh: null, erG: null });
  expect(rules({ power_output_kw: 900 }, { intervalS: undefined })).toEqual(["carbon.instantaneous"]);
  expect(rules({ flow_rate_m3s: 2 })).toEqual(["carbon.no-energy"]);
  const gridless = estimate({ energy_kwh: 900 }, { factorTable: undefined });
  expect(gridless).toMatchObject({ energyWh: 900_000n, erG: null, factor: null, creditable: false });
  expect(gridless.reasons.map(({ rule }) => rule)).toEqual(["carbon.no-factor-table"]);
  expect(rules({ energy_kwh: 900 }, { factorTable: "cea-v99" })).toEqual(["carbon.unknown-factor-table"]);
});

test.each(["FLAGGED", "REJECTED"] as const)("a %s reading keeps its figure and may not be credited", (status) => {
  expect(estimate({ energy_kwh: 900 }, { status })).toMatchObject({ erG: 664_425n, creditable: false });
  expect(rules({ energy_kwh: 900 }, { status })).toEqual(["carbon.not-approved"]);
});

test("on the wire exact figures are strings and the figure is called an unverified estimate", () => {
  const json = carbonJson(estimate({ energy_kwh: 900 })) satisfies Json;
  expect(json).toMatchObject({
    estimate: true,
    label: "unverified estimate",
    energy_wh: "900000",
    energy_source: "interval_energy",
    creditable: true,
    er_g: "664425",
    er_t: "0.664425",
    factor: {
      table: { id: "cea-v21.0" },
      year: "2024-25",
      provisional: false,
      ef_om_t_per_mwh: "0.9646",
      ef_bm_t_per_mwh: "0.5119",
      weights: { om: "0.5", bm: "0.5" },
      ef_cm_g_per_mwh: "738250",
      rulebook: { id: "acm0002-v22.0" },
    },
    reasons: [],
  });
  const missing = carbonJson(estimate({ flow_rate_m3s: 1 }));
  expect([missing.energy_wh, missing.er_g, missing.er_t]).toEqual([null, null, null]);
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});

test("cutting an interval in two never earns more than the whole", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), (a, b) => {
      const grams = (wh: bigint) => estimate({ energy_kwh: Number(wh) / 1000 }).erG ?? 0n;
      expect(grams(a) + grams(b)).toBeLessThanOrEqual(grams(a + b));
    }),
  );
});

test("a year whose factor is not published yet is told with the year that stands in, reading after reading", () => {
  const late = { plantId: "P", deviceId: "D", endMs: Date.parse("2026-06-01T12:00:00+05:30"), intervalS: 3600 };
  const reading = { ...late, timed: true, deviceSeq: undefined, quantities: { energy_kwh: 900 } };
  const told = { rule: "carbon.provisional-factor", detail: expect.stringContaining("2024-25 stands in") };
  for (let i = 0; i < 2; i++) expect(estimate({}, { reading }).reasons).toEqual([told]);
});
