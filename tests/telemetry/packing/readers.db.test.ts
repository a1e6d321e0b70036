import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { earlierRecords, linesSize } from "../../../src/audit/bundle/store.ts";
import { pageOfReadings, type ReadingPlace } from "../../../src/monitoring/history-store.ts";
import { rollUp } from "../../../src/monitoring/rollups.ts";
import { findLatest, findReadings } from "../../../src/monitoring/series-store.ts";
import { hasReading } from "../../../src/plants/chain.ts";
import type { Db } from "../../../src/platform/database.ts";
import { createLog } from "../../../src/platform/log.ts";
import { packOldMonths } from "../../../src/telemetry/packing/packing.ts";
import { chainOfDays } from "../../../src/telemetry/period-chain.ts";
import { findRecords, listChain, listReadings } from "../../../src/telemetry/record-store.ts";
import { hasDecided } from "../../../src/telemetry/review-lists.ts";
import { findReviewed, measureInDoubt, reopenInDoubt } from "../../../src/telemetry/review-store.ts";
import { readingsAfter, tallyOf } from "../../../src/telemetry/watched.ts";
import { keptOf } from "../../monitoring/rollup-truth.ts";
import { pilotBody, pilotPlant } from "../../support/pilot.ts";
import { ReviewBench } from "../review-bench.ts";

/**
 * Every reader of records against the same chain as rows, as rows that were handed over, half packed, and as segments
 * alone: of three months, with readings that came late and out of order, of all verdicts, decided on and corrected.
 */
let own: ReviewBench;
let orgId: string;
let asRows: Readings;
const { plant_id: plantId } = pilotPlant;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let firstMs: number;
let count: number;

beforeAll(async () => {
  own = await ReviewBench.open();
  orgId = await own.newPlant();
  await own.bench.connection.pool.query("SELECT ensure_record_partitions('2026-05-01', 4)");
  firstMs = own.bench.now - 3 * dayMs;
  await fill();
  while ((await rollUp(rollupDeps())) === "more");
  count = Number((await own.rows<{ n: bigint }>(sql`SELECT max(seq) AS n FROM records WHERE org_id = ${orgId}`))[0]?.n);
  asRows = await everything();
});
afterAll(() => own.bench.close());

const rollupDeps = () => ({ db: own.bench.work.db, clock: own.bench.work.clock });

/** Three months of a dozen readings each; the later ones tell of the earlier months too. */
async function fill(): Promise<void> {
  const at = (hour: number) => ({ timestamp: new Date(firstMs + hour * hourMs).toISOString(), interval_s: 3600 });
  const odd = (hour: number) => (hour % 5 === 0 ? { ph: 4.5, turbidity_ntu: 180 } : { ph: 7.1 });
  const bodies = (hours: readonly number[]) =>
    hours.map((hour) => pilotBody({ ...odd(hour), ...(hour % 7 === 0 && { power_output_kw: 5_000 }) }, at(hour)));
  const read = (hours: readonly number[]) => own.stream(orgId, bodies(hours), 3);
  await read([1, 2, 3, 4, 5, 6, 7, 20, 19, 18, 17]);
  const [early] = await idsOf("FLAGGED");
  await own.decide(orgId, early as string, "approve");
  own.bench.now += 31 * dayMs;
  await own.stream(orgId, [pilotBody({ frequency_hz: 50.01 })]);
  await read([8, 700, 9, 10, 701, 11, 702, 703, 704, 705]);
  const [, second] = await idsOf("FLAGGED");
  await own.decide(orgId, second as string, "reject");
  const [plain] = await idsOf("APPROVED");
  const correction = await own.correct(orgId, plain as string, { power_output_kw: 880 });
  await own.decide(orgId, correction.recordId, "approve");
  own.bench.now += 30 * dayMs;
  await read([12, 1_450, 1_449, 13, 14, 706, 1_448, 15, 16, 1_451]);
  const flagged = await idsOf("FLAGGED");
  await own.decide(orgId, flagged.at(-1) as string, "approve");
  await own.correct(orgId, (await idsOf("APPROVED")).at(-1) as string, { power_output_kw: 870 });
}

