import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { calculate } from "../../src/carbon/calculation.ts";
import { amendPeriod, closePeriod } from "../../src/issuance/closing.ts";
import { openPeriod, withdrawPeriod } from "../../src/issuance/periods.ts";
import { bytesToHex, contentHash, sha256Bytes } from "../../src/kernel/canonical.ts";
import { parseRecord } from "../../src/proof/record.ts";
import { hourly, meterId, periodWorld, type Registers, refusedBy } from "./world.ts";

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
});
afterAll(() => world.close());

const day = "2026-03-01T00:00:00Z";
const at = (hour: number) => Date.parse(day) + hour * 3_600_000;
/** The registers as the first day of March begins. */
const start: Registers = { at: at(0), exported: 5_000, imported: 100, gross: 5_000 };
/** A full day of 500 kWh each hour. */
const fullDay = [start, ...hourly(day, Array(24).fill(500_000), { exported: 5_000, imported: 100, gross: 0 })];

async function designed(parts: Parameters<Awaited<ReturnType<typeof world.plant>>["design"]>[0] = {}) {
  const plant = await world.plant();
  await plant.design(parts);
  return plant;
}

/** The first day of March of a greenfield plant with these readings. */
async function stated(readings: readonly Registers[], parts: Parameters<typeof designed>[0] = {}) {
  const plant = await designed(parts);
  await plant.read(readings);
  return plant.state("2026-03-01", "2026-03-02");
}

