import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { sha256Hex } from "../../src/kernel/canonical.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { parseBody, type RecordBody } from "../../src/telemetry/types.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";
import { type Bench, recordedOf, telemetryBench } from "../support/telemetry.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
});
afterAll(() => bench.close());

let organisations = 0;
/** An organisation with the pilot plant of its own, so that tests do not meet. */
async function newPlant(): Promise<string> {
  const orgId = `org-${++organisations}`;
  await bench.addPlant(orgId);
  return orgId;
}

const send = async (orgId: string, body: unknown, idempotencyKey?: string) =>
  recordedOf(await acceptReading(bench.deps, bench.actorOf(orgId), body as TelemetryBody, { idempotencyKey }));

const at = (minutes: number, intervalS?: number) => ({
  timestamp: new Date(bench.now - 3_600_000 + minutes * 60_000).toISOString(),
  ...(intervalS === undefined ? {} : { interval_s: intervalS }),
});

async function fault(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof Fault)) throw new Error(`expected a fault, got ${String(error)}`);
  return error;
}

async function count(table: string, orgId: string): Promise<number> {
  const { rows } = await bench.connection.pool.query(`SELECT count(*)::int AS n FROM ${table} WHERE org_id = $1`, [
    orgId,
  ]);
  return (rows[0] as { n: number }).n;
}

async function chain(orgId: string): Promise<{ seq: bigint; body: Buffer; commitment: Buffer }[]> {
  const { rows } = await bench.connection.pool.query(
    "SELECT seq, body, commitment FROM records WHERE org_id = $1 ORDER BY seq",
    [orgId],
  );
  return rows as { seq: bigint; body: Buffer; commitment: Buffer }[];
}

describe("a device called like what every object has", () => {
  test.each(["constructor", "valueOf"])("%s is judged and remembered as any other is", async (name) => {
    const remembered = async (device_id: string) => {
      const orgId = `org-${++organisations}`;
      await bench.addPlant(orgId, pilotPlant, { ...pilotTurbine, device_id });
      const registers = { energy_export_kwh_total: 5000, energy_import_kwh_total: 10 };
      for (const minutes of [0, 60]) {
        await send(orgId, { ...pilotBody(registers), device_id, ...at(minutes, 3600) });
      }
      const { rows } = await bench.connection.pool.query(
        "SELECT device_memory, learnt FROM plant_heads JOIN device_learnt USING (org_id, plant_id) WHERE org_id = $1",
        [orgId],
      );
      const { device_memory, learnt } = rows[0] as { device_memory: string; learnt: string };
      return `${JSON.stringify((JSON.parse(device_memory) as Record<string, object>)[device_id])} ${learnt}`;
    };
    expect(await remembered(name)).toBe(await remembered("TURBINE-009"));
  });
});

describe("the plant's chain", () => {
  test("every accepted record names the commitment of the one before, without a gap, under any concurrency", async () => {
    const orgId = await newPlant();
    await Promise.all(
      Array.from({ length: 150 }, (_, i) => send(orgId, pilotBody({ power_output_kw: 880 + (i % 30) }))),
    );
    const records = await chain(orgId);
    expect(records.map((record) => Number(record.seq))).toEqual(Array.from({ length: 152 }, (_, i) => i + 1));
    records.forEach((record, i) => {
      const body = JSON.parse(record.body.toString()) as RecordBody;
      expect(body.prev).toBe(i === 0 ? null : records[i - 1]?.commitment.toString("hex"));
      expect(record.commitment.toString("hex")).toBe(sha256Hex(record.body));
    });
  });

  test("record, place in line and chain head are written together", async () => {
    const orgId = await newPlant();
    const { record } = await send(orgId, pilotBody());
    const { rows } = await bench.connection.pool.query(
      "SELECT seq, commitment, verdict FROM outbox WHERE record_id = $1",
      [record.recordId],
    );
    expect(rows).toEqual([{ seq: record.seq, commitment: Buffer.from(record.commitment), verdict: "approved" }]);
    const head = await bench.connection.pool.query("SELECT seq, commitment FROM plant_heads WHERE org_id = $1", [
      orgId,
    ]);
    expect(head.rows).toEqual([{ seq: record.seq, commitment: Buffer.from(record.commitment) }]);
  });

  test("the first records are the plant's and the device's registration", async () => {
    const orgId = await newPlant();
    const bodies = (await chain(orgId)).map((record) => JSON.parse(record.body.toString()) as RecordBody);
    expect(bodies).toMatchObject([
      { kind: "plant", seq: 1, plant: pilotPlant },
      { kind: "device", seq: 2, device: pilotTurbine },
    ]);
  });

  test("two plants in one group keep chains of their own", async () => {
    const [a, b] = [await newPlant(), await newPlant()];
    await Promise.all(Array.from({ length: 40 }, (_, i) => send(i % 2 === 0 ? a : b, pilotBody())));
    expect((await chain(a)).map((record) => Number(record.seq))).toEqual(Array.from({ length: 22 }, (_, i) => i + 1));
    expect((await chain(b)).map((record) => Number(record.seq))).toEqual(Array.from({ length: 22 }, (_, i) => i + 1));
  });

  test("two records of the same content have different commitments: nobody can guess what a leaf holds", async () => {
    const orgId = await newPlant();
    const [first, second] = [await send(orgId, pilotBody()), await send(orgId, pilotBody())];
    expect(parseBody(first.record).salt).not.toBe(parseBody(second.record).salt);
    expect(Buffer.compare(first.record.commitment, second.record.commitment)).not.toBe(0);
  });
});

