import type { KyselyPlugin } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePeriod, recomputeStatement } from "../../src/issuance/closing.ts";
import { getIssuance } from "../../src/issuance/issuance-queries.ts";
import { lostApprovals, raiseAlerts } from "../../src/issuance/lost-approval.ts";
import { getPeriod, getStatement } from "../../src/issuance/periods.ts";
import { parseStatement } from "../../src/issuance/statement-wire.ts";
import { type DomainEvent, publish, startEventBus } from "../../src/platform/events.ts";
import { createLog } from "../../src/platform/log.ts";
import { type Parties, partyWorld } from "./parties.ts";
import { hourly, type PlantWorld, refusedBy } from "./world.ts";

let world: Parties;
beforeAll(async () => {
  world = await partyWorld();
});
afterAll(() => world.close());

const from = Date.parse("2026-03-01T00:00:00Z");
const never = new AbortController().signal;
const alertsOf = async (plant: PlantWorld, issuanceId: string) =>
  (await getIssuance(world.deps, plant.actor, issuanceId)).alerts;

/** Two days of hourly readings of 500 kWh, the sixth of them with the given verdict. */
const readings = (sixth: "APPROVED" | "FLAGGED" = "APPROVED") => [
  { at: from, exported: 0, imported: 100, gross: 0 },
  ...hourly("2026-03-01T00:00:00Z", Array(48).fill(500_000), { imported: 100 }).map((row, i) => ({
    ...row,
    ...(i === 5 && { status: sixth }),
  })),
];

/** A closed first day, and where its sixth reading stands in the chain. */
async function closed(verdict?: "FLAGGED") {
  const plant = await world.plant();
  await plant.design({ meter: { serial: `S/${plant.plantId}` } });
  const sixth = (await plant.seq()) + 7n;
  await plant.read(readings(verdict));
  return { plant, sixth, periodId: await world.closed(plant) };
}

async function issued(verdict?: "FLAGGED") {
  const made = await closed(verdict);
  return { ...made, issuanceId: (await world.minting(made.plant, made.periodId)).issuanceId };
}

test("a record that loses approval after issuance raises one alert, however often one looks", async () => {
  const { plant, issuanceId, sixth } = await issued();
  await raiseAlerts(world.work, never);
  expect(await alertsOf(plant, issuanceId)).toEqual([]);
  await plant.decide(sixth, "REJECTED");
  const heard: DomainEvent[] = [];
  const bus = startEventBus(world.bench.url, createLog("silent"));
  bus.subscribe((event) => heard.push(event));
  // Until the connection listens nothing is heard.
  const knock = () => world.work.db.transaction().execute((tx) => publish(tx, { type: "review.changed" }));
  await expect.poll(() => knock().then(() => heard.length)).toBeGreaterThan(0);
  for (let i = 0; i < 3; i++) await raiseAlerts(world.work, never);
  const alerts = await alertsOf(plant, issuanceId);
  expect(alerts).toMatchObject([{ statementNo: 1, effectiveStatus: "REJECTED" }]);
  const raised = () => heard.filter(({ type }) => type === "alert.raised");
  const kind = "issuance.record-lost-approval";
  await expect.poll(raised).toEqual([{ type: "alert.raised", alertId: alerts[0]?.alertId, kind }]);
  await bus.stop();
});

test("closing the next period states the issued one anew, and meets the deficit this makes", async () => {
  const { plant, periodId, sixth } = await issued();
  for (const seq of [sixth, sixth + 1n]) await plant.decide(seq, "REJECTED");
  const next = await plant.state("2026-03-02", "2026-03-03");
  const { statements } = await getPeriod(world.deps, plant.actor, plant.plantId, periodId);
  // Two rejected hours of 500 kWh at 700 g/kWh.
  expect(statements.map(({ erG, issuedUnits, carryOutG }) => [erG, issuedUnits, carryOutG])).toEqual([
    [8_400_000n, 8n, 400_000n],
    [7_700_000n, 0n, -300_000n],
  ]);
  expect(next.issuance).toMatchObject({ deficit_before_g: "300000", issued_units: "8", carry_out_g: "100000" });
  const amended = new TextDecoder().decode(await getStatement(world.deps, plant.actor, plant.plantId, periodId, 2));
  expect(JSON.parse(amended).reason).toMatch(/^2 of its records stopped counting after it was issued, first rec_/);
  for (const no of [1, 2]) {
    const again = await recomputeStatement(world.deps, plant.actor, plant.plantId, periodId, no);
    expect(again.equal).toBe(true);
  }
});

test("what a period that issued nothing has left over is not met by records that stopped counting", async () => {
  const { plant, periodId, sixth } = await closed();
  await world.request(plant, periodId);
  for (const seq of [sixth, sixth + 1n]) await plant.decide(seq, "REJECTED");
  const next = await plant.state("2026-03-02", "2026-03-03");
  const { statements } = await getPeriod(world.deps, plant.actor, plant.plantId, periodId);
  expect(statements.map(({ erG, issuedUnits, carryOutG }) => [erG, issuedUnits, carryOutG])).toEqual([
    [8_400_000n, 8n, 400_000n],
    [7_700_000n, 7n, 700_000n],
  ]);
  expect(next.issuance).toMatchObject({ remainder_before_g: "700000", issued_units: "9", carry_out_g: "100000" });
});