describe("energy of a period", () => {
  test("is the difference of registers over its intervals, and the calculator gives the same from its request", async () => {
    const statement = await stated(fullDay);
    expect(statement).toMatchObject({ eg_facility_wh: "12000000", be_g: "8400000", er_g: "8400000", er_t: "8.4" });
    expect(statement.records.count).toBe(24);
    expect(statement.meters[0]).toMatchObject({ credited_s: "86400", creditable_intervals: 24, exclusions: [] });
    expect(statement.figures.be?.clause).toBe("ACM0002 v22.0 eq. 11");
    const [again] = calculate(statement.calculation).periods;
    expect(String(again?.erG)).toBe(statement.er_g);
  });

  test("a gap earns nothing and is listed", async () => {
    const statement = await stated(fullDay.filter((_, i) => i !== 12));
    expect(statement.eg_facility_wh).toBe("11000000");
    expect(statement.meters[0]?.exclusions).toEqual([
      { rule: "energy.gap", from: "2026-03-01T11:00:00.000Z", to: "2026-03-01T12:00:00.000Z", wh: null },
      { rule: "energy.start-unknown", from: "2026-03-01T12:00:00.000Z", to: "2026-03-01T13:00:00.000Z", wh: null },
    ]);
  });

  test("import counts in full across a gap and whatever the verdict", async () => {
    const drawn = fullDay.map((row, i) => ({ ...row, imported: i > 12 ? 40_100 : 100 }));
    const gap = await stated(drawn.filter((_, i) => i !== 13));
    expect(gap.meters[0]?.import_wh).toBe("40000");
    const rejected = await stated(drawn.map((row, i) => (i === 13 ? { ...row, status: "REJECTED" as const } : row)));
    expect(rejected.meters[0]).toMatchObject({ import_wh: "40000", export_wh: "11500000" });
  });

  test("an interval across a bound earns in neither period", async () => {
    const rows = [{ ...start, at: at(-0.5) }, ...Array.from({ length: 49 }, (_, i) => reading(i))];
    function reading(i: number): Registers {
      return { at: at(i + 0.5), exported: 5_000 + (i + 1) * 500_000, imported: 100 };
    }
    const plant = await designed();
    await plant.read(rows);
    const first = await plant.state("2026-03-01", "2026-03-02");
    const second = await plant.state("2026-03-02", "2026-03-03");
    expect([first.eg_facility_wh, second.eg_facility_wh]).toEqual(["11500000", "11500000"]);
    for (const { meters } of [first, second]) expect(meters[0]?.excluded["energy.crosses-bound"]).toBeGreaterThan(0);
  });

  test("a flagged or rejected reading earns nothing, and is no loss to the readings after it", async () => {
    const statuses = { 5: "FLAGGED", 9: "REJECTED" } as Record<number, "FLAGGED" | "REJECTED">;
    const statement = await stated(fullDay.map((row, i) => ({ ...row, ...(statuses[i] && { status: statuses[i] }) })));
    expect(statement.eg_facility_wh).toBe("11000000");
    expect(statement.meters[0]?.excluded).toEqual({ "energy.not-approved": 2 });
    expect(statement.records.count).toBe(22);
  });

  test("a flagged reading that a verifier cleared earns, and an approved one that was rejected later does not", async () => {
    const plant = await designed();
    const head = await plant.seq();
    await plant.read(fullDay.map((row, i) => ({ ...row, ...(i === 5 && { status: "FLAGGED" as const }) })));
    await plant.decide(head + 6n, "APPROVED");
    await plant.decide(head + 21n, "REJECTED");
    const statement = await plant.state("2026-03-01", "2026-03-02");
    expect(statement).toMatchObject({ eg_facility_wh: "11500000", records: { count: 23 } });
  });

  test("an interval above the nameplate is left out and flagged, never cut to it", async () => {
    const more = fullDay.map((row, i) => ({ ...row, exported: Number(row.exported) + (i >= 10 ? 600_000 : 0) }));
    const statement = await stated(more);
    expect(statement.eg_facility_wh).toBe("11500000");
    expect(statement.meters[0]?.exclusions).toEqual([
      {
        rule: "energy.over-nameplate",
        from: "2026-03-01T09:00:00.000Z",
        to: "2026-03-01T10:00:00.000Z",
        wh: "1100000",
      },
    ]);
  });

  test("an interval beyond the power its readings tell is left out; one that a verifier decided on counts", async () => {
    const power = fullDay.map((row, i) => ({ ...row, powerW: i < 10 ? 500_000 : 100_000 }));
    const held = await stated(power);
    expect(held.eg_facility_wh).toBe("4500000");
    expect(held.meters[0]?.excluded).toEqual({ "energy.beyond-power": 15 });
    const plant = await designed();
    const head = await plant.seq();
    await plant.read(power.map((row, i) => ({ ...row, ...(i === 20 && { status: "FLAGGED" as const }) })));
    await plant.decide(head + 21n, "APPROVED");
    expect((await plant.state("2026-03-01", "2026-03-02")).eg_facility_wh).toBe("5000000");
    // The energy of the interval stands for its power where it is more.
    const energy = power.map((row) => ({ ...row, energy: 500_000 }));
    expect((await stated(energy)).eg_facility_wh).toBe("12000000");
  });

  test("a main meter that is one of the units has the others at full load beside the power that it tells", async () => {
    const power = fullDay.map((row) => ({ ...row, powerW: 100_000 }));
    expect((await stated(power)).eg_facility_wh).toBe("0");
    const plant = await designed();
    await world.db
      .updateTable("devices")
      .set({ config: sql`config || '{"rated_power_kw": 250}'::jsonb` })
      .where("device_id", "=", plant.device())
      .execute();
    await plant.read(power);
    expect((await plant.state("2026-03-01", "2026-03-02")).eg_facility_wh).toBe("12000000");
  });

  test("a register that rolls over goes on; one that was set back earns nothing twice", async () => {
    const rolling = fullDay.map((row) => ({ ...row, exported: (Number(row.exported) + 94_000_000) % 100_000_000 }));
    const rolled = await stated(rolling, { meter: { rolls_over_at_wh: "100000000" } });
    expect(rolled).toMatchObject({ eg_facility_wh: "12000000", meters: [{ rollovers: 1 }] });
    const setBack = fullDay.map((row, i) => ({ ...row, exported: Number(row.exported) - (i >= 10 ? 4_000_000 : 0) }));
    // From 4.5 GWh the register falls to 1: 4 of the 12 are never shown again above what was trusted.
    expect(await stated(setBack)).toMatchObject({ eg_facility_wh: "8000000" });
  });

  test("a register set back between two periods does not earn its energy again", async () => {
    const plant = await designed();
    await plant.read(fullDay);
    expect(await plant.state("2026-03-01", "2026-03-02")).toMatchObject({ eg_facility_wh: "12000000" });
    await plant.read(hourly("2026-03-02T00:00:00Z", Array(24).fill(500_000), { exported: 5_000, imported: 100 }));
    const second = await plant.state("2026-03-02", "2026-03-03");
    expect(second.eg_facility_wh).toBe("0");
    expect(second.meters[0]?.trusted_before_wh).toBe("12005000");
  });

  test("a register that rolled over on days that are in no period goes on, where one that was set back does not", async () => {
    const [start, zero] = [Date.parse("2026-03-01T00:00:00Z"), { imported: 0, gross: 0 }];
    const readings = (at: (wh: number) => number) => [
      { at: start, exported: at(0), ...zero },
      ...hourly("2026-03-01T00:00:00Z", Array(96).fill(500_000)).map((row) => ({
        ...row,
        exported: at(Number(row.exported)),
        // Nothing of the evening counts: what was trusted last lies well before the days between.
        ...(row.at > start + 14 * 3_600_000 && row.at <= start + 24 * 3_600_000 && { status: "FLAGGED" as const }),
      })),
    ];
    const meter = { rolls_over_at_wh: "100000000" };
    const rolling = await designed({ meter });
    await rolling.read(readings((wh) => (wh + 85_000_000) % 100_000_000));
    expect((await rolling.state("2026-03-01", "2026-03-02")).meters[0]?.trusted_export_wh).toBe("92000000");
    const third = await rolling.state("2026-03-03", "2026-03-04");
    expect(third).toMatchObject({ eg_facility_wh: "12000000", meters: [{ trusted_before_wh: null }] });
    expect((await rolling.state("2026-03-04", "2026-03-05")).eg_facility_wh).toBe("12000000");
    const setBack = await designed({ meter });
    // The register falls by 30 MWh on the second day: that is no way round which a day could have given.
    await setBack.read(readings((wh) => wh + (wh > 18_000_000 ? 0 : 30_000_000)));
    await setBack.state("2026-03-01", "2026-03-02");
    const after = await setBack.state("2026-03-03", "2026-03-04");
    expect(after).toMatchObject({ eg_facility_wh: "0", meters: [{ trusted_before_wh: "37000000" }] });
  });

  test("an import register that fell refuses the period", async () => {
    const fell = fullDay.map((row, i) => ({ ...row, imported: i < 12 ? 900 : 100 }));
    const plant = await designed();
    await plant.read(fell);
    expect(await refusedBy(plant.state("2026-03-01", "2026-03-02"))).toBe("energy.import-unknown");
  });

  test("a replaced meter carries on: import in full over both, export but for the interval of the change", async () => {
    const replacement = {
      at: "2026-03-01T12:30:00Z",
      serial: "S-2",
      last: { export_wh: "6255000", import_wh: "300", gross_wh: "6250000" },
      first: { export_wh: "0", import_wh: "0", gross_wh: "0" },
    };
    const rows = fullDay.map((row, i) =>
      i <= 12 ? row : { ...row, exported: Number(row.exported) - 6_255_000, imported: 50, gross: 0 },
    );
    const statement = await stated(rows, { meter: { replacements: [replacement] } });
    expect(statement.meters[0]).toMatchObject({ export_wh: "11500000", import_wh: "250" });
    const without = await designed();
    await without.read(rows);
    expect(await refusedBy(without.state("2026-03-01", "2026-03-02"))).toBe("energy.import-unknown");
  });

  test("a meter replaced at midnight ends one period and begins the next", async () => {
    const replacement = {
      at: "2026-03-02T00:00:00Z",
      serial: "S-2",
      last: { export_wh: "12005000", import_wh: "100" },
      first: { export_wh: "0", import_wh: "0" },
    };
    const plant = await designed({ meter: { replacements: [replacement] } });
    const next = hourly("2026-03-02T00:00:00Z", Array(24).fill(500_000)).map((row) => ({ ...row, imported: 50 }));
    await plant.read([...fullDay.map((row) => ({ ...row, imported: 100 })), ...next]);
    expect(await plant.state("2026-03-01", "2026-03-02")).toMatchObject({ eg_facility_wh: "12000000" });
    // All but the first hour, whose start the new meter did not show; its import counts in full.
    expect(await plant.state("2026-03-02", "2026-03-03")).toMatchObject({ eg_facility_wh: "11499950" });
  });

  test.each([
    ["no import register", fullDay.map((row) => ({ ...row, imported: null })), {}, "energy.import-unknown"],
    ["nothing before the period", fullDay.slice(1), {}, "energy.import-unknown"],
    ["nothing at its end", fullDay.slice(0, -1), {}, "energy.import-unknown"],
    ["no reading at all", [], {}, "energy.import-unknown"],
    [
      "no gross register where a reservoir emits",
      fullDay.map((row) => ({ ...row, gross: null })),
      { design: { reservoir: "single", a_pj_m2: "200000" } },
      "energy.gross-unknown",
    ],
    ["fuel that is not told", fullDay, { design: { fuel: "diesel" } }, "fuel.unknown"],
  ])("%s refuses the period: unknown is not zero", async (_what, readings, parts, rule) => {
    const plant = await designed(parts);
    if (readings.length > 0) await plant.read(readings);
    expect(await refusedBy(plant.state("2026-03-01", "2026-03-02"))).toBe(rule);
    expect((await plant.open("2026-03-02", "2026-03-03")).statements).toEqual([]);
  });

  test("a reservoir's emissions count on gross generation, also of what earned nothing", async () => {
    const parts = { design: { reservoir: "single", a_pj_m2: "200000" } };
    const rows = [start, ...hourly(day, Array(24).fill(500_000), { exported: 5_000, imported: 100, gross: 0 })];
    const statement = await stated(
      rows.map((row, i) => (i === 7 ? { ...row, status: "FLAGGED" as const } : row)),
      parts,
    );
    expect(statement).toMatchObject({ eg_facility_wh: "11500000", pe_hp_g: "1080000" });
    expect(BigInt(statement.er_g)).toBe(BigInt(statement.be_g) - 1_080_000n);
  });

  test("fuel that is told lowers the result by its coefficient", async () => {
    const plant = await designed({ design: { fuel: "diesel" } });
    await plant.read(fullDay);
    const statement = await plant.state("2026-03-01", "2026-03-02", { fuel_g: "100000" });
    expect(statement).toMatchObject({ pe_ff_g: "323884", er_g: "8076116" });
  });
});

