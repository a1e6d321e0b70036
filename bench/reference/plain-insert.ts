import type pg from "pg";

/** A row of the table `records`, as it is read. */
export type PlainRow = {
  readonly org_id: string;
  readonly plant_id: string;
  readonly seq: bigint;
  readonly record_id: string;
  readonly kind: string;
  readonly device_id: string | null;
  readonly received_at: Date;
  readonly ended_at: Date | null;
  readonly interval_s: number | null;
  readonly status: string | null;
  readonly trust_score: string | null;
  readonly commitment: Buffer;
  readonly body: Buffer;
};

const insert = `
  INSERT INTO records (org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s, status,
                       trust_score, commitment, body)
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                       $8::timestamptz[], $9::integer[], $10::text[], $11::numeric[], $12::bytea[], $13::bytea[])`;

/** What anybody would write to put rows into a table fast: some connections, a thousand rows a statement, each its own commit. */
export async function insertPlain(
  pool: pg.Pool,
  rows: readonly PlainRow[],
  { connections, rowsEach }: { readonly connections: number; readonly rowsEach: number },
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < rows.length) {
      const some = rows.slice(next, next + rowsEach);
      next += rowsEach;
      await pool.query(insert, [
        some.map((row) => row.org_id),
        some.map((row) => row.plant_id),
        some.map((row) => row.seq),
        some.map((row) => row.record_id),
        some.map((row) => row.kind),
        some.map((row) => row.device_id),
        some.map((row) => row.received_at),
        some.map((row) => row.ended_at),
        some.map((row) => row.interval_s),
        some.map((row) => row.status),
        some.map((row) => row.trust_score),
        some.map((row) => row.commitment),
        some.map((row) => row.body),
      ]);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
}