/** A retrofit whose first day issues nothing: its generation stays at the annual baseline of 12 MWh. */
async function retrofitted() {
  const plant = await world.plant();
  const design = {
    project_type: "retrofit",
    historical_annual_wh: Array(5).fill("12000000"),
    date_baseline_retrofit: "2030-01-01",
  };
  await plant.design({ design, meter: { serial: `S/${plant.plantId}` } });
  const sixth = (await plant.seq()) + 7n;
  await plant.read(readings());
  return { plant, sixth, periodId: await world.closed(plant) };
}

test("an annual baseline is not used up by records of an earlier period that stopped counting", async () => {
  const { plant, sixth, periodId } = await retrofitted();
  for (const seq of [sixth, sixth + 1n]) await plant.decide(seq, "REJECTED");
  const next = await plant.state("2026-03-02", "2026-03-03");
  // 11 of 12 MWh are left of the first day, so the second one has 1 MWh of the baseline to give.
  expect(next).toMatchObject({ carried_in: { year_to_date_net_wh: "11000000" }, eg_pj_wh: "11000000" });
  const { statements } = await getPeriod(world.deps, plant.actor, plant.plantId, periodId);
  expect(statements).toHaveLength(2);
});

test("a closing tells all statements that it makes: its own, then those of earlier periods it states anew", async () => {
  const { plant, sixth, periodId } = await retrofitted();
  await plant.decide(sixth, "REJECTED");
  const own = await plant.open("2026-03-02", "2026-03-03");
  const made = await closePeriod(world.deps, plant.actor, plant.plantId, own.periodId, {});
  expect(made.map(({ json }) => [json.period.period_id, json.statement_no])).toEqual([
    [own.periodId, 1],
    [periodId, 2],
  ]);
});

/** Deps whose transactions do something else once, when a statement of SQL that holds these words has been answered. */
function meanwhile(words: string, happens: () => Promise<unknown>): Parties["deps"] {
  const asked = new Set<unknown>();
  let left = 1;
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (node.kind === "RawNode" && node.sqlFragments.join("").includes(words)) asked.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (asked.has(queryId) && left-- > 0) await happens();
      return result;
    },
  };
  const { db } = world.deps;
  return { ...world.deps, db: { ...db, of: (...orgIds: string[]) => db.of(...orgIds).withPlugin(plugin) } };
}

test("a decision on an earlier period that comes while one is closed refuses the closing, which settles it when made again", async () => {
  const { plant, periodId, sixth } = await closed();
  const own = await plant.open("2026-03-02", "2026-03-03");
  const deps = meanwhile("AS stated JOIN", () => plant.decide(sixth, "REJECTED"));
  const closing = () => closePeriod(deps, plant.actor, plant.plantId, own.periodId, {});
  await expect(closing()).rejects.toThrow(new RegExp(`${sixth} of the period ${periodId} stopped counting meanwhile`));
  const [made, settled] = await closing();
  expect([made?.json.period.period_id, settled?.json.period.period_id]).toEqual([own.periodId, periodId]);
  const bytes = await getStatement(world.deps, plant.actor, plant.plantId, periodId);
  const key = { orgId: "pilot", plantId: plant.plantId };
  expect(await lostApprovals(world.db, key, parseStatement(bytes), await plant.seq())).toEqual([]);
});

test("a closing that an earlier period stands against says which one", async () => {
  const { plant, sixth, periodId } = await closed();
  await plant.decide(sixth, "REJECTED");
  // As after an accepted correction that says less of the import register where the day ends than where it began.
  await world.db
    .updateTable("device_readings")
    .set({ import_wh: 10n })
    .where("plant_id", "=", plant.plantId)
    .where("seq", "=", sixth + 18n)
    .execute();
  const own = await plant.open("2026-03-02", "2026-03-03");
  const refused = closePeriod(world.deps, plant.actor, plant.plantId, own.periodId, {});
  await expect(refused).rejects.toThrow(
    `the period ${periodId} from 2026-03-01 has to be stated anew with it, and cannot be: `,
  );
});

test("nothing is issued on a year's generation of which a record stopped counting", async () => {
  const { plant, sixth } = await retrofitted();
  const { periodId } = await plant.open("2026-03-02", "2026-03-03");
  await plant.close(periodId);
  await plant.decide(sixth, "REJECTED");
  expect(await refusedBy(world.request(plant, periodId))).toBe("statement.outdated");
});

test("a record that comes to count later makes neither alert nor statement by itself", async () => {
  const { plant, periodId, issuanceId, sixth } = await issued("FLAGGED");
  await plant.decide(sixth, "APPROVED");
  await raiseAlerts(world.work, never);
  expect(await alertsOf(plant, issuanceId)).toEqual([]);
  await plant.state("2026-03-02", "2026-03-03");
  expect((await getPeriod(world.deps, plant.actor, plant.plantId, periodId)).statements).toHaveLength(1);
});

test("a record that loses approval before issuance stops every step until the period is amended", async () => {
  const { plant, periodId, sixth } = await closed();
  const { issuance } = await world.request(plant, periodId);
  await plant.decide(sixth, "REJECTED");
  expect(await refusedBy(world.verify(plant, periodId, issuance.issuanceId))).toBe("statement.outdated");
  const { state } = (await getIssuance(world.deps, plant.actor, issuance.issuanceId)).issuance;
  expect(state).toBe("requested");
});
