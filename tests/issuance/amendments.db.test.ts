import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { amendPeriod, recomputeStatement } from "../../src/issuance/closing.ts";
import type { ClosingFacts } from "../../src/issuance/design-schema.ts";
import { getPeriod, getStatement } from "../../src/issuance/periods.ts";
import { statementBytes } from "../../src/issuance/statement-wire.ts";
import type { Stated } from "../../src/issuance/stating.ts";
import { hourly, type PlantWorld, periodWorld, refusedBy } from "./world.ts";

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
});
afterAll(() => world.close());

const from = Date.parse("2026-03-01T00:00:00Z");
const hours = (count: number) => hourly("2026-03-01T00:00:00Z", Array(count).fill(500_000), { imported: 100 });
const start = { at: from, exported: 0, imported: 100, gross: 0 };

async function designed(parts: Parameters<PlantWorld["design"]>[0] = {}): Promise<PlantWorld> {
  const plant = await world.plant();
  await plant.design(parts);
  return plant;
}

async function closed(plant: PlantWorld, first: string, to: string, facts?: ClosingFacts): Promise<string> {
  const { periodId } = await plant.open(first, to);
  await plant.close(periodId, facts);
  return periodId;
}

const amend = (plant: PlantWorld, periodId: string, facts: ClosingFacts = {}): Promise<Stated[]> =>
  amendPeriod(world.deps, plant.actor, plant.plantId, periodId, { reason: "a test", ...facts });

const recomputed = (plant: PlantWorld, periodId: string, no: number) =>
  recomputeStatement(world.deps, plant.actor, plant.plantId, periodId, no);

describe("a closed period", () => {
  test("gives the same bytes when it is computed again, whatever arrived, was designed or was amended since", async () => {
    const plant = await designed();
    const rows = hours(48);
    await plant.read([start, ...rows.filter((_, i) => i !== 4)]);
    const first = await closed(plant, "2026-03-01", "2026-03-02", { invoice_net_wh: "10900000" });
    const bytes = await getStatement(world.deps, plant.actor, plant.plantId, first, 1);
    await closed(plant, "2026-03-02", "2026-03-03");
    await plant.read([rows[4] as (typeof rows)[number]]);
    await plant.design({
      issuance: { unit_g: "1000" },
      grid: { ef_cm_g_per_mwh: "650000" },
      in_force_from: "2020-01-01",
    });
    await amend(plant, first, { invoice_net_wh: "11950000" });
    for (const no of [1, 2]) expect(await recomputed(plant, first, no)).toMatchObject({ equal: true });
    expect(await getStatement(world.deps, plant.actor, plant.plantId, first, 1)).toEqual(bytes);
  });

  test("computed again shows when a stored reading was changed behind our back", async () => {
    const plant = await designed();
    await plant.read([start, ...hours(24)]);
    const periodId = await closed(plant, "2026-03-01", "2026-03-02");
    await world.db
      .updateTable("device_readings")
      .set({ status: "FLAGGED" })
      .where("plant_id", "=", plant.plantId)
      .where("ended_at", "=", new Date(from + 3_600_000))
      .execute();
    expect(await recomputed(plant, periodId, 1)).toMatchObject({ equal: false });
  });

  test("takes no later arrival in by itself", async () => {
    const plant = await designed();
    const rows = hours(24);
    await plant.read([start, ...rows.filter((_, i) => i !== 4)]);
    const periodId = await closed(plant, "2026-03-01", "2026-03-02");
    await plant.read(rows.slice(4, 5));
    const { statements } = await getPeriod(world.deps, plant.actor, plant.plantId, periodId);
    expect(statements.map(({ erG }) => erG)).toEqual([7_700_000n]);
  });
});

