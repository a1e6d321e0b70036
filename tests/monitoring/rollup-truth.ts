import { sql } from "kysely";
import type { Db } from "../../src/platform/database.ts";

/**
 * Rollups by their definition, from the records one by one and without the database's arithmetic: what the loop keeps
 * must be this, whatever way it came there.
 */

export type Bucket = {
  readonly count: number;
  readonly sum: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
  readonly approved: number;
  readonly flagged: number;
  readonly rejected: number;
};

export type Reading = {
  readonly endedAt: number;
  readonly seq: bigint;
  readonly device: string;
  readonly standing: string;
  readonly readings: Record<string, number>;
};

const widths = [60, 300, 3600, 86_400];

/** Every bucket of a plant by `device metric width end`, and the newest value of each line by `device metric`. */
export async function truthOf(
  db: Db,
  orgId: string,
): Promise<{ buckets: Map<string, Bucket>; newest: Map<string, string> }> {
  return truthFrom(await readingsOf(db, orgId));
}

/** The same from readings that somebody has kept. */
export function truthFrom(found: readonly Reading[]): { buckets: Map<string, Bucket>; newest: Map<string, string> } {
  const groups = new Map<string, { reading: Reading; value: number }[]>();
  const newest = new Map<string, string>();
  for (const reading of found.toSorted((a, b) => a.endedAt - b.endedAt || Number(a.seq - b.seq))) {
    for (const [metric, value] of Object.entries(reading.readings)) {
      newest.set(`${reading.device} ${metric}`, `${new Date(reading.endedAt).toISOString()} ${reading.seq} ${value}`);
      for (const width of widths) {
        const end = new Date(Math.ceil(reading.endedAt / (width * 1000)) * width * 1000).toISOString();
        const name = `${reading.device} ${metric} ${width} ${end}`;
        groups.set(name, [...(groups.get(name) ?? []), { reading, value }]);
      }
    }
  }
  return { buckets: new Map([...groups].map(([name, group]) => [name, bucketOf(group)])), newest };
}

function bucketOf(group: readonly { reading: Reading; value: number }[]): Bucket {
  const values = group.filter(({ reading }) => reading.standing !== "rejected").map(({ value }) => value);
  const of = (standing: string) => group.filter(({ reading }) => reading.standing === standing).length;
  return {
    count: values.length,
    sum: decimalSum(values),
    min: values.length === 0 ? null : Math.min(...values),
    max: values.length === 0 ? null : Math.max(...values),
    last: values.at(-1) ?? null,
    ...{ approved: of("approved"), flagged: of("flagged"), rejected: of("rejected") },
  };
}

/** Exact, for values of up to 20 decimals. */
function decimalSum(values: readonly number[]): string {
  const sum = values.reduce((total, value) => {
    const [whole = "0", fraction = ""] = String(Math.abs(value)).split(".");
    const scaled = BigInt(`${whole}${fraction.padEnd(20, "0")}`);
    return value < 0 ? total - scaled : total + scaled;
  }, 0n);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(21, "0");
  const text = `${digits.slice(0, -20)}.${digits.slice(-20)}`.replace(/\.?0+$/, "");
  return sum < 0n ? `-${text}` : text;
}

const readingsOf = async (db: Db, orgId: string) => standing(await recordsOf(db, orgId));

export type RecordRow = {
  readonly seq: bigint;
  readonly kind: string;
  readonly device_id: string;
  readonly ended_at: Date;
  readonly standing: string;
  readonly body: Uint8Array;
};

/** Readings and corrections that are rows still, with where they stand. */
export async function recordsOf(db: Db, orgId: string): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    SELECT record.seq, kind, device_id, ended_at, coalesce(effective_status, record.status) AS standing, body
    FROM records AS record LEFT JOIN reviews USING (org_id, plant_id, seq)
    WHERE org_id = ${orgId} AND kind IN ('reading', 'correction')`.execute(db);
  return rows;
}

/** Those of them that count, or were rejected. */
export function standing(rows: readonly RecordRow[]): Reading[] {
  const standings: Record<string, string> = { APPROVED: "approved", FLAGGED: "flagged", REOPENED: "flagged" };
  return rows.flatMap((row) => {
    const standing = row.standing === "REJECTED" && row.kind === "reading" ? "rejected" : standings[row.standing];
    const { readings } = JSON.parse(Buffer.from(row.body).toString()) as { readings: Record<string, number> };
    const reading = { endedAt: row.ended_at.getTime(), seq: row.seq, device: row.device_id, readings };
    return standing === undefined ? [] : [{ ...reading, standing }];
  });
}

/** What the loop keeps, in the same form. */
export async function keptOf(
  db: Db,
  orgId: string,
): Promise<{ buckets: Map<string, Bucket>; newest: Map<string, string> }> {
  const { rows } = await sql<Bucket & { name: string }>`
    SELECT device_id || ' ' || metric || ' ' || width_s || ' ' || to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS name,
      count, trim_scale(sum)::text AS sum, min, max, last, approved, flagged, rejected
    FROM rollups JOIN rollup_lines USING (org_id, line_id) WHERE org_id = ${orgId}`.execute(db);
  const lines = await sql<{ name: string; newest: string }>`
    SELECT device_id || ' ' || metric AS name,
      to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || last_seq || ' ' || last_value AS newest
    FROM rollup_lines WHERE org_id = ${orgId}`.execute(db);
  return {
    buckets: new Map(rows.map(({ name, ...bucket }) => [name, bucket])),
    newest: new Map(lines.rows.map(({ name, newest }) => [name, newest])),
  };
}
