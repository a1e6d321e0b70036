import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import { closePeriod } from "../../src/issuance/closing.ts";
import { putDesign } from "../../src/issuance/design.ts";
import { type ClosingFacts, projectDesignSchema } from "../../src/issuance/design-schema.ts";
import { openPeriod } from "../../src/issuance/periods.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { registerDevice } from "../../src/plants/plants.ts";
import { pilotPlant } from "../support/pilot.ts";
import { telemetryBench } from "../support/telemetry.ts";

export const meterId = "METER-1";

/** A reading of a meter as the narrow row holds it. Registers in Wh. */
export type Registers = {
  /** End of the interval, ms. */
  readonly at: number;
  readonly intervalS?: number;
  readonly exported?: bigint | number | null;
  readonly imported?: bigint | number | null;
  readonly gross?: bigint | number | null;
  /** Energy of the interval, Wh, and mean power, W, where it told any. */
  readonly energy?: bigint | number | null;
  readonly powerW?: bigint | number | null;
  readonly status?: "APPROVED" | "FLAGGED" | "REJECTED";
  readonly deviceId?: string;
};

type Parts = Readonly<Record<string, unknown>>;

/** A greenfield run-of-river plant of 1 MW whose meter is always calibrated, and whatever a test changes. */
export function designOf({ design = {}, meter = {}, ...parts }: { design?: Parts; meter?: Parts } & Parts = {}) {
  return projectDesignSchema.parse({
    rulebook: "acm0002-v22.0",
    grid: { ef_cm_g_per_mwh: "700000" },
    crediting: { kind: "7x3", start: "2020-01-01" },
    meters: [
      {
        device_id: meterId,
        role: "main",
        serial: "S-1",
        accuracy_class: "0.2S",
        mpe_pct: "0.2",
        calibrations: [{ on: "2019-12-01", valid_until: "2040-01-01" }],
        ...meter,
      },
    ],
    ...parts,
    design: { project_type: "greenfield", reservoir: "none", cap_pj_w: "1000000", ...design },
  });
}

/** Plants on a real database whose meters' readings are put in as narrow rows, verdicts included. */
export async function periodWorld() {
  const bench = await telemetryBench();
  const deps = bench.deps;
  const actor = bench.actorOf("pilot");
  let plants = 0;
  return {
    bench,
    deps,
    /** Of the loops. */
    work: bench.work,
    /** Of the registrar's console. */
    register: bench.register,
    /** Sees everything. */
    db: bench.connection.db,
    actor,
    /** A plant of its own, with meters, ready for a design. */
    async plant(more: Partial<Plant> = {}, meters: readonly string[] = [meterId], orgId = "pilot") {
      const plant = { ...pilotPlant, time_zone: "UTC", ...more, plant_id: `PLANT-${++plants}` };
      const [first = meterId, ...rest] = meters;
      const own = (id: string): Device => ({ device_id: `${id}-${plants}`, kind: "meter" });
      await bench.addPlant(orgId, plant, own(first));
      for (const id of rest) await registerDevice(deps, bench.actorOf(orgId), plant.plant_id, own(id));
      return new PlantWorld(bench, plant.plant_id, plants, orgId);
    },
    close: () => bench.close(),
  };
}

type Bench = Awaited<ReturnType<typeof telemetryBench>>;

export class PlantWorld {
  readonly plantId: string;
  readonly #bench: Bench;
  readonly #number: number;
  readonly #orgId: string;

  constructor(bench: Bench, plantId: string, number: number, orgId: string) {
    this.#bench = bench;
    this.plantId = plantId;
    this.#number = number;
    this.#orgId = orgId;
  }

  get actor() {
    return this.#bench.actorOf(this.#orgId);
  }

  /** The id in the database of a meter that tests call by its short name: device ids are the organisation's. */
  device(id = meterId): string {
    return `${id}-${this.#number}`;
  }

