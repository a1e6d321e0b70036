import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Gateway } from "../../../src/gateway.ts";
import { countBehind } from "../../../src/monitoring/rollup-store.ts";
import { rollUp } from "../../../src/monitoring/rollups.ts";
import { type BundleWorld, bundleWorld, plant } from "../../audit/bundle/world.ts";
import { audit } from "../../audit/support.ts";
import { replicaOf } from "../../support/gateway.ts";
import { pilotBody } from "../../support/pilot.ts";

/**
 * A plant with days that were read, closed and verified, reviews and corrections, most of which is months old: what its
 * organisation, its auditor and its guests are answered is the same before its months are packed and after their rows
 * are gone.
 */
let world: BundleWorld;
let packer: Gateway;
let before: Map<string, string>;
let bundled: string;
let unbundled: string;
let flaggedId: string;
let plainId: string;

const hourMs = 3_600_000;
const startMs = Date.parse("2025-03-05T00:00:00Z");
const timed = (hour: number, readings: Record<string, unknown> = {}) =>
  pilotBody(readings, { timestamp: new Date(startMs + hour * hourMs).toISOString(), interval_s: 3_600 });
const untimed = pilotBody({ frequency_hz: 50.01 });
const keyed = { "idempotency-key": "of-an-old-reading", prefer: "respond-async" };

beforeAll(async () => {
  world = await bundleWorld();
  unbundled = await world.closedDay(1);
  bundled = await world.closedDay(2);
  await turbineReadings();
  await world.verified(bundled);
  await world.made(bundled);
  await everythingAnchored();
  await rolledUp();
  await age();
  before = await answers();
  requireSame(await answers(), before);
  packer = await replicaOf(world.gateway, { packing: { everyMs: 50, restMs: 0, segmentRecords: 10 } });
  await vi.waitFor(async () => expect(await hotMonths()).toBe(0), { timeout: 30_000, interval: 100 });
  await packer.stop();
}, 120_000);
afterAll(async () => {
  await world.gateway.stop();
});

/** Of all verdicts, out of order, with decisions, an accepted correction and one that waits. */
async function turbineReadings(): Promise<void> {
  const ids: Record<number, string> = {};
  for (const hour of [1, 2, 3, 4, 9, 8, 7, 6, 5]) {
    const odd =
      hour % 3 === 0 ? { ph: 4.5, turbidity_ntu: 180 } : { ph: 7.1, ...(hour === 4 && { power_output_kw: 5_000 }) };
    const answer = await world.gateway.post(timed(hour, odd), { prefer: "respond-async" });
    ids[hour] = answer.body.record_id;
  }
  await world.gateway.post(untimed, keyed);
  const of = (hour: number) => `/api/v1/records/${ids[hour]}`;
  const decided = async (path: string, decision: string) =>
    expect((await world.call("hats", "POST", `${path}/decisions`, { decision, reason: "as it was" })).status).toBe(201);
  await decided(of(3), "approve");
  await decided(of(6), "reject");
  const corrections: string[] = [];
  for (const hour of [1, 2]) {
    const body = { readings: timed(hour, { power_output_kw: 880 }).readings, reason: "digits transposed" };
    const filed = await world.call("operator", "POST", `${of(hour)}/corrections`, body);
    expect(filed.status).toBe(201);
    corrections.push(filed.body.correction?.record_id ?? filed.body.record_id);
  }
  await decided(`/api/v1/records/${corrections[0]}`, "approve");
  flaggedId = ids[9] as string;
  plainId = ids[7] as string;
}

const query = async (text: string, values: unknown[] = []) =>
  (await world.gateway.roles.owner.pool.query(text, values)).rows;

async function everythingAnchored(): Promise<void> {
  await vi.waitFor(
    async () => {
      const [row] = await query(
        `SELECT (SELECT count(*)::int FROM outbox) AS waiting, (SELECT max(leaf_index) + 1 FROM log_leaves) AS size,
           (SELECT max(size) FROM checkpoints WHERE anchored_at IS NOT NULL) AS anchored`,
      );
      expect([row.waiting, row.anchored]).toEqual([0, row.size]);
    },
    { timeout: 30_000, interval: 100 },
  );
}