describe("repeats", () => {
  test("the same interval with the same content is answered with the first record", async () => {
    const orgId = await newPlant();
    const body = pilotBody({}, at(5, 300));
    const first = await send(orgId, body);
    const again = await send(orgId, { ...body, timestamp: Date.parse(at(5).timestamp) });
    expect(again).toMatchObject({ duplicate: true, record: { recordId: first.record.recordId } });
    expect(await count("records", orgId)).toBe(3);
  });

  test("the same interval sent a hundred times at once makes one record", async () => {
    const orgId = await newPlant();
    const body = pilotBody({}, at(5, 300));
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(orgId, body)));
    expect(new Set(answers.map((answer) => answer.record.recordId)).size).toBe(1);
    expect(answers.filter((answer) => !answer.duplicate)).toHaveLength(1);
  });

  test("other content for the same interval is refused, points to the record, and is kept in the audit trail", async () => {
    const orgId = await newPlant();
    const first = await send(orgId, pilotBody({}, at(5, 300)));
    const refused = await fault(send(orgId, pilotBody({ power_output_kw: 950 }, at(5, 300))));
    expect(refused.code).toBe("reading-conflict");
    expect(refused.facts.extensions).toMatchObject({ record_id: first.record.recordId });
    const { rows } = await bench.connection.pool.query(
      "SELECT act, subject, detail FROM audit_trail WHERE org_id = $1",
      [orgId],
    );
    expect(rows).toMatchObject([
      {
        act: "reading.conflict",
        subject: first.record.recordId,
        detail: { body: { readings: { power_output_kw: 950 } } },
      },
    ]);
    expect(await count("records", orgId)).toBe(3);
  });

  test("what is refused again and again, word for word, is kept in the audit trail once", async () => {
    const orgId = await newPlant();
    await send(orgId, pilotBody({}, at(5, 300)));
    const other = pilotBody({ power_output_kw: 950 }, at(5, 300));
    const refused = await Promise.all(Array.from({ length: 20 }, () => fault(send(orgId, other))));
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["reading-conflict"]));
    await fault(send(orgId, other));
    await fault(send(orgId, pilotBody({ power_output_kw: 960 }, at(5, 300))));
    const { rows } = await bench.connection.pool.query(
      "SELECT detail #>> '{body,readings,power_output_kw}' AS power FROM audit_trail WHERE org_id = $1 ORDER BY audit_id",
      [orgId],
    );
    expect(rows).toEqual([{ power: "950" }, { power: "960" }]);
  });

  test("an overlapping interval is refused, across midnight of a month's end too", async () => {
    const orgId = await newPlant();
    const day = (end: string) => pilotBody({}, { timestamp: end, interval_s: 86_400 });
    await send(orgId, day("2026-05-01T00:00:00Z"));
    expect((await fault(send(orgId, pilotBody({}, { timestamp: "2026-04-30T00:05:00Z", interval_s: 300 })))).code).toBe(
      "interval-overlap",
    );
    expect((await fault(send(orgId, day("2026-05-01T11:00:00Z")))).code).toBe("interval-overlap");
    expect((await fault(send(orgId, day("2026-04-30T11:00:00Z")))).code).toBe("interval-overlap");
    expect((await send(orgId, day("2026-04-30T00:00:00Z"))).duplicate).toBe(false);
  });

  test("an overlap of up to two seconds is cut off and noted in the record", async () => {
    const orgId = await newPlant();
    await send(orgId, pilotBody({}, { timestamp: "2026-05-01T10:00:01.500Z", interval_s: 300 }));
    const next = await send(orgId, pilotBody({}, { timestamp: "2026-05-01T10:05:00Z", interval_s: 300 }));
    expect(parseBody(next.record).covers).toEqual({
      from: "2026-05-01T10:00:01.500Z",
      to: "2026-05-01T10:05:00.000Z",
      snapped_ms: 1500,
    });
  });

  test("instants never overlap intervals", async () => {
    const orgId = await newPlant();
    await send(orgId, pilotBody({}, at(5, 300)));
    expect((await send(orgId, pilotBody({}, at(3)))).duplicate).toBe(false);
    expect((await send(orgId, pilotBody({}, at(5)))).duplicate).toBe(false);
  });

  test("a reading without a timestamp is a new record each time, unless an Idempotency-Key says otherwise", async () => {
    const orgId = await newPlant();
    const [first, second] = [await send(orgId, pilotBody()), await send(orgId, pilotBody())];
    expect(second.record.recordId).not.toBe(first.record.recordId);
    const keyed = await send(orgId, pilotBody(), "retry-1");
    const again = await send(orgId, pilotBody(), "retry-1");
    expect(again).toMatchObject({ replayed: true, record: { recordId: keyed.record.recordId } });
  });

  test("an Idempotency-Key used fifty times at once makes one record", async () => {
    const orgId = await newPlant();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(orgId, pilotBody(), "at-once")));
    expect(new Set(answers.map((answer) => answer.record.recordId)).size).toBe(1);
    expect(await count("records", orgId)).toBe(3);
  });

  test("an Idempotency-Key with another body is refused; the same key of another organisation is another key", async () => {
    const [orgId, other] = [await newPlant(), await newPlant()];
    await send(orgId, pilotBody(), "mine");
    expect((await fault(send(orgId, pilotBody({ power_output_kw: 901 }), "mine"))).code).toBe("idempotency-key-reused");
    expect((await send(other, pilotBody({ power_output_kw: 901 }), "mine")).replayed).toBe(false);
  });
});