async function idsOf(status: string): Promise<string[]> {
  const rows = await own.rows<{ record_id: string }>(
    sql`SELECT record_id FROM device_readings WHERE org_id = ${orgId} AND status = ${status} ORDER BY seq`,
  );
  return rows.map((row) => row.record_id);
}

type Readings = Readonly<Record<string, unknown>>;

const spans: readonly (readonly [number, number])[] = [
  [-10, 3_000],
  [2, 6],
  [0, 21],
  [5, 705],
  [16, 20],
  [702, 1_449],
  [1_448, 1_451],
  [3_000, 4_000],
];
const spansMs = () => spans.map(([from, to]) => ({ fromMs: firstMs + from * hourMs, toMs: firstMs + to * hourMs }));

/** What every reader says, in every part of the chain. */
async function everything(): Promise<Readings> {
  const db = own.bench.deps.db.of(orgId);
  const key = { orgId, plantId };
  const found: Record<string, unknown> = { hasReading: await hasReading(db, key) };
  for (const limit of [1, 4, 100]) found[`chain by ${limit}`] = await wholeChain(db, limit);
  for (const filter of filters()) found[`list ${JSON.stringify(filter)}`] = await wholeList(db, filter);
  const rows = await own.rows<{ record_id: string }>(sql`SELECT record_id FROM record_ids WHERE org_id = ${orgId}`);
  const ids = rows.map((row) => row.record_id);
  found.records = (await findRecords(db, orgId, ids)).sort((a, b) => Number(a.seq - b.seq));
  found.reviewed = await Promise.all(range(1, count).map((seq) => findReviewed(db, { ...key, seq: BigInt(seq) })));
  for (const after of [0, 5, 17, 30, count]) {
    found[`watched after ${after}`] = await readingsAfter(db, key, BigInt(after), 8);
    found[`earlier than ${after}`] = await earlierRecords(db, key, BigInt(after));
    for (const last of [after, after + 1, after + 9, count])
      found[`size ${after} ${last}`] = await linesSize(db, { ...key, firstSeq: BigInt(after), lastSeq: BigInt(last) });
  }
  for (const span of spansMs()) Object.assign(found, await ofSpan(db, span));
  found.latest = await findLatest(db, key, undefined, undefined);
  found.tail = await findLatest(db, key, { ...key, afterSeq: 0n, toSeq: BigInt(count) }, undefined);
  return found;
}

