import { sql } from "kysely";
import { bucketEnd, gathered, ranked } from "../../src/monitoring/bucket-sql.ts";
import { makeStrips } from "../../src/monitoring/rollup-strips.ts";
import type { Db, Tx } from "../../src/platform/database.ts";

/** The interval of the readings of the past, s. */
const intervalS = 600;

/** Tables that hold a row for each record. */
const tables = ["records", "record_ids", "device_readings", "log_leaves"] as const;

/**
 * Gives every plant of a gateway a past, by SQL: readings of ten minutes of one quantity up to `untilMs`, all plants in
 * turn as they would have come, with the columns and indexes of real ones, random ids and hourly and daily rollups. The
 * bodies are short. The log's tree is left as it is (`bench -- log` measures its growth): the leaves of the past stand
 * before its first. Finer rollups lie in partitions that a year's series does not touch, and are left out.
 *
 * @param records in all; at least
 */
export async function makePast(db: Db, records: number, untilMs: number): Promise<void> {
  await sql`CREATE SCHEMA bench`.execute(db);
  await sql`
    CREATE TABLE bench.plants AS
    SELECT (row_number() OVER (ORDER BY head.plant_id) - 1)::integer AS n, head.org_id, head.plant_id, device.device_id,
           head.seq AS first_seq
    FROM plant_heads AS head JOIN devices AS device USING (org_id, plant_id)
    WHERE head.plant_id LIKE 'BENCH-%' OR head.plant_id LIKE 'PAST-%'`.execute(db);
  const { plants } = await db
    .selectFrom(sql<{ plants: number }>`(SELECT count(*)::integer AS plants FROM bench.plants)`.as("counted"))
    .select("plants")
    .executeTakeFirstOrThrow();
  const slots = Math.ceil(records / plants);
  const until = new Date(Math.floor(untilMs / (intervalS * 1000)) * intervalS * 1000);
  const first = new Date(until.getTime() - slots * intervalS * 1000);
  await sql`SELECT ensure_record_partitions(${first}::date, 15)`.execute(db);
  await sql.raw(madeFunction(plants, slots, until)).execute(db);
  await unguarded(db, async () => {
    await Promise.all([fillRecords(db), fillNarrow(db)]);
    await rollUpPast(db, slots);
  });
  await takePlaces(db, slots);
}

/** Reading after reading, plants in turn: what a record's row says of it. Its id is as random as a real one. */
const madeFunction = (plants: number, slots: number, until: Date) => `
  CREATE VIEW bench.made AS
  SELECT i, slot, plant.*, plant.first_seq + 1 + slot AS seq, 'rec_' || substr(md5(i::text), 1, 26) AS record_id,
         '${until.toISOString()}'::timestamptz - make_interval(secs => (${slots - 1} - slot) * ${intervalS}) AS ended_at,
         trim_scale((9000 + (slot * 7 + plant.n) % 101)::numeric / 10) AS power
  FROM generate_series(0, ${slots - 1}) AS slot
  CROSS JOIN LATERAL (SELECT * FROM bench.plants ORDER BY n OFFSET 0) AS plant
  CROSS JOIN LATERAL (SELECT slot::bigint * ${plants} + plant.n AS i) AS place`;

/** A second way to say it, for those who need no text: both follow from the place. */
const commitment = sql`sha256(int8send(i))`;

async function fillRecords(db: Db): Promise<void> {
  await withoutIndexes(db, "records", async (tx) => {
    await sql`
      INSERT INTO records (org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s, status,
                           trust_score, commitment, body)
      SELECT org_id, plant_id, seq, record_id, 'reading', device_id, ended_at + interval '3 s', ended_at, ${intervalS},
             'APPROVED', 0.985, ${commitment},
             convert_to(format('{"id":"%s","kind":"reading","readings":{"power_output_kw":%s},"seq":%s}', record_id, power, seq),
                        'UTF8')
      FROM bench.made`.execute(tx);
  });
}

async function fillNarrow(db: Db): Promise<void> {
  await withoutIndexes(db, "record_ids", async (tx) => {
    await sql`
      INSERT INTO record_ids (record_id, org_id, plant_id, seq, received_at)
      SELECT record_id, org_id, plant_id, seq, ended_at + interval '3 s' FROM bench.made`.execute(tx);
  });
  await withoutIndexes(db, "device_readings", async (tx) => {
    await sql`
      INSERT INTO device_readings (org_id, plant_id, device_id, is_interval, ended_at, interval_s, covers_from, covers_to,
                                   content_hash, record_id, seq, status, commitment, power_w)
      SELECT org_id, plant_id, device_id, true, ended_at, ${intervalS}, ended_at - make_interval(secs => ${intervalS}),
             ended_at, ${commitment}, record_id, seq, 'APPROVED', ${commitment}, NULL
      FROM bench.made`.execute(tx);
  });
  await withoutIndexes(db, "log_leaves", async (tx) => {
    await sql`
      INSERT INTO log_leaves (leaf_index, org_id, plant_id, seq, record_id, commitment)
      SELECT -1 - i, org_id, plant_id, seq, record_id, ${commitment} FROM bench.made`.execute(tx);
  });
}

