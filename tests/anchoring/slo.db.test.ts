import { sql } from "kysely";
import { expect, test } from "vitest";
import { countLate } from "../../src/anchoring/slo.ts";
import { markLate } from "../../src/anchoring/slo-store.ts";
import { connect } from "../../src/platform/database.ts";
import { newGateway, newWorld, type TestGateway, type World } from "./world.ts";

async function counted(...gateways: readonly TestGateway[]) {
  const sum = { in_time: 0, late: 0, observed: 0 };
  for (const { deps } of gateways) {
    const { values } = await deps.metrics.anchorSloRecords.get();
    for (const { labels, value } of values) sum[labels.result as "in_time" | "late"] += value;
    const seconds = await deps.metrics.anchorSeconds.get();
    sum.observed += seconds.values.find(({ metricName }) => metricName?.endsWith("_count"))?.value ?? 0;
  }
  return sum;
}

/** All passes of the loop that looks for late records, until it finds nothing. */
async function look({ deps }: TestGateway): Promise<void> {
  while ((await countLate(deps)) === "more");
}

async function ready(): Promise<{ world: World; gateway: TestGateway }> {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await gateway.settle();
  return { world, gateway };
}

const waitsIn = ({ db }: World) => db.selectFrom("anchor_waits").selectAll().execute();

test("records that are anchored within their minute are counted in time, each once", async () => {
  const { world, gateway } = await ready();
  await world.enqueueMany("mill", 3);
  await world.enqueue("weir", 2);
  await gateway.settle();
  await look(gateway);
  world.clock.advance(120_000);
  await look(gateway);
  expect(await counted(gateway)).toEqual({ in_time: 5, late: 0, observed: 5 });
  expect(await waitsIn(world)).toEqual([]);
});

test("a record that waits in line is late when its minute is over, and counted no more when it is anchored at last", async () => {
  const { world, gateway } = await ready();
  await world.enqueueMany("mill", 3);
  world.clock.advance(59_000);
  await look(gateway);
  expect(await counted(gateway)).toMatchObject({ late: 0 });
  world.clock.advance(1_500);
  await look(gateway);
  await look(gateway);
  expect(await counted(gateway)).toMatchObject({ late: 3 });
  await gateway.settle();
  expect(await counted(gateway)).toEqual({ in_time: 0, late: 3, observed: 3 });
});

test("a record that is in the log and not on the ledger is late when its minute is over, with any gateway looking", async () => {
  const { world, gateway } = await ready();
  const other = await newGateway(world);
  await world.enqueueMany("mill", 2);
  // The checkpoint is signed and journaled; nothing is sent.
  await gateway.pass();
  expect(await waitsIn(world)).toMatchObject([{ records: 2, late: false }]);
  world.clock.advance(61_000);
  await Promise.all([look(gateway), look(other)]);
  expect(await counted(gateway, other)).toMatchObject({ late: 2 });
  await gateway.settle();
  expect(await counted(gateway, other)).toEqual({ in_time: 0, late: 2, observed: 2 });
});

test("nothing is counted again by the gateway that follows after a crash or a change of leader", async () => {
  const { world, gateway } = await ready();
  await world.enqueueMany("mill", 2);
  await gateway.settle();
  await world.enqueueMany("mill", 3);
  world.clock.advance(61_000);
  await look(gateway);
  // The first one is gone, with its counters.
  await world.expireLease();
  const heir = await newGateway(world);
  await look(heir);
  await world.enqueueMany("mill", 1);
  await heir.settle();
  await look(heir);
  expect(await counted(gateway)).toMatchObject({ in_time: 2, late: 3 });
  expect(await counted(heir)).toMatchObject({ in_time: 1, late: 0 });
});

test("a record that becomes late while it enters the log is counted once", async () => {
  const { world, gateway } = await ready();
  await world.enqueueMany("mill", 1);
  world.clock.advance(61_000);
  const own = connect(world.database.workerUrl, { maxConnections: 1 });
  let pass: Promise<unknown> | undefined;
  // Marked and not yet committed: whoever takes the record now waits for the mark.
  const marked = await own.db.transaction().execute(async (tx) => {
    const records = await markLate(tx, new Date(world.clock.nowMs() - 60_000));
    pass = gateway.pass();
    await expect.poll(() => waitsForLock(world)).toBe(true);
    return records;
  });
  await pass;
  await own.close();
  expect(marked).toBe(1);
  expect(await waitsIn(world)).toMatchObject([{ records: 1, late: true }]);
  await look(gateway);
  await gateway.settle();
  expect(await counted(gateway)).toMatchObject({ in_time: 0, late: 0 });
});

async function waitsForLock({ db }: World): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(db);
  return rows.length > 0;
}
