import type { Db } from "../platform/database.ts";

/** An uploaded table: its canonical bytes and their SHA-256. */
export type StoredTable = {
  readonly tableId: string;
  readonly content: Uint8Array;
  readonly hash: Uint8Array;
  readonly createdAt: Date;
};

/** @returns false when the organisation has a table of that id already */
export async function insertTable(
  db: Db,
  orgId: string,
  table: StoredTable & { readonly createdBy: string },
): Promise<boolean> {
  const inserted = await db
    .insertInto("grid_tables")
    .values({
      org_id: orgId,
      table_id: table.tableId,
      content: table.content,
      hash: table.hash,
      created_at: table.createdAt,
      created_by: table.createdBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

export async function findTable(db: Db, orgId: string, tableId: string): Promise<StoredTable | undefined> {
  const row = await db
    .selectFrom("grid_tables")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("table_id", "=", tableId)
    .executeTakeFirst();
  return row && { tableId: row.table_id, content: row.content, hash: row.hash, createdAt: row.created_at };
}

/** Tables by id, after one. */
export async function listTables(db: Db, orgId: string, after: string, limit: number): Promise<StoredTable[]> {
  const rows = await db
    .selectFrom("grid_tables")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("table_id", ">", after)
    .orderBy("table_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    tableId: row.table_id,
    content: row.content,
    hash: row.hash,
    createdAt: row.created_at,
  }));
}
