import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../src/platform/database.ts";

/** What a database held at a moment, kept beside it. Brought back while its users stay connected, for tests of old backups. */
export async function dumped(db: Db): Promise<{ restore(): Promise<void> }> {
  const { rows } = await sql<{ name: string; columns: string }>`
    SELECT relation.relname AS name, string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns
    FROM pg_class AS relation JOIN pg_attribute ON attrelid = relation.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relation.relname`.execute(db);
  const run = (text: string) => sql.raw(text).execute(db);
  await run("CREATE SCHEMA dump");
  for (const { name, columns } of rows)
    await run(`CREATE TABLE dump."${name}" AS SELECT ${columns} FROM public."${name}"`);
  const back = (): RawBuilder<unknown>[] => [
    sql`SET LOCAL session_replication_role = replica`,
    sql.raw(`TRUNCATE ${rows.map(({ name }) => `public."${name}"`).join(", ")}`),
    ...rows.map(({ name, columns }) =>
      sql.raw(
        `INSERT INTO public."${name}" (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM dump."${name}"`,
      ),
    ),
  ];
  return {
    restore: () =>
      db.transaction().execute(async (tx) => {
        for (const statement of back()) await statement.execute(tx);
      }),
  };
}