async function ofSpan(db: Db, span: { readonly fromMs: number; readonly toMs: number }): Promise<Readings> {
  const key = { orgId, plantId };
  const name = `${(span.fromMs - firstMs) / hourMs} to ${(span.toMs - firstMs) / hourMs}`;
  const days: string[] = [];
  for await (const body of chainOfDays(db, key, span)) days.push(Buffer.from(body).toString("utf8"));
  const doubt = { rule: "test", ...span };
  return {
    [`days ${name}`]: days,
    [`tally ${name}`]: await tallyOf(db, key, span),
    [`decided ${name}`]: [await hasDecided(db, key, "verifier", span), await hasDecided(db, key, "nobody", span)],
    [`in doubt ${name}`]: await db.transaction().execute((tx) => measureInDoubt(tx, key, "TURBINE-001", doubt)),
    [`values ${name}`]: await db
      .transaction()
      .execute((tx) => findReadings(tx, { ...key, ...span, metric: "ph", devices: ["TURBINE-001"] }, 100)),
    [`history ${name}`]: await wholeHistory(db, span, undefined),
    [`no history ${name}`]: await wholeHistory(db, span, ["OTHER"]),
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

async function wholeChain(db: Db, limit: number) {
  const found: string[] = [];
  for (let afterSeq = 0n; ; ) {
    const rows = await listChain(db, { orgId, plantId, afterSeq, toSeq: undefined, limit });
    found.push(...rows.map(({ body }) => Buffer.from(body).toString("utf8")));
    if (rows.length < limit) return found;
    afterSeq = rows.at(-1)?.seq as bigint;
  }
}

type Filter = Partial<Omit<Parameters<typeof listReadings>[1], "orgId" | "plantId" | "after">> & { limit: number };

const filters = (): Filter[] => [
  ...[1, 3, 50].map((limit) => ({ limit })),
  ...(["APPROVED", "FLAGGED", "REJECTED"] as const).flatMap((status) => [
    { statuses: [status], limit: 2 },
    { effectiveStatuses: [status], limit: 2 },
  ]),
  { effectiveStatuses: ["REPLACED"], limit: 5 },
  { statuses: ["FLAGGED"], effectiveStatuses: ["APPROVED"], limit: 5 },
  ...spansMs().map((span) => ({ ...span, limit: 4 })),
];

async function wholeList(db: Db, filter: Filter) {
  const open = { fromMs: undefined, toMs: undefined, statuses: undefined, effectiveStatuses: undefined };
  const found: unknown[] = [];
  for (let after: { endedAtMs: number; seq: bigint } | undefined; ; ) {
    const rows = await listReadings(db, { orgId, plantId, ...open, ...filter, after });
    found.push(...rows);
    const last = rows.at(-1);
    if (last?.endedAt == null || rows.length < filter.limit) return found;
    after = { endedAtMs: last.endedAt.getTime(), seq: last.seq };
  }
}

async function wholeHistory(db: Db, span: { fromMs: number; toMs: number }, devices: string[] | undefined) {
  const found: unknown[] = [];
  for (let after: ReadingPlace | undefined; ; ) {
    const rows = await pageOfReadings(db, { orgId, plantId, devices, ...span }, after, 3);
    found.push(...rows);
    if (rows.length < 3) return found;
    after = rows.at(-1);
  }
}

/** Packs May and so many months after it. */
async function pack(restMs: number, further: number): Promise<void> {
  const nowMs = Date.UTC(2026, 5 + further, 1) + 90 * dayMs;
  const deps = { db: own.bench.work.db, clock: { nowMs: () => nowMs }, log: createLog("silent"), holderName: "packer" };
  while ((await packOldMonths({ ...deps, hotDays: 90, restMs, segmentRecords: 5 })) === "more");
}

async function expectSame(): Promise<void> {
  const now = await everything();
  expect(Object.keys(now)).toEqual(Object.keys(asRows));
  for (const [name, said] of Object.entries(asRows)) expect(now[name], name).toEqual(said);
}

test("the chain that is read has all there can be", async () => {
  expect(asRows["chain by 1"]).toEqual(asRows["chain by 100"]);
  expect((asRows["chain by 1"] as string[]).length).toBe(count);
  expect(asRows['list {"limit":1}']).toEqual(asRows['list {"limit":50}']);
  expect((asRows['list {"limit":1}'] as unknown[]).length).toBe(34);
  expect(asRows["decided 3000 to 4000"]).toEqual([false, false]);
  expect(asRows["decided -10 to 3000"]).toEqual([true, false]);
  expect(asRows["in doubt -10 to 3000"]).toMatchObject({ count: expect.any(BigInt) });
  await expectSame();
});

test("handed over, its rows still there", async () => {
  await pack(hourMs, 0);
  const [{ packed } = { packed: 0n }] = await own.rows<{ packed: bigint }>(
    sql`SELECT sum(records) AS packed FROM record_months WHERE org_id = ${orgId}`,
  );
  expect(Number(packed)).toBeGreaterThan(10);
  await expectSame();
});

test("its first month packed, the later ones rows", async () => {
  await pack(0, 0);
  expect(await own.count("records", orgId)).toBeLessThan(count);
  expect(await own.count("records", orgId)).toBeGreaterThan(20);
  await expectSame();
});

test("packed altogether", async () => {
  await pack(0, 2);
  expect(await own.count("records", orgId)).toBe(0);
  expect(await own.count("packed_records", orgId)).toBeGreaterThan(6);
  await expectSame();
});

test("readings in doubt are re-opened among what is packed", async () => {
  const span = { rule: "test", fromMs: firstMs, toMs: firstMs + 3_000 * hourMs };
  const key = { orgId, plantId };
  const by = { ...key, seq: BigInt(count + 1), recordId: "rec_test", receivedAtMs: own.bench.now };
  const roll = own.bench.deps.db
    .of(orgId)
    .transaction()
    .execute(async (tx) => {
      const { count: measured } = await measureInDoubt(tx, key, "TURBINE-001", span);
      await reopenInDoubt(tx, "TURBINE-001", span, by as Parameters<typeof reopenInDoubt>[3]);
      const { rows } = await sql<{ n: bigint; known: bigint }>`
        SELECT count(*) AS n, count(*) FILTER (WHERE record_id IN (SELECT record_id FROM record_ids)) AS known
        FROM reviews WHERE org_id = ${orgId} AND effective_status = 'REOPENED'`.execute(tx);
      expect(measured).toBeGreaterThan(10n);
      expect(rows).toEqual([{ n: measured, known: measured }]);
      throw new Error("undone");
    });
  await expect(roll).rejects.toThrow("undone");
});

test("rollups are made again from what is packed, and again when a review turns a day", async () => {
  const kept = await keptOf(own.bench.connection.db, orgId);
  for (const table of ["rollups", "rollup_lines", "rollup_positions"])
    await own.bench.connection.pool.query(`DELETE FROM ${table}`);
  while ((await rollUp({ ...rollupDeps(), mostRecords: 7 })) === "more");
  expect(await keptOf(own.bench.connection.db, orgId)).toEqual(kept);
  // The newest value of all falls: the one before it is looked for, segment by segment.
  await own.bench.connection.pool.query("SELECT ensure_record_partitions('2026-12-01', 1)");
  own.bench.now = Date.parse("2026-12-01T12:00:00Z");
  const newest = (await own.rows<{ record_id: string }>(
    sql`SELECT record_id FROM device_readings WHERE org_id = ${orgId} ORDER BY ended_at DESC LIMIT 1`,
  )) as [{ record_id: string }];
  const body = { power_output_kw: 860 };
  const correction = await own.correct(orgId, newest[0].record_id, body);
  await own.decide(orgId, correction.recordId, "approve");
  while ((await rollUp(rollupDeps())) === "more");
  const after = await keptOf(own.bench.connection.db, orgId);
  const asked = "TURBINE-001 power_output_kw";
  expect(after.newest.get(asked)).toMatch(/ 860$/);
  expect(after.newest.get("TURBINE-001 frequency_hz")).toBe(kept.newest.get("TURBINE-001 frequency_hz"));
  // The corrected reading had a value of pH; its correction has none: the newest is an older one.
  expect(after.newest.get("TURBINE-001 ph")).not.toBe(kept.newest.get("TURBINE-001 ph"));
  expect(after.newest.get("TURBINE-001 ph")).toMatch(/ (7\.1|4\.5)$/);
});

test("whoever reads records reads both, or says here why rows are enough", async () => {
  const src = fileURLToPath(new URL("../../../src/", import.meta.url));
  const readers: string[] = [];
  for await (const file of glob("**/*.ts", { cwd: src })) {
    const text = await readFile(join(src, file), "utf8");
    if (/\b(FROM|JOIN)\s+records\b|selectFrom\("records\b/.test(text)) readers.push(file);
  }
  expect(readers.filter((file) => !file.startsWith("telemetry/packing/")).sort()).toEqual([
    // The newest record of a chain, of the last two days: no month is packed that ended less than two days ago.
    "gateway-fleet.ts",
    // Asks packed_records too.
    "plants/chain.ts",
    // Looks for what it does not find among packed ones.
    "telemetry/record-store.ts",
    // What streams were told of in the last day.
    "telemetry/streamed.ts",
    // Of what is packed an hour's delay decides, for want of its bytes.
    "telemetry/watched.ts",
  ]);
});