async function rolledUp(): Promise<void> {
  const { db } = world.gateway.roles.worker;
  // Plants that the gateway's own loop is at are passed by.
  await vi.waitFor(
    async () => {
      await rollUp({ db, clock: { nowMs: () => Date.now() } });
      expect(await countBehind(db)).toBe(0n);
    },
    { timeout: 30_000, interval: 50 },
  );
}

/** The chain becomes old: its first half was received seven months ago, most of the rest six. */
async function age(): Promise<void> {
  await query("SELECT ensure_record_partitions((now() - interval '8 months')::date, 6)");
  const [{ last }] = await query("SELECT max(seq)::int AS last FROM records WHERE plant_id = 'PLANT-HP-001'");
  for (const table of ["records", "record_ids"]) {
    await query(
      `UPDATE ${table} SET received_at = received_at - make_interval(months => CASE WHEN seq <= $1 THEN 7 ELSE 6 END)
       WHERE plant_id = 'PLANT-HP-001' AND seq <= $2`,
      [Math.floor(last / 2), last - 5],
    );
  }
}

async function hotMonths(): Promise<number> {
  const [row] = await query(
    `SELECT count(*)::int AS n FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
     WHERE inhparent = 'records'::regclass AND part.relname < 'records_' || to_char(now() - interval '5 months', 'YYYYMM')`,
  );
  return row.n;
}

/** Paths of whatever says something of records, by who asks. */
async function paths(): Promise<[string, string][]> {
  const [guests] = [(await world.call("verifier", "GET", "/api/v1/invitations")).body.items];
  const invited = `/api/v1/invitations/${guests[0].invitation_id}`;
  const span = "from=2025-02-28T00:00:00Z&to=2025-03-06T00:00:00Z";
  const ids = (await query("SELECT record_id FROM record_ids WHERE plant_id = 'PLANT-HP-001' ORDER BY seq")) as {
    record_id: string;
  }[];
  const list = "/api/v1/telemetry?plant_id=PLANT-HP-001";
  const own = [
    ...ids.flatMap(({ record_id: id }) => [`/api/v1/records/${id}`, `/api/v1/records/${id}/proof`]),
    ...["", "&status=REJECTED", "&status=FLAGGED", "&effective_status=APPROVED", "&effective_status=REPLACED"].map(
      (more) => `${list}${more}&limit=7`,
    ),
    `${list}&from=2025-03-01T06:00:00Z&to=2025-03-05T04:00:00Z&limit=50`,
    "/api/v1/records/export?plant_id=PLANT-HP-001",
    "/api/v1/records/export?plant_id=PLANT-HP-001&from_seq=17&to_seq=43",
    "/api/v1/records/signatures?plant_id=PLANT-HP-001",
    `/api/v1/reviews?plant_id=PLANT-HP-001`,
    `${plant}/latest`,
    ...["raw", "5m", "1h", "1d", "auto"].flatMap((resolution) => [
      `${plant}/series?metric=energy_export_kwh_total&${span}&resolution=${resolution}`,
      `${plant}/series?metric=power_output_kw&${span}&resolution=${resolution}&device_id=TURBINE-001`,
    ]),
    `${plant}/series?metric=power_output_kw&from=2025-03-05T02:00:00Z&to=2025-03-05T03:00:00Z&resolution=auto`,
    ...["csv", "parquet"].flatMap((format) =>
      ["raw", "1h"].map((resolution) => `${plant}/history?${span}&format=${format}&resolution=${resolution}`),
    ),
    `${plant}/history?${span}&format=csv&resolution=raw&device_id=TURBINE-001&metric=ph`,
    `${plant}/anchoring`,
    bundled,
    `${bundled}/bundle`,
    ...[bundled, unbundled].flatMap((period) => [`${period}/statements/1`, `${period}/statements/1/recomputation`]),
  ];
  return [
    ...own.map((path): [string, string] => ["owner", path]),
    ...[`${invited}/records`, `${invited}/bundle`, `${invited}/period`, `${invited}/statements/1`].map(
      (path): [string, string] => ["verifier", path],
    ),
    ...ids.slice(0, 3).map(({ record_id: id }): [string, string] => ["verifier", `/api/v1/records/${id}`]),
  ];
}

