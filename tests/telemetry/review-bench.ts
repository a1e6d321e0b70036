import { sql } from "kysely";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { Fault } from "../../src/kernel/fault.ts";
import type { PlantKey } from "../../src/plants/store.ts";
import type { Db } from "../../src/platform/database.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { commitGroup } from "../../src/telemetry/commit.ts";
import { decideOnRecord } from "../../src/telemetry/review.ts";
import { fileCorrection } from "../../src/telemetry/review-corrections.ts";
import { effectiveReadings } from "../../src/telemetry/review-queries.ts";
import type { Decision } from "../../src/telemetry/review-rules.ts";
import { parseBody, type RecordBody, type StoredRecord } from "../../src/telemetry/types.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { type Bench, recordedOf, telemetryBench } from "../support/telemetry.ts";

/** Readings, decisions and corrections on a real database, and the chain as an auditor reads it. */
export class ReviewBench {
  readonly bench: Bench;
  #organisations = 0;

  private constructor(bench: Bench) {
    this.bench = bench;
  }

  static async open(): Promise<ReviewBench> {
    return new ReviewBench(await telemetryBench());
  }

  /** An organisation with the pilot plant of its own, so that tests do not meet. */
  async newPlant(): Promise<string> {
    const orgId = `org-${++this.#organisations}`;
    await this.bench.addPlant(orgId);
    return orgId;
  }

  verifier(orgId: string, keyId = "verifier"): Actor {
    const person = { userId: keyId, method: "session", sessionId: "ses_test", secondFactor: true } as const;
    return { orgId, keyId, roles: ["verifier"], person };
  }

  /** An hour of the day before the bench's now, with registers so that it would be creditable. */
  async reading(orgId: string, hour: number, readings: Record<string, unknown> = {}): Promise<StoredRecord> {
    const body = pilotBody({ energy_export_kwh_total: 1_000 + hour * 900, ...readings }, this.hour(hour));
    return recordedOf(await acceptReading(this.bench.deps, this.bench.actorOf(orgId), body as TelemetryBody)).record;
  }

  /** A reading that the environmental layer flags. */
  flagged(orgId: string, hour: number): Promise<StoredRecord> {
    return this.reading(orgId, hour, { ph: 4.5, turbidity_ntu: 180 });
  }

  hour(hour: number) {
    return { timestamp: new Date(this.bench.now - 86_400_000 + hour * 3_600_000).toISOString(), interval_s: 3600 };
  }

  /** Many readings as commit groups, one after the other. */
  async stream(orgId: string, bodies: readonly unknown[], group = 200): Promise<void> {
    const actor = this.bench.actorOf(orgId);
    for (let i = 0; i < bodies.length; i += group) {
      const items = bodies.slice(i, i + group).map((body) => ({
        actor,
        body: body as TelemetryBody,
        receivedAtMs: this.bench.now,
        idempotencyKey: undefined,
      }));
      for (const outcome of await commitGroup(this.bench.deps, items)) if (!outcome.ok) throw outcome.error;
    }
  }

  decide(orgId: string, recordId: string, decision: Decision, reason = "seen on site", keyId?: string) {
    return decideOnRecord(this.bench.deps, this.verifier(orgId, keyId), recordId, { decision, reason });
  }

  async correct(orgId: string, recordId: string, readings: Record<string, unknown> = {}, reason = "misread") {
    const corrected = pilotBody({ energy_export_kwh_total: 9_999, ...readings }).readings;
    const actor = this.bench.actorOf(orgId);
    return (await fileCorrection(this.bench.deps, actor, recordId, { readings: corrected, reason })).record;
  }

  async rows<R>(query: ReturnType<typeof sql<R>>): Promise<R[]> {
    return (await query.execute(this.bench.connection.db)).rows;
  }

  async chain(orgId: string): Promise<{ seq: bigint; record_id: string; kind: string; body: Buffer }[]> {
    return this.rows(sql`SELECT seq, record_id, kind, body FROM records WHERE org_id = ${orgId} ORDER BY seq`);
  }

  async bodiesOf(orgId: string, kind: string): Promise<RecordBody[]> {
    return (await this.chain(orgId)).filter((record) => record.kind === kind).map(parseBody);
  }

  async effectiveStatus(orgId: string, recordId: string): Promise<string | undefined> {
    const [row] = await this.rows<{ effective_status: string }>(
      sql`SELECT effective_status FROM reviews WHERE org_id = ${orgId} AND record_id = ${recordId}`,
    );
    return row?.effective_status;
  }

  /** How often a thing of this organisation is there. */
  async count(table: string, orgId: string): Promise<number> {
    const [row] = await this.rows<{ n: bigint }>(
      sql`SELECT count(*) AS n FROM ${sql.table(table)} WHERE org_id = ${orgId}`,
    );
    return Number(row?.n);
  }

  /** What an auditor finds who recomputes the whole chain; throws at the first thing that does not hold. */
  async audit(orgId: string, bodies?: readonly Uint8Array[], retrain = false): Promise<string[]> {
    const check = new ChainCheck({ plantId: pilotPlant.plant_id, whole: true, retrain });
    for (const body of bodies ?? (await this.chain(orgId)).map((record) => record.body)) await check.add(body);
    return check.finish().findings.map(({ state, check: name }) => `${state} ${name}`);
  }
}

/** What an audit says of a chain that holds in every part. */
export const holds = [
  "ok canonical",
  "ok chain",
  "ok replay",
  "ok no-time-twice",
  "ok reviews",
  "note reviews",
  "note configuration",
];

/** Readings that were decided on as periods have them at a place of their chain: id and effective status, in the order of the chain. */
export async function decidedUpTo(db: Db, key: PlantKey, upToSeq: bigint): Promise<[string, string][]> {
  const { rows } = await sql<{ record_id: string; effective_status: string }>`
    SELECT record_id, effective_status FROM ${effectiveReadings(key, upToSeq)} AS reading
    WHERE is_decided ORDER BY seq`.execute(db);
  return rows.map(({ record_id, effective_status }) => [record_id, effective_status]);
}

export async function fault(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof Fault)) throw new Error(`expected a fault, got ${String(error)}`);
  return error;
}

/** While it runs, whoever writes to a table fails. */
export async function failing({ bench }: ReviewBench, table: string, run: () => Promise<void>): Promise<void> {
  const { pool } = bench.connection;
  await pool.query(`CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the machine died'; END $$;
    CREATE TRIGGER dies BEFORE INSERT ON ${table} EXECUTE FUNCTION die()`);
  await run();
  await pool.query(`DROP TRIGGER dies ON ${table}; DROP FUNCTION die()`);
}