describe("the quality rules", () => {
  test("an overdue calibration costs the permissible error on export and import for its days, the larger found error when known", async () => {
    const drawn = fullDay.map((row, i) => ({ ...row, imported: 100 + i * 1_000 }));
    const late = (error?: string) => ({
      meter: {
        calibrations: [
          { on: "2025-03-01", valid_until: "2026-03-01" },
          { on: "2026-03-05", valid_until: "2027-03-05", ...(error && { identified_error_pct: error }) },
        ],
      },
    });
    const corrected = async (error?: string) => (await stated(drawn, late(error))).meters[0];
    expect(await corrected()).toMatchObject({ export_corrected_wh: "11976000", import_corrected_wh: "24048" });
    expect(await corrected("0.1")).toMatchObject({ export_corrected_wh: "11976000" });
    expect(await corrected("0.5")).toMatchObject({ export_corrected_wh: "11940000", import_corrected_wh: "24120" });
  });

  test("a lapse that no test has closed refuses the period until the late test is stated", async () => {
    const plant = await designed({ meter: { calibrations: [{ on: "2025-03-01", valid_until: "2026-03-01" }] } });
    await plant.read(fullDay);
    const { periodId } = await plant.open("2026-03-01", "2026-03-02");
    expect(await refusedBy(plant.close(periodId))).toBe("calibration.lapsed");
    const calibrations = [
      { device_id: plant.device(), on: "2026-04-20", valid_until: "2027-04-20", identified_error_pct: "1" },
    ];
    const { json } = await plant.close(periodId, { calibrations });
    expect(json.meters[0]?.export_corrected_wh).toBe("11880000");
    expect(json.facts.calibrations).toHaveLength(1);
  });

  test("invoice and check figures can only lower the result", async () => {
    for (const [facts, expected] of [
      [{ invoice_net_wh: "11900000" }, "11900000"],
      [{ invoice_net_wh: "99000000" }, "12000000"],
      [{ invoice_net_wh: "11900000", check_net_wh: "11800000" }, "11800000"],
    ] as const) {
      const plant = await designed();
      await plant.read(fullDay);
      expect((await plant.state("2026-03-01", "2026-03-02", facts)).eg_facility_wh).toBe(expected);
    }
  });

  test("a check meter lowers the main meter beside it, never raises it, and silent it is told", async () => {
    const check = {
      device_id: "CHECK-1",
      role: "check",
      checks: meterId,
      serial: "C",
      accuracy_class: "0.5",
      mpe_pct: "0.5",
    };
    const withCheck = async (factor: number | undefined) => {
      const plant = await world.plant({}, [meterId, "CHECK-1"]);
      const main = { device_id: meterId, role: "main", serial: "S-1", accuracy_class: "0.2S", mpe_pct: "0.2" };
      const calibrations = [{ on: "2019-12-01", valid_until: "2040-01-01" }];
      await plant.design({ meters: [{ ...main, calibrations }, check] });
      const rows = fullDay.map((row) => ({
        ...row,
        deviceId: "CHECK-1",
        exported: Number(row.exported) * (factor ?? 1),
      }));
      await plant.read([...fullDay, ...(factor === undefined ? [] : rows)]);
      return plant.state("2026-03-01", "2026-03-02");
    };
    expect((await withCheck(0.99)).eg_facility_wh).toBe("11880000");
    expect((await withCheck(1.5)).eg_facility_wh).toBe("12000000");
    const silent = await withCheck(undefined);
    expect(silent.eg_facility_wh).toBe("12000000");
    expect(silent.warnings.map(({ rule }) => rule)).toContain("energy.check-meter-unknown");
  });

  test.each([
    ["higher", 90_000_000],
    ["lower", 0],
  ])("a check meter that was replaced by one that stands %s is compared over both", async (_which, first) => {
    const plant = await world.plant({}, [meterId, "CHECK-1"]);
    const main = { device_id: meterId, role: "main", serial: "S-1", accuracy_class: "0.2S", mpe_pct: "0.2" };
    const calibrations = [{ on: "2019-12-01", valid_until: "2040-01-01" }];
    // It shows 1 % less than the main meter, and was changed at half past twelve.
    const shows = (exported: unknown) => Math.round(Number(exported) * 0.99);
    const last = shows(5_000 + 12.5 * 500_000);
    const replacement = {
      at: "2026-03-01T12:30:00Z",
      serial: "C-2",
      last: { export_wh: String(last), import_wh: "100" },
      first: { export_wh: String(first), import_wh: "0" },
    };
    const check = { ...main, device_id: "CHECK-1", role: "check", checks: meterId, serial: "C-1" };
    await plant.design({
      meters: [
        { ...main, calibrations },
        { ...check, replacements: [replacement] },
      ],
    });
    const rows = fullDay.map((row, i) => {
      const own = { ...row, deviceId: "CHECK-1", exported: shows(row.exported), imported: 100 };
      return i <= 12 ? own : { ...own, exported: own.exported - last + first, imported: 0 };
    });
    await plant.read([...fullDay, ...rows]);
    const { eg_facility_wh, warnings } = await plant.state("2026-03-01", "2026-03-02");
    expect([eg_facility_wh, warnings.map(({ rule }) => rule)]).toEqual(["11880000", ["energy.invoice-differs"]]);
  });

  test("a check meter alone credits nothing: a design needs a main meter", async () => {
    const plant = await world.plant();
    const meter = { role: "check", checks: meterId };
    await expect(plant.design({ meter })).rejects.toThrow();
  });
});

