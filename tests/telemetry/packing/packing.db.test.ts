import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TelemetryBody } from "../../../src/hydropower/reading.ts";
import { isDatabaseUnable } from "../../../src/platform/database.ts";
import { sha256 } from "../../../src/platform/digest.ts";
import { LeaseTaken, takeLease } from "../../../src/platform/lease.ts";
import { createLog } from "../../../src/platform/log.ts";
import { acceptReading } from "../../../src/telemetry/accept.ts";
import { packBodies, unpackBodies } from "../../../src/telemetry/packing/bodies.ts";
import { packOldMonths } from "../../../src/telemetry/packing/packing.ts";
import { readSegment } from "../../../src/telemetry/packing/segments.ts";
import { unpackReadings } from "../../../src/telemetry/packing/values.ts";
import { pilotBody, pilotPlant } from "../../support/pilot.ts";
import { steppedDatabase } from "../../support/stepped-database.ts";
import { Crash, type Death, Steps } from "../../support/steps.ts";
import { PackingBench } from "./packing-bench.ts";

let own: PackingBench;
beforeEach(async () => {
  own = await PackingBench.open();
});
afterEach(() => own.close());

/** What only somebody with the owner's login could do to a closed month. */
async function forge(text: string): Promise<void> {
  await query("ALTER TABLE records_202605 DROP CONSTRAINT closed");
  await query(text);
  await query("ALTER TABLE records_202605 ADD CONSTRAINT closed CHECK (false) NOT VALID");
}

const query = async (text: string, values: unknown[] = []) =>
  (await own.bench.connection.pool.query(text, values)).rows;

test("a month becomes segments and its rows go: bytes as they were, values as the records say them", async () => {
  await own.plantWith("whole", 50);
  const before = await own.chain("whole");
  expect(before.length).toBe(52);
  await own.packAll({ segmentRecords: 20 });
  expect(await own.hasRowsOf("202605")).toBe(false);
  expect([await own.count("records"), await own.count("packed_records")]).toEqual([0, 3]);
  expect(await own.chain("whole")).toEqual(before);
  const contents = await query("SELECT content FROM packed_values ORDER BY first_seq");
  const values = contents.flatMap(({ content }) => unpackReadings(content));
  const said = before.map((text) => JSON.parse(text)).filter(({ kind }) => kind === "reading");
  expect(values.map(({ seq, quantities }) => [Number(seq), quantities])).toEqual(
    said.map(({ seq, readings }) => [seq, readings]),
  );
});

test("a segment that was damaged, or cut by whoever packed it anew, is told with its plant, month and place", async () => {
  await own.plantWith("damaged", 30);
  await own.packAll({ segmentRecords: 10 });
  const [segment] = await query(
    "SELECT first_seq, bodies, facts FROM packed_records ORDER BY first_seq OFFSET 1 LIMIT 1",
  );
  await query("ALTER TABLE packed_records DISABLE TRIGGER USER");
  const put = (column: string, bytes: Uint8Array) =>
    query(`UPDATE packed_records SET ${column} = $1 WHERE first_seq = $2`, [bytes, segment.first_seq]);
  const flipped = (bytes: Buffer, at: number) => Buffer.from(bytes).fill((bytes.at(at) as number) ^ 0x10, at, at + 1);
  const which = `month 2026-05 of plant ${pilotPlant.plant_id} of organisation damaged from place ${segment.first_seq} on`;
  const bodies = unpackBodies(segment.bodies);
  for (const [column, bytes, why] of [
    // In zstd's words, which depend on what the bit was part of.
    ["bodies", flipped(segment.bodies, segment.bodies.length - 30), "\\w"],
    ["bodies", packBodies(bodies.toSpliced(4, 1)), "9 records stand where 10 were packed"],
    ["facts", flipped(segment.facts, 0), "version 17"],
  ] as const) {
    await put(column, bytes);
    await expect(own.chain("damaged")).rejects.toThrow(new RegExp(`${which} cannot be read: .*(${why})`));
    await put(column, segment[column]);
  }
  expect(await own.chain("damaged")).toHaveLength(32);
});

test("a month is not touched before its time, nor at all where packing is off", async () => {
  await own.plantWith("hot", 5);
  const nowMs = Date.parse("2026-08-29T23:59:59Z");
  await own.packAll({ clock: { nowMs: () => nowMs } });
  await own.packAll({ hotDays: 0 });
  expect(await own.count("packed_records")).toBe(0);
  await own.packAll({ clock: { nowMs: () => nowMs + 1_000 } });
  expect(await own.hasRowsOf("202605")).toBe(false);
});