describe("what is refused leaves nothing behind", () => {
  test.each([
    ["an unknown plant", { plant_id: "NOWHERE" }, "not-found"],
    ["an unknown device", { device_id: "NOBODY" }, "not-found"],
    ["a time in the far future", { timestamp: "2026-05-01T12:05:00.001Z" }, "timestamp-out-of-range"],
    [
      "a time before commissioning, in the plant's own zone",
      { timestamp: "2014-12-31T18:29:59Z" },
      "timestamp-out-of-range",
    ],
  ])("%s", async (_, change, code) => {
    const orgId = await newPlant();
    expect((await fault(send(orgId, { ...pilotBody(), ...change }))).code).toBe(code);
    expect([
      await count("records", orgId),
      await count("device_readings", orgId),
      await count("record_ids", orgId),
    ]).toEqual([2, 0, 2]);
  });

  test("the time of a clock that was never set, or that counts seconds, is refused at a plant that is as old", async () => {
    const orgId = await newPlant();
    const old = { ...pilotPlant, plant_id: "BHAKRA", commissioned_on: "1963-06-01" };
    await bench.addPlant(orgId, old, { ...pilotTurbine, device_id: "BHAKRA-U1" });
    const reading = { ...pilotBody(), plant_id: "BHAKRA", device_id: "BHAKRA-U1" };
    const seconds = Date.parse("2026-05-01T12:00:00Z") / 1_000;
    const refused: readonly (readonly [string | number, RegExp])[] = [
      ["1970-01-01T00:03:00Z", /set the device's clock/],
      ["1969-12-31T20:00:00Z", /set the device's clock/],
      ["1980-01-06T00:00:10Z", /set the device's clock/],
      ["2000-01-01T05:30:00+05:30", /set the device's clock/],
      [180_000, /set the device's clock/],
      [seconds, /milliseconds since 1970.*looks like seconds/],
      [1_000_000 * seconds, /milliseconds since 1970.*looks like microseconds/],
    ];
    for (const [timestamp, words] of refused) {
      const { code, message } = await fault(send(orgId, { ...reading, timestamp }));
      expect([timestamp, code, message]).toEqual([timestamp, "timestamp-out-of-range", expect.stringMatching(words)]);
    }
    expect(await count("records", orgId)).toBe(4);
    const history = { timestamp: "2000-01-01T00:05:00Z", source: "backfill", reason: "meter book of 2000" };
    for (const more of [{ timestamp: 1_000 * seconds }, { timestamp: "1999-12-01T00:00:00Z" }, history]) {
      expect((await send(orgId, { ...reading, ...more })).duplicate).toBe(false);
    }
  });

  test("the first moment of the commissioning day, in the plant's zone, is accepted", async () => {
    const orgId = await newPlant();
    expect((await send(orgId, pilotBody({}, { timestamp: "2014-12-31T18:30:00Z" }))).record.status).toBe("APPROVED");
  });

  test("a time before there was hydropower is refused, also where the plant's commissioning was mistyped", async () => {
    const orgId = await newPlant();
    const mistyped = { ...pilotPlant, plant_id: "OLD", commissioned_on: "0000-01-01" };
    await bench.addPlant(orgId, mistyped, { ...pilotTurbine, device_id: "OLD-U1" });
    const reading = { ...pilotBody(), plant_id: "OLD", device_id: "OLD-U1" };
    const areRefused = async () => {
      for (const timestamp of ["0000-01-01T12:00:00Z", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"]) {
        expect((await fault(send(orgId, { ...reading, timestamp }))).code).toBe("timestamp-out-of-range");
      }
    };
    await areRefused();
    // What stands already is looked at first.
    await send(orgId, reading);
    await areRefused();
  });

  test("another organisation's plant is refused in the same words as one that does not exist", async () => {
    const [orgId, other] = [await newPlant(), await newPlant()];
    await bench.addPlant(other, { ...pilotPlant, plant_id: "SECRET" }, { ...pilotTurbine, device_id: "HIDDEN" });
    const foreign = await fault(send(orgId, { ...pilotBody(), plant_id: "SECRET" }));
    const absent = await fault(send(orgId, { ...pilotBody(), plant_id: "ABSENT" }));
    expect(foreign.message.replace("SECRET", "X")).toBe(absent.message.replace("ABSENT", "X"));
    expect([foreign.code, foreign.facts]).toEqual([absent.code, absent.facts]);
  });

  test("one bad reading in a burst costs one request", async () => {
    const orgId = await newPlant();
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        send(orgId, i === 13 ? pilotBody({}, { device_id: "NOBODY" }) : pilotBody()),
      ),
    );
    expect(results.filter((result) => result.status === "rejected")).toHaveLength(1);
    expect(await count("records", orgId)).toBe(31);
  });

  test("a key without a sender's role is refused before anything is looked at", async () => {
    const orgId = await newPlant();
    const actor = { ...bench.actorOf(orgId), roles: ["auditor" as const] };
    expect((await fault(acceptReading(bench.deps, actor, pilotBody() as TelemetryBody))).code).toBe("forbidden");
  });
});

describe("memory", () => {
  test("a reading older than the device's newest is judged without memory and does not move it", async () => {
    const orgId = await newPlant();
    await send(orgId, pilotBody({}, at(50, 300)));
    const remembered = () =>
      bench.connection.pool.query(
        "SELECT device_memory, learnt FROM plant_heads JOIN device_learnt USING (org_id, plant_id) WHERE org_id = $1",
        [orgId],
      );
    const before = await remembered();
    expect(before.rows).toHaveLength(1);
    await send(orgId, pilotBody({ power_output_kw: 400, flow_rate_m3s: 1.3 }, at(10, 300)));
    const after = await remembered();
    expect(after.rows).toEqual(before.rows);
  });

  test("the energy of the next interval is the difference of the registers, exact to the Wh", async () => {
    const orgId = await newPlant();
    const registers = (total: number) => ({ energy_export_kwh_total: total, energy_import_kwh_total: 10 });
    await send(orgId, pilotBody(registers(1000.001), at(5, 300)));
    const next = await send(orgId, pilotBody(registers(1075.004), at(10, 300)));
    expect(parseBody(next.record).carbon).toMatchObject({
      energy_wh: "75003",
      energy_source: "register_difference",
      creditable: true,
    });
  });
});
