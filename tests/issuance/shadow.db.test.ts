import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getShadowReport, uploadManualReport } from "../../src/issuance/shadow.ts";
import { hourly, type PlantWorld, periodWorld, refusedBy } from "./world.ts";

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
});
afterAll(() => world.close());

const from = Date.parse("2026-03-01T00:00:00Z");
const start = { at: from, exported: 0, imported: 100 };
const threeDays = [start, ...hourly("2026-03-01T00:00:00Z", Array(72).fill(500_000), { imported: 100 })];

async function designed(parts: Parameters<PlantWorld["design"]>[0] = {}): Promise<PlantWorld> {
  const plant = await world.plant();
  await plant.design(parts);
  return plant;
}

const upload = (plant: PlantWorld, csv: string) => uploadManualReport(world.deps, plant.actor, plant.plantId, csv);

describe("a comparison", () => {
  test("gives each day what its closing would give, and is kept as it was answered", async () => {
    const plant = await designed();
    await plant.read(threeDays);
    const report = await upload(
      plant,
      "period,export_mwh,er_t\n2026-03-01,12,8.4\n2026-03-02,12,8\n2026-03-03,12.5,8.4\n",
    );
    expect(
      report.rows.map(({ gateway, delta_percent }) => [gateway?.er_g, delta_percent.export, delta_percent.er]),
    ).toEqual([
      ["8400000", "0", "0"],
      ["8400000", "0", "5"],
      ["8400000", "-4", "0"],
    ]);
    expect(report.verdict.marks[0]).toEqual({
      mark: "delta",
      limit: "< 5 % in every period",
      value: "5",
      passed: false,
    });
    for (const [i, day] of ["2026-03-01", "2026-03-02", "2026-03-03"].entries()) {
      const statement = await plant.state(day, `2026-03-0${i + 2}`);
      expect(statement.er_g).toBe(report.rows[i]?.gateway?.er_g);
    }
    expect(await getShadowReport(world.deps, plant.actor, plant.plantId, report.report_id)).toEqual(report);
  });

  test("uses a retrofit's annual baseline up over its rows, from what was closed before", async () => {
    const plant = await designed({
      design: {
        project_type: "retrofit",
        historical_annual_wh: Array(5).fill("15000000"),
        date_baseline_retrofit: "2030-01-01",
      },
    });
    await plant.read(threeDays);
    const whole = await upload(plant, "period,export_mwh\n2026-03-01,12\n2026-03-02,12\n2026-03-03,12\n");
    expect(whole.rows.map(({ gateway }) => gateway?.er_g)).toEqual(["0", "6300000", "8400000"]);
    await plant.state("2026-03-01", "2026-03-02");
    const rest = await upload(plant, "period,export_mwh\n2026-03-02,12\n2026-03-03,12\n");
    expect(rest.rows.map(({ gateway }) => gateway?.er_g)).toEqual(["6300000", "8400000"]);
  });

  test("takes for each day the design that held on it, as its closing does", async () => {
    const plant = await designed();
    await plant.read(threeDays);
    await plant.design({ grid: { ef_cm_g_per_mwh: "500000" }, in_force_from: "2026-03-02" });
    const report = await upload(plant, "period,export_mwh\n2026-03-01,12\n2026-03-02,12\n");
    expect(report.rows.map(({ gateway }) => gateway?.er_g)).toEqual(["8400000", "6000000"]);
    for (const [i, day] of ["2026-03-01", "2026-03-02"].entries()) {
      expect((await plant.state(day, `2026-03-0${i + 2}`)).er_g).toBe(report.rows[i]?.gateway?.er_g);
    }
  });

  test("tells why days would be refused, and does not pass", async () => {
    const plant = await designed();
    await plant.read(threeDays.slice(0, 60));
    const report = await upload(plant, "period,export_mwh\n2026-03-01,12\n2026-03-03,12\n");
    expect(report.rows.map(({ refused }) => refused?.rule)).toEqual([undefined, "energy.import-unknown"]);
    expect(report.verdict.passed).toBe(false);
  });

  test("counts rejections against the manual report, and records that are not in the log as failures", async () => {
    const plant = await designed();
    await plant.read(threeDays.map((row, i) => ({ ...row, ...(i > 5 && i < 9 && { status: "REJECTED" as const }) })));
    const report = await upload(plant, "period,export_mwh,rejected_readings,interventions\n2026-03,36,1,4\n");
    expect(report.false_rejections).toEqual({ readings: "72", rejected: "3", false: "2", percent: "2.7777" });
    expect(report.ledger).toEqual({ records: "72", anchored: "0", percent: "0" });
    expect(report.interventions).toEqual({ gateway: "0", manual: "4" });
  });

  test("needs a design, the role, and a plant of one's own", async () => {
    const csv = "period,export_mwh\n2026-03-01,12\n";
    const plant = await world.plant();
    expect(await refusedBy(upload(plant, csv))).toBe("design.missing");
    await plant.design();
    const auditor = { ...plant.actor, roles: ["auditor"] as const };
    expect(await refusedBy(uploadManualReport(world.deps, auditor, plant.plantId, csv))).toBe("forbidden");
    const stranger = world.bench.actorOf("stranger");
    expect(await refusedBy(uploadManualReport(world.deps, stranger, plant.plantId, csv))).toBe("not-found");
    const { report_id } = await upload(plant, csv);
    expect(await refusedBy(getShadowReport(world.deps, stranger, plant.plantId, report_id))).toBe("not-found");
    expect((await getShadowReport(world.deps, auditor, plant.plantId, report_id)).report_id).toBe(report_id);
  });
});