describe("bounds of a period", () => {
  test("are local midnights, 23 hours apart on the day the clocks go forward", async () => {
    const plant = await world.plant({ time_zone: "Europe/Berlin" });
    await plant.design();
    const period = await plant.open("2026-03-29", "2026-03-30");
    expect([period.fromMs, period.toMs].map((ms) => new Date(ms).toISOString())).toEqual([
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
    ]);
    await plant.read([
      { at: period.fromMs, exported: 0, imported: 0 },
      ...hourly("2026-03-28T23:00:00Z", Array(24).fill(500_000)),
    ]);
    const { json } = await plant.close(period.periodId);
    expect(json).toMatchObject({ eg_facility_wh: "11500000", meters: [{ credited_s: "82800" }] });
  });

  test.each([
    ["a calendar year", "2025-12-31", "2026-01-02", "period.crosses-vintage"],
    ["the year of its factor table", "2025-03-31", "2025-04-02", "period.crosses-factor-year"],
    ["a crediting period", "2025-06-30", "2025-07-02", "period.crosses-crediting-period"],
    ["its own beginning", "2025-06-30", "2025-06-30", "period.order"],
  ])("never cross %s", async (_what, from, to, rule) => {
    const plant = await designed({ grid: { table: "cea-v21.0" }, crediting: { kind: "7x3", start: "2018-07-01" } });
    expect(await refusedBy(plant.open(from, to))).toBe(rule);
  });

  test("may cross the factor table's year where the design fixes whose factor serves", async () => {
    const plant = await designed({ grid: { table: "cea-v21.0", year: "2024-25" } });
    const start = Date.parse("2026-03-31T00:00:00Z");
    await plant.read([
      { at: start, exported: 0, imported: 0 },
      ...hourly("2026-03-31T00:00:00Z", Array(48).fill(500_000)),
    ]);
    expect(await plant.state("2026-03-31", "2026-04-02")).toMatchObject({
      factor: { year: "2024-25", ef_cm_g_per_mwh: "738250" },
      er_g: "17718000",
    });
  });

  test("before and after the crediting periods there is none", async () => {
    const plant = await designed({ crediting: { kind: "10", start: "2025-06-01" } });
    expect(await refusedBy(plant.open("2025-05-01", "2025-05-02"))).toBe("period.crosses-crediting-period");
    expect(await refusedBy(plant.open("2035-06-01", "2035-06-02"))).toBe("period.crosses-crediting-period");
    expect((await plant.open("2035-05-31", "2035-06-01")).statements).toEqual([]);
  });

  test("never overlap, and are closed in order, after their end", async () => {
    const plant = await designed();
    await plant.read(fullDay);
    const first = await plant.open("2026-03-01", "2026-03-02");
    expect(await refusedBy(plant.open("2026-02-20", "2026-03-02"))).toBe("period.overlap");
    expect(await refusedBy(plant.open("2026-03-01", "2026-03-02"))).toBe("period.overlap");
    const earlier = await plant.open("2026-02-01", "2026-03-01");
    expect(await refusedBy(plant.close(first.periodId))).toBe("period.order");
    await withdrawPeriod(world.deps, plant.actor, plant.plantId, earlier.periodId);
    await plant.close(first.periodId);
    expect(await refusedBy(plant.close(first.periodId))).toBe("already-exists");
    expect(await refusedBy(plant.open("2026-02-01", "2026-03-01"))).toBe("period.before-closed");
    expect(await refusedBy(withdrawPeriod(world.deps, plant.actor, plant.plantId, first.periodId))).toBe(
      "already-exists",
    );
    const running = await plant.open("2026-04-01", "2026-06-01");
    expect(await refusedBy(plant.close(running.periodId))).toBe("period.not-over");
  });

  test("need a project design", async () => {
    const plant = await world.plant();
    expect(await refusedBy(plant.open("2026-03-01", "2026-03-02"))).toBe("design.missing");
  });

  test("a year the factor table does not have refuses the closing by its name", async () => {
    const plant = await designed({ grid: { table: "cea-v21.0" } });
    await plant.read(fullDay);
    expect(await refusedBy(plant.state("2026-03-01", "2026-03-02"))).toBe("factor.unknown-year");
    await plant.design({ grid: { table: "cea-v21.0", year: "2024-25" } });
    const { periodId } = (await plant.open("2026-03-02", "2026-03-03")) as { periodId: string };
    await plant.read(hourly("2026-03-02T00:00:00Z", Array(24).fill(500_000), { exported: 12_005_000, imported: 100 }));
    const [first] = await world.db
      .selectFrom("monitoring_periods")
      .select("period_id")
      .where("plant_id", "=", plant.plantId)
      .orderBy("from_date")
      .execute();
    expect((await plant.close(first?.period_id ?? "")).json.factor).toMatchObject({
      ef_cm_g_per_mwh: "738250",
      year: "2024-25",
    });
    expect((await plant.close(periodId)).json.er_g).toBe("8859000");
  });
});

