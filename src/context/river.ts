import { sql } from "kysely";
import type { Actor } from "../kernel/actor.ts";
import { base32 } from "../kernel/ids.ts";
import { type Clock, isoFromMs, type Randomness } from "../kernel/time.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant, type PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { publish } from "../platform/events.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { recordActs } from "../tenancy/acts.ts";
import { managers, mayUsePlant, readers, requireRole } from "../tenancy/scope.ts";
import { type FlowRow, readFlowRows } from "./river-rows.ts";

/** Flows of the river at a plant, as somebody else's gauge has them: imported by its operators, never changed. */

export type RiverDeps = { readonly db: ScopedDb; readonly clock: Clock; readonly random: Randomness };

export type RowOutcome = {
  readonly line: number;
  /** `duplicate`: the same value was there. `refused`: it says nothing readable, or another value than was there. */
  readonly outcome: "accepted" | "duplicate" | "refused";
  readonly detail: string | null;
};

export type RiverImport = {
  readonly importId: string;
  readonly plantId: string;
  /** Of the table as it came, hex. */
  readonly sha256: string;
  readonly rows: readonly RowOutcome[];
};

/** Takes what of a table can be taken, and says what became of each row. @throws {Fault} `forbidden`, `not-found`, `invalid-request` */
export async function importRiverFlows(
  deps: RiverDeps,
  actor: Actor,
  plantId: string,
  text: string,
): Promise<RiverImport> {
  requireRole(actor, managers);
  if (!mayUsePlant(actor, plantId)) throw plantNotFound(plantId);
  const nowMs = deps.clock.nowMs();
  const at = new Date(nowMs);
  const digest = sha256(text);
  const importId = `rvi_${base32(deps.random.bytes(16))}`;
  const key = { orgId: actor.orgId, plantId };
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await findPlant(tx, actor.orgId, plantId)) === undefined) throw plantNotFound(plantId);
      const rows = readFlowRows(text, nowMs);
      const place = { org_id: key.orgId, plant_id: plantId, import_id: importId };
      const more = { sha256: digest, rows: rows.length, created_at: at, created_by: actor.keyId };
      const values = distinct(rows);
      // The rows point to it: it is there before them, with what could be accepted at most.
      await tx
        .insertInto("river_imports")
        .values({ ...place, ...more, accepted: values.length })
        .execute();
      const outcomes = await insertFlows(tx, key, importId, rows, values);
      const accepted = outcomes.filter(({ outcome }) => outcome === "accepted").length;
      const detail = { import_id: importId, sha256: digest.toString("hex"), rows: rows.length, accepted };
      await recordActs(tx, [{ orgId: key.orgId, actor, act: "river-flows.imported", object: plantId, detail }], at);
      await publish(tx, { type: "context.changed" });
      return { importId, plantId, sha256: digest.toString("hex"), rows: outcomes };
    });
}

type Read = NonNullable<FlowRow["read"]>;
const placeOf = ({ station, atMs }: Read) => `${atMs} ${station}`;

/** The first row of each station and time. */
function distinct(rows: readonly FlowRow[]): Read[] {
  const first = new Map<string, Read>();
  for (const { read } of rows) if (read !== undefined && !first.has(placeOf(read))) first.set(placeOf(read), read);
  return [...first.values()];
}

async function insertFlows(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  importId: string,
  rows: readonly FlowRow[],
  values: readonly Read[],
): Promise<RowOutcome[]> {
  const times = values.map(({ atMs }) => isoFromMs(atMs));
  const stations = values.map(({ station }) => station);
  const { rows: made } = await sql<{ station: string; at: Date }>`
    INSERT INTO river_flows (org_id, plant_id, station, at, flow_m3s, import_id)
    SELECT ${orgId}, ${plantId}, station, at, flow, ${importId}
    FROM unnest(${stations}::text[], ${times}::timestamptz[], ${values.map(({ flowM3s }) => flowM3s)}::float8[])
      AS row (station, at, flow)
    -- Two tables with the same rows in other orders wait for each other instead of deadlocking.
    ORDER BY station, at
    ON CONFLICT DO NOTHING RETURNING station, at`.execute(tx);
  const { rows: standing } = await sql<{ station: string; at: Date; flow_m3s: number }>`
    SELECT station, at, flow_m3s FROM river_flows
    WHERE org_id = ${orgId} AND plant_id = ${plantId}
      AND (station, at) IN (SELECT * FROM unnest(${stations}::text[], ${times}::timestamptz[]))`.execute(tx);
  const textOf = (row: { station: string; at: Date }) => `${row.at.getTime()} ${row.station}`;
  const fresh = new Set(made.map(textOf));
  const flows = new Map(standing.map((row) => [textOf(row), row.flow_m3s]));
  return rows.map(({ line, read, error }) => {
    if (read === undefined) return { line, outcome: "refused", detail: error ?? null };
    const place = placeOf(read);
    const stands = flows.get(place);
    if (stands !== read.flowM3s) return { line, outcome: "refused", detail: `${stands} m3/s stands there already` };
    // Of two equal rows of one table the first is new.
    return fresh.delete(place)
      ? { line, outcome: "accepted", detail: null }
      : { line, outcome: "duplicate", detail: null };
  });
}

export type RiverFlow = {
  readonly station: string;
  readonly at: Date;
  readonly flowM3s: number;
  readonly importId: string;
};

/** One page of a plant's flows, newest first. @throws {Fault} `forbidden`, `not-found` */
export async function listRiverFlows(
  deps: Pick<RiverDeps, "db">,
  actor: Actor,
  plantId: string,
  page: { readonly after?: { readonly at: string; readonly station: string } | undefined; readonly limit: number },
): Promise<{ flows: RiverFlow[]; more: boolean }> {
  requireRole(actor, readers);
  const db: Db = deps.db.of(actor.orgId);
  const plant = mayUsePlant(actor, plantId) ? await findPlant(db, actor.orgId, plantId) : undefined;
  if (plant === undefined) throw plantNotFound(plantId);
  const { after, limit } = page;
  const rows = await db
    .selectFrom("river_flows")
    .selectAll()
    .where("org_id", "=", actor.orgId)
    .where("plant_id", "=", plantId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(at, station) < (${after?.at ?? ""}::timestamptz, ${after?.station ?? ""})`),
    )
    .orderBy("at", "desc")
    .orderBy("station", "desc")
    .limit(limit + 1)
    .execute();
  const flows = rows.map((row) => ({
    ...{ station: row.station, at: row.at, flowM3s: row.flow_m3s, importId: row.import_id },
  }));
  return { flows: flows.slice(0, limit), more: flows.length > limit };
}
