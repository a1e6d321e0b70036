import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerDevice } from "../../src/plants/plants.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { decideOnRecord } from "../../src/telemetry/review.ts";
import { fileCorrection } from "../../src/telemetry/review-corrections.ts";
import { effectiveReadings } from "../../src/telemetry/review-queries.ts";
import { parseBody } from "../../src/telemetry/types.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { recordedOf } from "../support/telemetry.ts";
import { fault, holds, ReviewBench } from "./review-bench.ts";

let world: ReviewBench;
beforeAll(async () => {
  world = await ReviewBench.open();
});
afterAll(() => world.bench.close());

const { plant_id: plantId } = pilotPlant;

describe("a correction", () => {
  test("is judged like a reading, takes the time of what it names, and counts only once accepted", async () => {
    const orgId = await world.newPlant();
    const wrong = await world.reading(orgId, 1, { power_output_kw: 910 });
    const filed = await world.correct(orgId, wrong.recordId);
    expect(filed).toMatchObject({ kind: "correction", effectiveStatus: "PROPOSED" });
    expect(parseBody(filed).verification).toMatchObject({ status: filed.status, trust_score: filed.trustScore });
    expect([filed.endedAt, filed.intervalS, filed.deviceId]).toEqual([wrong.endedAt, wrong.intervalS, wrong.deviceId]);
    expect(await counting(orgId)).toEqual([[wrong.recordId, 1_900_000n]]);
    const { decision } = await world.decide(orgId, filed.recordId, "approve");
    expect(await world.effectiveStatus(orgId, wrong.recordId)).toBe("REPLACED");
    expect(await counting(orgId)).toEqual([[filed.recordId, 9_999_000n]]);
    expect(await counting(orgId, decision.seq - 1n)).toEqual([[wrong.recordId, 1_900_000n]]);
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test("is not accepted by whoever filed it, whatever other roles they have; to reject it is to take it back", async () => {
    const orgId = await world.newPlant();
    const { recordId } = await world.reading(orgId, 1, { power_output_kw: 910 });
    const { deps } = world.bench;
    const both = { ...world.verifier(orgId, "usr_both"), roles: ["operator", "verifier"] } as const;
    const file = (reason: string) => {
      const { readings } = pilotBody({ energy_export_kwh_total: 9_999 });
      return fileCorrection(deps, both, recordId, { readings, reason } as Parameters<typeof fileCorrection>[3]);
    };
    const { record: filed } = await file("mistyped");
    const decide = (decision: "approve" | "reject") =>
      decideOnRecord(deps, both, filed.recordId, { decision, reason: "mine" });
    expect((await fault(decide("approve"))).facts.extensions?.rule).toBe("review.own-correction");
    expect(await world.effectiveStatus(orgId, filed.recordId)).toBe("PROPOSED");
    await decide("reject");
    expect(await world.effectiveStatus(orgId, filed.recordId)).toBe("REJECTED");
    await world.decide(orgId, filed.recordId, "approve");
    expect(await world.effectiveStatus(orgId, recordId)).toBe("REPLACED");
  });

  test("is judged beside the plant's other units, as an auditor judges it", async () => {
    const orgId = "two-units";
    const { bench } = world;
    const unit = (device_id: string) => ({ device_id, kind: "turbine" as const, rated_power_kw: 600 });
    await bench.addPlant(orgId, pilotPlant, unit("A"));
    await registerDevice(bench.deps, bench.actorOf(orgId), plantId, unit("B"));
    const send = async (device_id: string, flow_rate_m3s: number, power_output_kw: number) => {
      const body = { ...pilotBody({ flow_rate_m3s, power_output_kw }, world.hour(1)), device_id };
      return recordedOf(await acceptReading(bench.deps, bench.actorOf(orgId), body)).record;
    };
    const wrong = await send("A", 1.2, 430);
    await send("B", 1.6, 580);
    const filed = await world.correct(orgId, wrong.recordId, { flow_rate_m3s: 1.6, power_output_kw: 580 });
    expect(JSON.stringify(parseBody(filed).verification)).toContain("device.units-above-plant");
    expect(await world.audit(orgId)).toEqual(holds.filter((line) => !line.endsWith(" reviews")));
  });

  test("that falls after it was accepted brings the other back, to be decided", async () => {
    const orgId = await world.newPlant();
    const wrong = await world.reading(orgId, 1);
    const filed = await world.correct(orgId, wrong.recordId);
    await world.decide(orgId, filed.recordId, "approve");
    await world.decide(orgId, filed.recordId, "reject", "no photo of the meter");
    expect(await world.effectiveStatus(orgId, wrong.recordId)).toBe("REOPENED");
    expect(await counting(orgId)).toEqual([]);
    await world.decide(orgId, wrong.recordId, "approve");
    expect(await counting(orgId)).toEqual([[wrong.recordId, 1_900_000n]]);
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test("of a rejected reading is the way to what was truly measured", async () => {
    const orgId = await world.newPlant();
    const wrong = await world.reading(orgId, 1, { power_output_kw: 9_000 });
    expect(wrong.status).toBe("REJECTED");
    const filed = await world.correct(orgId, wrong.recordId, { power_output_kw: 900 });
    await world.decide(orgId, filed.recordId, "approve");
    expect(await counting(orgId)).toEqual([[filed.recordId, 9_999_000n]]);
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test("with its own verdict REJECTED stays so: no verifier can accept it", async () => {
    const orgId = await world.newPlant();
    const wrong = await world.reading(orgId, 1);
    const filed = await world.correct(orgId, wrong.recordId, { power_output_kw: 9_000 });
    expect([filed.status, filed.effectiveStatus]).toEqual(["REJECTED", "REJECTED"]);
    expect((await fault(world.decide(orgId, filed.recordId, "approve"))).facts.extensions?.rule).toBe(
      "review.rejected-by-rule",
    );
    expect(await counting(orgId)).toEqual([[wrong.recordId, 1_900_000n]]);
  });

  test("one of two for the same reading can be accepted, even at once", async () => {
    const orgId = await world.newPlant();
    const wrong = await world.reading(orgId, 1);
    const [a, b] = [
      await world.correct(orgId, wrong.recordId, {}, "a"),
      await world.correct(orgId, wrong.recordId, { power_output_kw: 890 }, "b"),
    ];
    const outcomes = await Promise.allSettled([a, b].map((one) => world.decide(orgId, one.recordId, "approve")));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await counting(orgId)).toHaveLength(1);
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test("of an accepted correction replaces that one in turn", async () => {
    const orgId = await world.newPlant();
    const wrong = await world.reading(orgId, 1);
    const first = await world.correct(orgId, wrong.recordId);
    await world.decide(orgId, first.recordId, "approve");
    expect((await fault(world.correct(orgId, wrong.recordId, {}, "again"))).facts.extensions?.rule).toBe(
      "review.replaced",
    );
    const second = await world.correct(orgId, first.recordId, { energy_export_kwh_total: 8_888 });
    await world.decide(orgId, second.recordId, "approve");
    expect(await counting(orgId)).toEqual([[second.recordId, 8_888_000n]]);
    expect(await world.audit(orgId)).toEqual(holds);
  });

  test("filed again, or fifty times at once, is one record", async () => {
    const orgId = await world.newPlant();
    const wrong = await world.reading(orgId, 1);
    const filed = await Promise.all(Array.from({ length: 50 }, () => world.correct(orgId, wrong.recordId)));
    expect(new Set(filed.map(({ recordId }) => recordId)).size).toBe(1);
    expect(await world.bodiesOf(orgId, "correction")).toHaveLength(1);
  });

  test("moves no memory: the next reading is judged as if nobody had filed it", async () => {
    const orgId = await world.newPlant();
    const wrong = await world.reading(orgId, 1);
    const memory = () =>
      world.rows(
        sql`SELECT device_memory, (SELECT json_object_agg(device_id, learnt) FROM device_learnt WHERE org_id = ${orgId}) AS learnt FROM plant_heads WHERE org_id = ${orgId}`,
      );
    const before = await memory();
    await world.correct(orgId, wrong.recordId, { power_output_kw: 450, flow_rate_m3s: 1.3 });
    expect(await memory()).toEqual(before);
  });

  test("with the figures on record, or of a reading without its own time, is refused", async () => {
    const orgId = await world.newPlant();
    const reading = await world.reading(orgId, 1);
    const same = await fault(world.correct(orgId, reading.recordId, { energy_export_kwh_total: 1_900 }));
    expect([same.code, same.facts.errors?.[0]?.pointer]).toEqual(["invalid-request", "/readings"]);
    await world.stream(orgId, [pilotBody()]);
    const untimed = (await world.chain(orgId)).at(-1)?.record_id ?? "";
    expect((await fault(world.correct(orgId, untimed))).facts.extensions?.rule).toBe("review.untimed");
  });

  /** What counts of a plant at a place of its chain: record and export register. */
  async function counting(orgId: string, upToSeq = 1_000_000n): Promise<[string, bigint][]> {
    const rows = await world.rows<{ record_id: string; export_wh: bigint }>(sql`
      SELECT record_id, export_wh FROM ${effectiveReadings({ orgId, plantId }, upToSeq)} AS reading
      WHERE effective_status = 'APPROVED' ORDER BY ended_at`);
    return rows.map((row) => [row.record_id, row.export_wh]);
  }
});