/** Every answer, byte for byte, and lists page by page. */
async function answers(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [who, first] of await paths()) {
    for (let path: string | undefined = first; path !== undefined; ) {
      const response = await world.request(who, "GET", path);
      const bytes = Buffer.from(await response.arrayBuffer());
      found.set(`${who} ${path}`, `${response.status} ${bytes.toString("latin1").replace(/urn:request:\w+/, "")}`);
      const cursor: unknown = /[?&]limit=/.test(path) && JSON.parse(bytes.toString("utf8")).next_cursor;
      path = cursor ? `${first}&cursor=${encodeURIComponent(String(cursor))}` : undefined;
    }
  }
  return found;
}

function requireSame(now: Map<string, string>, then: Map<string, string>): void {
  expect([...now.keys()]).toEqual([...then.keys()]);
  const other = [...then].flatMap(([path, answer]) =>
    now.get(path) === answer ? [] : [[path, now.get(path), answer]],
  );
  expect(other).toEqual([]);
}

test("answers are byte for byte what they were, of every kind, to everybody", async () => {
  const [{ hot, packed, months }] = await query(
    `SELECT (SELECT count(*)::int FROM records WHERE plant_id = 'PLANT-HP-001') AS hot,
       (SELECT sum(records)::int FROM packed_records WHERE plant_id = 'PLANT-HP-001') AS packed,
       (SELECT count(*)::int FROM record_months WHERE plant_id = 'PLANT-HP-001') AS months`,
  );
  expect([hot, months]).toEqual([5, 2]);
  expect(packed).toBeGreaterThan(60);
  requireSame(await answers(), before);
  const statuses = Map.groupBy(before, ([, answer]) => answer.slice(0, 3));
  expect(statuses.get("200")?.length).toBeGreaterThan(150);
  // A guest is shown no record by its id.
  expect([...statuses.keys()].sort()).toEqual(["200", "404"]);
  expect(statuses.get("404")?.map(([path]) => path.split(" ")[0])).toEqual(["verifier", "verifier", "verifier"]);
});