describe("the statement", () => {
  test("is a record of the plant's chain, in line for the log, and names the set it was computed from", async () => {
    const plant = await designed();
    await plant.read(fullDay);
    const headSeq = await plant.seq();
    const { periodId } = await plant.open("2026-03-01", "2026-03-02");
    const { json, facts } = await plant.close(periodId);
    const record = await world.db
      .selectFrom("records")
      .selectAll()
      .where("record_id", "=", facts.recordId)
      .executeTakeFirstOrThrow();
    const parsed = parseRecord(record.body);
    expect(parsed).toMatchObject({
      ok: true,
      record: { kind: "statement", seq: Number(headSeq) + 1, members: { statement: json } },
    });
    expect(bytesToHex(sha256Bytes(record.body))).toBe(bytesToHex(facts.commitment));
    const leaf = await world.db
      .selectFrom("outbox")
      .select(["verdict", "seq"])
      .where("record_id", "=", facts.recordId)
      .executeTakeFirstOrThrow();
    expect(leaf).toEqual({ verdict: "other", seq: headSeq + 1n });
    const { rows } = await sql<{ commitment: Uint8Array }>`
      SELECT commitment FROM device_readings WHERE plant_id = ${plant.plantId} AND ended_at > ${new Date(at(0))}`.execute(
      world.db,
    );
    const sorted = rows.map(({ commitment }) => Buffer.from(commitment)).sort(Buffer.compare);
    expect(json.records).toMatchObject({
      head_seq: Number(headSeq),
      count: 24,
      sha256: bytesToHex(sha256Bytes(Buffer.concat(sorted))),
    });
  });

  test("tells of days before it that no period covers", async () => {
    const plant = await designed();
    await plant.read([start, ...hourly(day, Array(72).fill(500_000), { exported: 5_000, imported: 100 })]);
    expect((await plant.state("2026-03-01", "2026-03-02")).warnings).toEqual([]);
    expect((await plant.state("2026-03-03", "2026-03-04")).warnings.map(({ rule }) => rule)).toEqual([
      "period.days-between",
    ]);
  });

  test("holds the hash of what the assessment remembered at its head", async () => {
    const plant = await designed();
    await plant.read(fullDay);
    const [device, other] = [plant.device(), "NOTHING-LEARNT"];
    await world.db
      .updateTable("plant_heads")
      .set({ device_memory: JSON.stringify({ [device]: { b: [1.5, 0.1], a: null }, [other]: { a: 1 } }) })
      .where("plant_id", "=", plant.plantId)
      .execute();
    const key = { org_id: "pilot", plant_id: plant.plantId, device_id: device };
    await world.db
      .insertInto("device_learnt")
      .values({ ...key, learnt: '{"z":2,"y":1e-7}' })
      .onConflict((conflict) =>
        conflict.columns(["org_id", "plant_id", "device_id"]).doUpdateSet({ learnt: '{"z":2,"y":1e-7}' }),
      )
      .execute();
    const memory = { [device]: { b: [1.5, 0.1], a: null, learnt: { z: 2, y: 1e-7 } }, [other]: { a: 1 } };
    const { records } = await plant.state("2026-03-01", "2026-03-02");
    expect(records.assessment_sha256).toBe(contentHash(memory));
  });

  test("of a meter with more exclusions than it can list tells their number", async () => {
    const plant = await designed();
    const rows = Array.from({ length: 2_880 }, (_, i) => ({
      at: at(0) + (i + 1) * 30_000,
      intervalS: 30,
      exported: 5_001 + i,
      imported: 100,
    }));
    await plant.read([
      start,
      ...rows.map((row, i) => ({ ...row, ...(i % 2 === 0 && { status: "FLAGGED" as const }) })),
    ]);
    const [meter] = (await plant.state("2026-03-01", "2026-03-02")).meters;
    expect(meter?.exclusions).toHaveLength(1_000);
    expect(meter?.excluded["energy.not-approved"]).toBe(1_440);
  });

  test("negative results are carried as a deficit until met, over the turn of the year; a remainder never leaves its vintage", async () => {
    const plant = await designed();
    const drawing = (from: string, exported: number, imported: number) =>
      Array.from({ length: 24 }, (_, i) => ({ at: Date.parse(from) + (i + 1) * 3_600_000, exported, imported }));
    await plant.read([
      { at: Date.parse("2025-12-30T00:00:00Z"), exported: 0, imported: 0 },
      ...hourly("2025-12-30T00:00:00Z", Array(24).fill(100_000)),
      ...drawing("2025-12-31T00:00:00Z", 2_400_000, 3_000_000),
      ...hourly("2026-01-01T00:00:00Z", Array(24).fill(100_000), { exported: 2_400_000, imported: 3_000_000 }),
    ]);
    const outcome = async (from: string, to: string) => (await plant.state(from, to)).issuance;
    expect(await outcome("2025-12-30", "2025-12-31")).toMatchObject({ issued_units: "1", carry_out_g: "680000" });
    // 3 MWh drawn: 2.1 t against the 0.68 t that were left.
    expect(await outcome("2025-12-31", "2026-01-01")).toMatchObject({ issued_units: "0", carry_out_g: "-1420000" });
    expect(await outcome("2026-01-01", "2026-01-02")).toMatchObject({
      deficit_before_g: "1420000",
      issued_units: "0",
      carry_out_g: "260000",
    });
  });

  test("a remainder stays with the vintage that ended", async () => {
    const plant = await designed();
    await plant.read([
      { at: Date.parse("2025-12-31T00:00:00Z"), exported: 0, imported: 0 },
      ...hourly("2025-12-31T00:00:00Z", Array(48).fill(50_000)),
    ]);
    expect((await plant.state("2025-12-31", "2026-01-01")).issuance.carry_out_g).toBe("840000");
    expect((await plant.state("2026-01-01", "2026-01-02")).issuance).toMatchObject({
      issued_units: "0",
      carry_out_g: "840000",
    });
  });

  test("a retrofit's annual baseline is used up over the periods of the calendar year, then anew", async () => {
    const plant = await designed({
      design: {
        project_type: "retrofit",
        historical_annual_wh: Array(5).fill("15000000"),
        date_baseline_retrofit: "2030-01-01",
      },
    });
    await plant.read([
      { at: Date.parse("2025-12-31T00:00:00Z"), exported: 0, imported: 0 },
      ...hourly("2025-12-31T00:00:00Z", Array(96).fill(500_000)),
    ]);
    const counted = async (from: string, to: string) => (await plant.state(from, to)).eg_pj_wh;
    expect(await counted("2025-12-31", "2026-01-01")).toBe("0");
    expect(await counted("2026-01-01", "2026-01-02")).toBe("0");
    expect(await counted("2026-01-02", "2026-01-03")).toBe("9000000");
    expect(await counted("2026-01-03", "2026-01-04")).toBe("12000000");
  });

  test("closed twice at once there is one statement", async () => {
    const plant = await designed();
    await plant.read(fullDay);
    const { periodId } = await plant.open("2026-03-01", "2026-03-02");
    const both = await Promise.all([refusedBy(plant.close(periodId)), refusedBy(plant.close(periodId))]);
    expect(both.sort()).toEqual(["already-exists", "not refused"]);
  });

  test("opened twice at once there is one period", async () => {
    const plant = await designed();
    const both = await Promise.all([1, 2].map(() => refusedBy(plant.open("2026-03-01", "2026-03-02"))));
    expect(both.sort()).toEqual(["not refused", "period.overlap"]);
  });
});