test("what comes in while a month is old goes into its own month, and a clock that is months behind is refused", async () => {
  await own.plantWith("goes-on", 5);
  await own.packAll();
  own.bench.now += 35 * 86_400_000;
  await own.read("goes-on", 3);
  expect((await own.chain("goes-on")).map((text) => JSON.parse(text).seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  own.bench.now -= 35 * 86_400_000;
  // A reading that would be new, from then.
  await expect(own.read("goes-on", 17)).rejects.toSatisfy(isDatabaseUnable);
  expect((await own.chain("goes-on")).length).toBe(10);
});

test("rows stay for a while after the handover, unread", async () => {
  await own.plantWith("rests", 6);
  const before = await own.chain("rests");
  await own.packAll({ restMs: 3_600_000 });
  expect([await own.hasRowsOf("202605"), await own.count("records"), await own.count("record_months")]).toEqual([
    true,
    8,
    1,
  ]);
  expect(await own.chain("rests")).toEqual(before);
  await forge("UPDATE records SET body = 'unread'");
  expect(await own.chain("rests")).toEqual(before);
});

test("a closed month takes no record, and the current one cannot be closed", async () => {
  await own.plantWith("closed", 2);
  const worker = own.bench.work.db;
  await own.packAll({ restMs: 3_600_000 });
  await expect(own.read("closed", 17)).rejects.toSatisfy(isDatabaseUnable);
  const close = `SELECT close_record_month(date_trunc('month', now())::date)`;
  await query(`SELECT ensure_record_partitions(now()::date, 1)`);
  await expect(query(close)).rejects.toThrow(/is not over/);
  expect((await own.chain("closed", worker)).length).toBe(4);
});

test("a packed month is not made again by a clock that was set back: nothing is taken that nobody would read", async () => {
  const body = pilotBody() as TelemetryBody;
  await own.plantWith("back", 5);
  await own.packAll();
  const before = await own.chain("back");
  await query("SELECT ensure_record_partitions('2026-05-01', 2)");
  expect([await own.hasRowsOf("202605"), await own.hasRowsOf("202606")]).toEqual([false, true]);
  own.bench.now += 3_600_000;
  await expect(acceptReading(own.bench.deps, own.bench.actorOf("back"), body)).rejects.toSatisfy(isDatabaseUnable);
  expect(await own.chain("back")).toEqual(before);
  own.bench.now = Date.parse("2026-06-01T12:00:00Z");
  await own.read("back", 1);
  expect((await own.chain("back")).length).toBe(before.length + 1);
});

describe("rows that are not what is packed of them stay", () => {
  const errorsOfPacking = async () => {
    const lines: string[] = [];
    await own.packAll({ log: createLog("error", { write: (line) => lines.push(line) }) });
    return lines.join();
  };
  const change = `UPDATE records SET body = convert_to(replace(convert_from(body, 'UTF8'), '900.1', '900.2'), 'UTF8')`;

  test("where a record is not what its commitment says, its plant's month is not packed, and others are", async () => {
    await own.plantWith("forged", 3);
    await own.plantWith("true", 3);
    await query(`${change} WHERE org_id = 'forged'`);
    const errors = await errorsOfPacking();
    expect(errors).toMatch(/is not what its commitment says/);
    expect(errors).not.toContain('"orgId":"true"');
    expect(await query("SELECT org_id FROM record_months")).toEqual([{ org_id: "true" }]);
    expect(await own.count("records")).toBe(10);
    expect((await own.chain("forged")).length).toBe(5);
  });

  test("where rows were changed after they were handed over, they are not dropped", async () => {
    await own.plantWith("changed", 3);
    const before = await own.chain("changed");
    await own.packAll({ restMs: 3_600_000 });
    await forge(change);
    expect(await errorsOfPacking()).toMatch(/rows of changed\/PLANT-HP-001 in 2026-05-01 are not what is packed/);
    expect([await own.count("records"), await own.chain("changed")]).toEqual([5, before]);
  });

  test("where a segment was lost, the rows are not dropped", async () => {
    await own.plantWith("lost", 6);
    await own.packAll({ restMs: 3_600_000 });
    await query("DELETE FROM packed_values WHERE first_seq > 4");
    await query("DELETE FROM packed_records WHERE first_seq > 4");
    expect(await errorsOfPacking()).toMatch(/they stay/);
    expect(await own.count("records")).toBe(8);
  });

  test("and hold up no other month", async () => {
    await own.plantWith("held", 3);
    await own.packAll({ restMs: 3_600_000 });
    own.bench.now = Date.parse("2026-06-10T12:00:00Z");
    await own.read("held", 4);
    await forge(`${change} WHERE received_at < '2026-06-01'`);
    expect(await errorsOfPacking()).toMatch(/2026-05-01 are not what is packed/);
    expect([await own.hasRowsOf("202605"), await own.hasRowsOf("202606")]).toEqual([true, false]);
    expect((await own.chain("held")).length).toBe(9);
  });

  test("where a plant was not handed over, nor what is packed of it said, nothing is dropped", async () => {
    await own.plantWith("a", 3);
    await own.plantWith("b", 3);
    await own.packAll({ restMs: 3_600_000 });
    const [{ leaves }] = await query(
      "SELECT sha256(string_agg(sha256(body), ''::bytea ORDER BY seq)) AS leaves FROM records WHERE org_id = 'a'",
    );
    const [orgs, plants, both] = [
      ["a", "b"],
      [pilotPlant.plant_id, pilotPlant.plant_id],
      [leaves, sha256("wrong")],
    ];
    const drop = "SELECT drop_record_month('2026-05-01', $1, $2, $3)";
    await expect(query(drop, [orgs, plants, both])).rejects.toThrow(/rows of b/);
    await expect(query(drop, [["a"], [pilotPlant.plant_id], [leaves]])).rejects.toThrow(/rows of b/);
    await expect(query(drop, [[], [], []])).rejects.toThrow(/rows of a/);
    await query("DELETE FROM record_months WHERE org_id = 'a'");
    await expect(query(drop, [["a"], [pilotPlant.plant_id], [leaves]])).rejects.toThrow(/rows of a/);
    await expect(query("SELECT drop_record_month('2026-06-01', '{}', '{}', '{}')")).rejects.toThrow(/is not closed/);
    expect(await own.count("records")).toBe(10);
  });
});

describe("two packers", () => {
  test("at the same time pack a month once", async () => {
    await own.plantWith("twice", 30);
    const before = await own.chain("twice");
    const pack = async (holderName: string) => {
      while ((await packOldMonths(own.packer({ holderName }))) === "more");
    };
    await Promise.all([pack("one"), pack("two")]);
    await own.packAll();
    expect([await own.chain("twice"), await own.count("records")]).toEqual([before, 0]);
  });

  test("one whose lease was taken meanwhile writes nothing", async () => {
    await own.plantWith("late", 3);
    const { db } = own.bench.work;
    const clock = own.packer().clock;
    let taken = false;
    const nowMs = () => clock.nowMs();
    const slow = {
      ...own.packer({ clock: { nowMs } }),
      get segmentRecords() {
        return 4;
      },
    };
    await query("SELECT close_record_month('2026-05-01')");
    const pass = packOldMonths({
      ...slow,
      db: db.withPlugin({
        transformQuery: ({ node }) => node,
        transformResult: async ({ result }) => {
          // The first answer behind the lease's own: somebody else takes it then.
          const isLease = result.rows.some((row) => (row as { token?: bigint }).token !== undefined);
          if (!taken && isLease) {
            taken = true;
            await query("UPDATE leases SET expires_at = now() - interval '1 s' WHERE name = 'packing'");
            await takeLease(db, "packing", "other", 60_000);
          }
          return result;
        },
      }),
    });
    await expect(pass).rejects.toThrow(LeaseTaken);
    expect([await own.count("packed_records"), await own.count("records")]).toEqual([0, 5]);
  });
});

/** One pass after another of a process that may die, until there is nothing left to do. */
async function packBy(steps: Steps): Promise<void> {
  const dying = steppedDatabase(own.bench.urls.workerUrl, steps);
  try {
    while ((await packOldMonths(own.packer({ db: dying.db, holderName: "dying" }))) === "more");
  } finally {
    await dying.close();
  }
}

test("a crash at any step, done or not, loses nothing, and the next pass ends the work", async () => {
  await own.plantWith("walk", 6);
  const walk = new Steps();
  await packBy(walk);
  const places = walk.taken.map((step, i) => ({
    step,
    time: walk.taken.slice(0, i + 1).filter((one) => one === step).length,
  }));
  // Lease, close, two segments and a look that finds no third, handover, drop, and the lease given back after each pass.
  expect(places.length).toBeGreaterThanOrEqual(9);
  for (const place of places) {
    for (const mode of ["not-done", "done"] as const) await dieAt({ ...place, mode });
  }
});

async function dieAt(death: Death): Promise<void> {
  await own.close();
  own = await PackingBench.open();
  await own.plantWith("walk", 6);
  const before = await own.chain("walk");
  const where = JSON.stringify(death);
  await expect(packBy(new Steps(death)), where).rejects.toThrow(Crash);
  expect(await own.chain("walk"), where).toEqual(before);
  await own.packAll();
  expect(await own.chain("walk"), where).toEqual(before);
  expect([await own.count("records"), await own.hasRowsOf("202605")], where).toEqual([0, false]);
  const key = { orgId: "walk", plantId: pilotPlant.plant_id, month: "2026-05-01" };
  const segments = await Promise.all([1n, 5n].map((firstSeq) => readSegment(own.bench.work.db, { ...key, firstSeq })));
  expect(
    segments.flatMap((one) => one?.facts.map(({ seq }) => Number(seq))),
    where,
  ).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
}