describe("of what is packed", () => {
  test("a repeat is answered with its record, other content is refused, and so is what overlaps", async () => {
    const repeat = await world.gateway.post(timed(7, { ph: 7.1 }), { prefer: "respond-async" });
    expect([repeat.status, repeat.body.record_id, repeat.body.duplicate]).toEqual([200, plainId, true]);
    const other = await world.gateway.post(timed(7, { ph: 7.2 }), { prefer: "respond-async" });
    expect([other.status, JSON.stringify(other.body)]).toEqual([409, expect.stringContaining(plainId)]);
    const overlap = await world.gateway.post({ ...timed(7), interval_s: 1_800 }, { prefer: "respond-async" });
    expect(overlap.status).toBe(409);
    const [{ n }] = await query("SELECT count(*)::int AS n FROM device_readings WHERE device_id = 'TURBINE-001'");
    expect(n).toBe(9);
  });

  test("a call with the key of an earlier one is answered with its record", async () => {
    const [{ record_id: id }] = await query("SELECT record_id FROM idempotency_keys");
    const repeat = await world.gateway.post(untimed, keyed);
    expect([repeat.status, repeat.body.record_id]).toEqual([201, id]);
  });

  test("rollups are made again to the last digit", async () => {
    const rollups = `SELECT line.device_id, line.metric, line.last_at, line.last_seq, line.last_value, bucket.*
      FROM rollup_lines AS line JOIN rollups AS bucket USING (org_id, line_id) ORDER BY 1, 2, width_s, ended_at`;
    const withoutLine = (rows: Record<string, unknown>[]) => rows.map(({ line_id: _, ...row }) => row);
    const kept = withoutLine(await query(rollups));
    expect(kept.length).toBeGreaterThan(100);
    await query(`BEGIN; LOCK TABLE rollup_positions IN EXCLUSIVE MODE;
      DELETE FROM rollups; DELETE FROM rollup_lines; DELETE FROM rollup_positions; COMMIT`);
    await rolledUp();
    expect(withoutLine(await query(rollups))).toEqual(kept);
  });

  test("a bundle can be made, and an auditor finds that it holds", async () => {
    await world.made(unbundled);
    const folder = await mkdtemp(join(tmpdir(), "hydro-packed-"));
    try {
      const file = join(folder, "bundle.tar");
      await writeFile(file, await world.bytes("owner", `${unbundled}/bundle`));
      const { code, out } = await audit(["bundle", file]);
      expect(out).toMatch(/HOLDS/);
      expect(code).toBe(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("a verifier decides on a reading and on its correction, and the days are gathered anew", async () => {
    const day = `${plant}/series?metric=power_output_kw&device_id=TURBINE-001&from=2025-03-05T00:00:00Z&to=2025-03-05T12:00:00Z&resolution=1h`;
    const points = async () => {
      await rolledUp();
      const { devices } = (await world.call("owner", "GET", day)).body;
      return new Map<string, { flagged: number; approved: number; last: number }>(
        devices[0].points.map((one: { timestamp: string; quality: object; last: number }) => [
          one.timestamp,
          { ...one.quality, last: one.last },
        ]),
      );
    };
    const [ninth, seventh] = [9, 7].map((hour) => new Date(startMs + hour * hourMs).toISOString()) as [string, string];
    expect((await points()).get(ninth)).toMatchObject({ flagged: 1, approved: 0 });
    const decision = { decision: "approve", reason: "probe in cleaning" };
    const decided = await world.call("hats", "POST", `/api/v1/records/${flaggedId}/decisions`, decision);
    expect([decided.status, decided.body.record.effective_status]).toEqual([201, "APPROVED"]);
    expect((await points()).get(ninth)).toMatchObject({ flagged: 0, approved: 1 });
    const body = { readings: timed(7, { power_output_kw: 870 }).readings, reason: "digits transposed" };
    const filed = await world.call("operator", "POST", `/api/v1/records/${plainId}/corrections`, body);
    expect(filed.status).toBe(201);
    const again = await world.call("operator", "POST", `/api/v1/records/${plainId}/corrections`, body);
    expect(again.status).toBe(200);
    const [{ record_id: correction }] = await query("SELECT record_id FROM corrections ORDER BY seq DESC LIMIT 1");
    const accepted = await world.call("hats", "POST", `/api/v1/records/${correction}/decisions`, decision);
    expect(accepted.status).toBe(201);
    expect((await points()).get(seventh)).toMatchObject({ approved: 1, last: 870 });
    const { body: replaced } = await world.call("owner", "GET", `/api/v1/records/${plainId}`);
    expect(replaced.effective_status).toBe("REPLACED");
  });

  test("another organisation is shown nothing", async () => {
    const key = await world.gateway.keyWith(["owner", "operator", "auditor"], "verify-co");
    const ids = await query("SELECT record_id FROM record_ids WHERE plant_id = 'PLANT-HP-001'");
    for (const { record_id: id } of ids) {
      expect((await world.gateway.get(`/api/v1/records/${id}`, key)).status).toBe(404);
      expect((await world.gateway.get(`/api/v1/records/${id}/proof`, key)).status).toBe(404);
    }
    for (const path of ["records/export?plant_id=PLANT-HP-001", "telemetry?plant_id=PLANT-HP-001"])
      expect((await world.gateway.get(`/api/v1/${path}`, key)).status).toBe(404);
    const foreign = world.gateway.roles.db.of("verify-co");
    for (const table of ["packed_records", "packed_values", "record_months"])
      expect((await sql`SELECT * FROM ${sql.table(table)}`.execute(foreign)).rows).toEqual([]);
  });
});