/**
 * Builds a table's indexes when its rows are there: as they were, and many times faster. It is the filler's alone until
 * then: a gateway that looked into it without an index would look for minutes, and keep the index waiting.
 */
async function withoutIndexes(db: Db, table: string, fill: (tx: Tx) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`LOCK TABLE ${sql.table(table)}`.execute(tx);
    const { rows } = await sql<{ drop: string; create: string }>`
      SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
             format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create
      FROM pg_constraint WHERE conrelid = ${table}::regclass AND contype IN ('p', 'u')
      UNION ALL
      SELECT format('DROP INDEX %s', indexrelid::regclass), replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
      FROM pg_index WHERE indrelid = ${table}::regclass
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`.execute(tx);
    for (const { drop } of rows) await sql.raw(drop).execute(tx);
    await fill(tx);
    for (const { create } of rows) await sql.raw(create).execute(tx);
  });
}

/** Durability is nothing to the past, which is thrown away with its folder; afterwards all is as it was, and on disk. */
async function unguarded(db: Db, fill: () => Promise<unknown>): Promise<void> {
  const settings = {
    fsync: "off",
    full_page_writes: "off",
    max_wal_size: "2GB",
    maintenance_work_mem: "1GB",
    work_mem: "1GB",
  };
  for (const [name, value] of Object.entries(settings)) {
    await sql.raw(`ALTER SYSTEM SET ${name} = '${value}'`).execute(db);
  }
  await sql`SELECT pg_reload_conf()`.execute(db);
  await fill();
  await Promise.all([
    sql`VACUUM (ANALYZE) records`.execute(db),
    sql`VACUUM (ANALYZE) record_ids, device_readings, log_leaves`.execute(db),
  ]);
  await sql`ALTER SYSTEM RESET ALL`.execute(db);
  await sql`SELECT pg_reload_conf()`.execute(db);
}

/**
 * What the loops would have made of these readings, by their own expressions. Rows lie as they would have come: hour by hour,
 * all plants' in turn. `rollups-check.ts` checks it.
 */
async function rollUpPast(db: Db, slots: number): Promise<void> {
  await sql`
    INSERT INTO rollup_lines (org_id, plant_id, device_id, metric, last_at, last_seq, last_value)
    SELECT org_id, plant_id, device_id, 'power_output_kw', ended_at, seq, power::double precision
    FROM bench.made WHERE slot = ${slots - 1}`.execute(db);
  for (const width of [3_600, 86_400]) {
    const made = sql`(
      SELECT line.org_id, line.line_id, ${bucketEnd(sql`ended_at`, sql`${width}::integer`)} AS bucket_end,
             made.ended_at, made.seq, made.power AS value, 'approved' AS standing
      FROM bench.made AS made JOIN rollup_lines AS line USING (org_id, plant_id)
    )`;
    await sql`
      INSERT INTO rollups (org_id, line_id, width_s, ended_at, count, sum, min, max, last, last_at, approved, flagged, rejected)
      SELECT org_id, line_id, ${width}, bucket_end, ${gathered}
      FROM ${ranked(made)} AS value GROUP BY org_id, line_id, bucket_end ORDER BY bucket_end, line_id`.execute(db);
  }
  while ((await makeStrips({ db, clock: { nowMs: () => Date.now() } })) === "more");
  await sql`VACUUM (ANALYZE) rollups, rollup_lines`.execute(db);
}

/** From here on the plants' chains go on behind their past. */
async function takePlaces(db: Db, slots: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`
      UPDATE plant_heads AS head SET seq = newest.seq, commitment = newest.commitment
      FROM bench.plants AS plant CROSS JOIN LATERAL (
        SELECT seq, commitment FROM records AS record
        WHERE record.org_id = plant.org_id AND record.plant_id = plant.plant_id
          AND record.seq = plant.first_seq + ${slots} AND record.kind = 'reading'
      ) AS newest
      WHERE head.org_id = plant.org_id AND head.plant_id = plant.plant_id`.execute(tx);
    await sql`
      INSERT INTO rollup_positions (org_id, plant_id, seq, rolled_at)
      SELECT org_id, plant_id, first_seq + ${slots}, now() FROM bench.plants
      ON CONFLICT (org_id, plant_id) DO UPDATE SET seq = excluded.seq`.execute(tx);
  });
}

/** Bytes of the database, with what each table of records takes, its indexes included. */
export async function sizes(db: Db): Promise<string> {
  const { rows } = await sql<{ size: string }>`
    SELECT pg_size_pretty(pg_database_size(current_database())) AS size`.execute(db);
  const { rows: parts } = await sql<{ relation: string; size: string }>`
    SELECT name AS relation, pg_size_pretty(sum(pg_total_relation_size(part))) AS size
    FROM unnest(${[...tables]}::text[]) AS name
    CROSS JOIN LATERAL (
      SELECT name::regclass AS part UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = name::regclass
    ) AS parts GROUP BY name ORDER BY name`.execute(db);
  return `${rows[0]?.size} (${parts.map(({ relation, size }) => `${relation} ${size}`).join(", ")})`;
}