describe("an amendment", () => {
  test("counts later arrivals, names the statement it amends, and takes back what that one has not issued yet", async () => {
    const plant = await designed();
    const rows = hours(24);
    await plant.read([start, ...rows.filter((_, i) => i !== 4)]);
    const { periodId } = await plant.open("2026-03-01", "2026-03-02");
    const { facts, json } = await plant.close(periodId);
    expect(json).toMatchObject({ er_g: "7700000", issuance: { issued_units: "7", carry_out_g: "700000" } });
    await plant.read(rows.slice(4, 5));
    const made = await amend(plant, periodId);
    expect(made).toHaveLength(1);
    expect(made[0]?.json).toMatchObject({
      statement_no: 2,
      reason: "a test",
      amends: { statement_no: 1, record_id: facts.recordId },
      er_g: "8400000",
      issuance: { already_counted_g: "7700000", taken_back_g: "7000000", issued_units: "8", carry_out_g: "400000" },
    });
    expect(await refusedBy(amend(plant, periodId))).toBe("amendment.no-change");
  });

  test("that lowers the result before anything of it is issued owes nothing to the next period", async () => {
    const plant = await designed();
    await plant.read([start, ...hours(48)]);
    const first = await closed(plant, "2026-03-01", "2026-03-02");
    const [lower] = await amend(plant, first, { invoice_net_wh: "6000000" });
    expect(lower?.json.issuance).toMatchObject({ issued_units: "4", carry_out_g: "200000" });
    expect((await plant.state("2026-03-02", "2026-03-03")).issuance).toMatchObject({
      deficit_before_g: "0",
      issued_units: "8",
      carry_out_g: "600000",
    });
  });

  test("keeps what was stated before unless it is stated anew", async () => {
    const plant = await designed();
    await plant.read([start, ...hours(24)]);
    const periodId = await closed(plant, "2026-03-01", "2026-03-02", { invoice_net_wh: "11000000" });
    const [made] = await amend(plant, periodId, { check_net_wh: "11500000" });
    expect(made?.json).toMatchObject({ eg_facility_wh: "11000000", facts: { invoice_net_wh: "11000000" } });
  });

  test("counts a flagged reading once a verifier has cleared it, and takes back one that was revoked", async () => {
    const plant = await designed();
    const head = await plant.seq();
    await plant.read([
      start,
      ...hours(24).map((row, i) => ({ ...row, ...(i === 9 && { status: "FLAGGED" as const }) })),
    ]);
    const periodId = await closed(plant, "2026-03-01", "2026-03-02");
    const place = (i: number) => head + BigInt(i) + 2n;
    await plant.decide(place(9), "APPROVED");
    const [first] = await amend(plant, periodId);
    expect(first?.json.eg_facility_wh).toBe("12000000");
    for (const i of [2, 3]) await plant.decide(place(i), "REJECTED");
    const [second] = await amend(plant, periodId);
    expect(second?.json).toMatchObject({ eg_facility_wh: "11000000", records: { count: 22 } });
    for (const no of [1, 2, 3]) expect(await recomputed(plant, periodId, no)).toMatchObject({ equal: true });
  });

  test("of a retrofit states the year's later periods anew, so that the annual baseline is used up once", async () => {
    const plant = await designed({
      design: {
        project_type: "retrofit",
        historical_annual_wh: Array(5).fill("15000000"),
        date_baseline_retrofit: "2030-01-01",
      },
    });
    const rows = hours(72);
    await plant.read([start, ...rows]);
    const ids: string[] = [];
    for (const day of [1, 2, 3]) ids.push(await closed(plant, `2026-03-0${day}`, `2026-03-0${day + 1}`));
    const made = await amend(plant, ids[0] as string, { invoice_net_wh: "2000000" });
    expect(made.map(({ json }) => [json.period.period_id, json.eg_pj_wh])).toEqual([
      [ids[0], "0"],
      [ids[1], "0"],
      [ids[2], "11000000"],
    ]);
    expect(made[1]?.json.reason).toBe(`follows from the amendment of ${ids[0]}`);
    // 26 of 36 MWh are left in the year, 15 of them its baseline.
    expect(made.reduce((sum, { json }) => sum + Number(json.eg_pj_wh), 0)).toBe(26_000_000 - 15_000_000);
    for (const periodId of ids) expect(await recomputed(plant, periodId, 2)).toMatchObject({ equal: true });
  });

  test("of a new plant leaves later periods alone when nothing they took over has changed", async () => {
    const plant = await designed();
    await plant.read([start, ...hours(48)]);
    const first = await closed(plant, "2026-03-01", "2026-03-02");
    await closed(plant, "2026-03-02", "2026-03-03");
    expect(await amend(plant, first, { invoice_net_wh: "11000000" })).toHaveLength(1);
  });

  test("needs a closed period", async () => {
    const plant = await designed();
    const { periodId } = await plant.open("2026-03-01", "2026-03-02");
    expect(await refusedBy(amend(plant, periodId))).toBe("period.not-closed");
  });
});

describe("over many periods with gaps, imports, flags and odd lengths", () => {
  /** A small generator of its own: the same numbers on every machine. */
  function numbers(seed: number) {
    let state = seed;
    return (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 4_294_967_296) * below);
    };
  }

  const days = 6;

  function readings(seed: number) {
    const draw = numbers(seed);
    let [exported, imported] = [0, 0];
    const rows = Array.from({ length: days * 24 }, (_, i) => {
      exported += draw(8) === 0 ? 0 : draw(1_100_000);
      imported += draw(6) === 0 ? draw(300_000) : 0;
      const status = draw(10) === 0 ? ("FLAGGED" as const) : ("APPROVED" as const);
      return { at: from + (i + 1) * 3_600_000, exported, imported, status };
    });
    // The last reading stays, so that import is known to the end.
    return [{ ...start, imported: 0 }, ...rows.filter((_, i) => i === rows.length - 1 || draw(12) !== 0)].map(
      (row) => ({
        ...row,
        imported: row.imported + 100,
      }),
    );
  }

  test.each([1, 2, 3, 4, 5, 6])(
    "splitting earns no more, and what is issued and carried is what was reduced (%i)",
    async (seed) => {
      const draw = numbers(seed * 977);
      const cuts = [1, 2, 3, 4, 5].filter(() => draw(2) === 0);
      const bounds = [0, ...cuts, days].map((day) => new Date(from + day * 86_400_000).toISOString().slice(0, 10));
      const rows = readings(seed);
      const [whole, split] = [await designed(), await designed()];
      await whole.read(rows);
      await split.read(rows);
      const one = await whole.state(bounds[0] as string, bounds.at(-1) as string);
      let [er, issued, carry] = [0n, 0n, 0n];
      for (const [i, to] of bounds.slice(1).entries()) {
        const { er_g, issuance } = await split.state(bounds[i] as string, to);
        er += BigInt(er_g);
        issued += BigInt(issuance.issued_units) * BigInt(issuance.unit_g);
        carry = BigInt(issuance.carry_out_g);
        expect(BigInt(issuance.issued_units)).toBeGreaterThanOrEqual(0n);
      }
      expect(er).toBeLessThanOrEqual(BigInt(one.er_g));
      expect(issued + carry).toBe(er);
    },
  );
});

test("a statement's bytes are canonical", async () => {
  const plant = await designed();
  await plant.read([start, ...hours(24)]);
  const { periodId } = await plant.open("2026-03-01", "2026-03-02");
  const { json } = await plant.close(periodId);
  const bytes = await getStatement(world.deps, plant.actor, plant.plantId, periodId);
  expect(Buffer.from(bytes).equals(Buffer.from(statementBytes(json)))).toBe(true);
});