describe("who may", () => {
  test("operators open and close; auditors, verifiers and devices do not; others find nothing", async () => {
    const plant = await designed();
    await plant.read(fullDay);
    const { periodId } = await plant.open("2026-03-01", "2026-03-02");
    const days = { from: "2026-03-02", to: "2026-03-03" };
    for (const role of ["auditor", "verifier", "device", "issuer"] as const) {
      const actor = { ...plant.actor, roles: [role] };
      expect(await refusedBy(openPeriod(world.deps, actor, plant.plantId, days))).toBe("forbidden");
      expect(await refusedBy(closePeriod(world.deps, actor, plant.plantId, periodId, {}))).toBe("forbidden");
    }
    const stranger = world.bench.actorOf("stranger");
    expect(await refusedBy(openPeriod(world.deps, stranger, plant.plantId, days))).toBe("not-found");
    expect(await refusedBy(closePeriod(world.deps, stranger, plant.plantId, periodId, {}))).toBe("not-found");
  });
});

describe("two main meters", () => {
  const main = (device_id: string) => ({
    ...{ device_id, role: "main", serial: `S-${device_id}`, accuracy_class: "0.2S", mpe_pct: "0.2" },
    ...{ capacity_w: "500000", calibrations: [{ on: "2019-12-01", valid_until: "2040-01-01" }] },
  });
  const startMs = Date.parse("2026-03-01T00:00:00Z");
  /** A day at 240 kW, which a copy shows as well; a thousandth more or less where it is another unit. */
  const shown = (deviceId: string, moreWh: (i: number) => number) =>
    Array.from({ length: 25 }, (_, i) => {
      const exported = 4_000_123 + Array.from({ length: i }, (_, j) => 240_000 + moreWh(j)).reduce((a, b) => a + b, 0);
      return { at: startMs + i * 3_600_000, deviceId, exported, imported: 0, gross: 0, powerW: 240_000 };
    });

  const stated = async (moreWh: (i: number) => number) => {
    const plant = await world.plant({}, [meterId, "METER-2"]);
    await plant.design({ meters: [main(meterId), main("METER-2")] });
    await plant.read([...shown(meterId, () => 0), ...shown("METER-2", moreWh)]);
    return { plant, json: await plant.state("2026-03-01", "2026-03-02") };
  };

  test("that show one register earn once, until a verifier has decided", async () => {
    const { plant, json } = await stated(() => 0);
    expect(json.eg_facility_wh).toBe("5760000");
    expect(json.meters.map(({ excluded }) => excluded)).toEqual([{}, { "energy.same-register": 24 }]);
    // The first reading of the second meter stands behind the 25 of the first.
    const before = (await plant.seq()) - 51n;
    for (let i = 1n; i <= 24n; i++) await plant.decide(before + 26n + i, "APPROVED");
    const [again] = await amendPeriod(world.deps, plant.actor, plant.plantId, json.period.period_id, {
      reason: "two shares of one",
    });
    expect(again?.json.eg_facility_wh).toBe("11520000");
  });

  test("of two units that run alike both earn", async () => {
    const { json } = await stated((i) => (i % 2 === 0 ? 31 : -12));
    expect([json.eg_facility_wh, json.meters[1]?.excluded]).toEqual([String(2 * 5_760_000 + 12 * 19), {}]);
  });
});