  async design(parts: Parameters<typeof designOf>[0] = {}) {
    const design = designOf(parts);
    const meters = design.meters.map((meter) => ({
      ...meter,
      device_id: this.device(meter.device_id),
      ...(meter.checks !== undefined && { checks: this.device(meter.checks) }),
    }));
    return putDesign(this.#bench.deps, this.actor, this.plantId, { ...design, meters });
  }

  /** Puts readings in at the next places of the chain, in the order given. */
  async read(rows: readonly Registers[]): Promise<void> {
    const head = await this.seq();
    const text = (value: bigint | number | null | undefined) => (value == null ? null : String(value));
    const ids = rows.map((_, i) => `rec_${this.plantId}_${head + BigInt(i) + 1n}`);
    await sql`
      INSERT INTO device_readings (org_id, plant_id, device_id, is_interval, ended_at, interval_s, covers_from,
        covers_to, content_hash, record_id, seq, status, commitment, export_wh, import_wh, gross_wh,
        energy_wh, power_w)
      SELECT ${this.#orgId}, ${this.plantId}, device_id, true, ended_at, interval_s, ended_at - interval_s * interval '1 s',
        ended_at, ''::bytea, record_id, ${head}::bigint + position, status, commitment, export_wh, import_wh, gross_wh,
        energy_wh, power_w
      FROM unnest(
        ${rows.map((row) => this.device(row.deviceId))}::text[], ${rows.map((row) => new Date(row.at).toISOString())}::timestamptz[],
        ${rows.map((row) => row.intervalS ?? 3600)}::integer[], ${ids}::text[],
        ${rows.map((row) => row.status ?? "APPROVED")}::text[],
        ${ids.map((id) => createHash("sha256").update(id).digest())}::bytea[],
        ${rows.map((row) => text(row.exported))}::bigint[], ${rows.map((row) => text(row.imported))}::bigint[],
        ${rows.map((row) => text(row.gross))}::bigint[], ${rows.map((row) => text(row.energy))}::bigint[],
        ${rows.map((row) => text(row.powerW))}::bigint[])
        WITH ORDINALITY AS row (device_id, ended_at, interval_s, record_id, status, commitment, export_wh, import_wh, gross_wh,
                                energy_wh, power_w, position)`.execute(this.#bench.connection.db);
    await this.#moveHead(head + BigInt(rows.length));
  }

  /** A verifier's decision on the reading at a place of the chain, as the next one of it. */
  async decide(seq: bigint, effectiveStatus: "APPROVED" | "REJECTED"): Promise<void> {
    const { db } = this.#bench.connection;
    const key = { org_id: this.#orgId, plant_id: this.plantId, seq };
    const reading = await db
      .selectFrom("device_readings")
      .selectAll()
      .where("plant_id", "=", this.plantId)
      .where("seq", "=", seq)
      .executeTakeFirstOrThrow();
    const { record_id, status } = reading;
    await db
      .insertInto("reviews")
      .values({ ...key, record_id, status, effective_status: effectiveStatus, replaced_by: null, comes_back_as: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const changed_seq = (await this.seq()) + 1n;
    const decision = effectiveStatus === "APPROVED" ? "approve" : "reject";
    const decided = {
      cause: "decision",
      decision,
      reason: "seen",
      decided_by: "verifier",
      at: new Date(this.#bench.now),
    };
    await db
      .insertInto("review_changes")
      .values({
        ...key,
        changed_seq,
        cause_record_id: `rec_decision_${changed_seq}`,
        effective_status: effectiveStatus,
        ...decided,
      })
      .execute();
    await this.#moveHead(changed_seq);
  }

  async #moveHead(seq: bigint): Promise<void> {
    await this.#bench.connection.db
      .updateTable("plant_heads")
      .set({ seq })
      .where("org_id", "=", this.#orgId)
      .where("plant_id", "=", this.plantId)
      .execute();
  }

  async seq(): Promise<bigint> {
    const { seq } = await this.#bench.connection.db
      .selectFrom("plant_heads")
      .select("seq")
      .where("org_id", "=", this.#orgId)
      .where("plant_id", "=", this.plantId)
      .executeTakeFirstOrThrow();
    return seq;
  }

  open(from: string, to: string) {
    return openPeriod(this.#bench.deps, this.actor, this.plantId, { from, to });
  }

  async close(periodId: string, facts: ClosingFacts = {}) {
    const [own] = await closePeriod(this.#bench.deps, this.actor, this.plantId, periodId, facts);
    return own;
  }

  /** Opens and closes. */
  async state(from: string, to: string, facts: ClosingFacts = {}) {
    const { periodId } = await this.open(from, to);
    return (await this.close(periodId, facts)).json;
  }
}

/** Hourly readings after `from`, each adding so many Wh to the export register. */
export function hourly(
  from: string,
  exports: readonly (number | null)[],
  start: { exported?: number; imported?: number; gross?: number } = {},
): Registers[] {
  let exported = start.exported ?? 0;
  const imported = start.imported ?? 0;
  return exports.map((wh, i) => {
    exported += wh ?? 0;
    return {
      at: Date.parse(from) + (i + 1) * 3_600_000,
      exported: wh === null ? null : exported,
      imported,
      gross: (start.gross ?? 0) + exported,
    };
  });
}

/** The rule a promise is refused by, or the code of the fault. */
export async function refusedBy(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "not refused";
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return String(error.facts.extensions?.rule ?? error.code);
  }
}
