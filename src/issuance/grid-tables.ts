import { type CustomTable, customTable } from "../carbon/custom-table.ts";
import { type FactorTable, factorTables } from "../carbon/factors.ts";
import { type Actor, roles } from "../kernel/actor.ts";
import { bytesToHex, canonicalBytes, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import type { Db } from "../platform/database.ts";
import { managers, requireRole } from "../tenancy/scope.ts";
import type { IssuanceDeps } from "./append.ts";
import * as store from "./grid-store.ts";
import type { Tables } from "./types.ts";

export { customTableSchema } from "../carbon/custom-table.ts";

/** A table that the organisation may name: its own with the upload's content, or one that the gateway ships. */
export type GridTable = {
  readonly table: FactorTable;
  /** Null: the gateway ships it. */
  readonly uploaded: { readonly content: CustomTable; readonly at: Date } | null;
};

/**
 * Stores a grid-factor table of the organisation's own under the id it gives itself. It stays as it is: a
 * correction is a table of another id, so that what names it can be computed again.
 *
 * @returns the stored table; `created` false when the same content stood there already
 * @throws {Fault} `forbidden`, `already-exists` when other content has the id
 */
export async function uploadGridTable(
  deps: IssuanceDeps,
  actor: Actor,
  upload: CustomTable,
): Promise<GridTable & { readonly created: boolean }> {
  requireRole(actor, managers);
  const content = canonicalBytes(upload as Json);
  const hash = sha256Bytes(content);
  const at = new Date(deps.clock.nowMs());
  const row = { tableId: upload.id, content, hash, createdAt: at, createdBy: actor.keyId };
  const created = await store.insertTable(deps.db.of(actor.orgId), actor.orgId, row);
  const found = await store.findTable(deps.db.of(actor.orgId), actor.orgId, upload.id);
  assertState(found !== undefined, "a table neither stored nor there before");
  if (bytesToHex(found.hash) !== bytesToHex(hash)) {
    const detail = `The grid table ${upload.id} exists already with other content (SHA-256 ${bytesToHex(found.hash)}): tables never change, choose another id.`;
    throw new Fault("already-exists", detail, { extensions: { table_id: upload.id, hash: bytesToHex(found.hash) } });
  }
  return { ...read(found), created };
}

/** @throws {Fault} `not-found`, the same for another organisation's table and one that does not exist */
export async function getGridTable(deps: IssuanceDeps, actor: Actor, tableId: string): Promise<GridTable> {
  requireRole(actor, roles);
  const shipped = factorTables.get(tableId);
  if (shipped !== undefined) return { table: shipped, uploaded: null };
  const found = await store.findTable(deps.db.of(actor.orgId), actor.orgId, tableId);
  if (found !== undefined) return read(found);
  throw new Fault("not-found", `There is no grid table ${tableId}: upload it, or list those there are.`);
}

/** One page by id of all tables that may be named. `next` is the id to continue after. */
export async function listGridTables(
  deps: IssuanceDeps,
  actor: Actor,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<{ tables: GridTable[]; next: string | undefined }> {
  requireRole(actor, roles);
  const own = (await store.listTables(deps.db.of(actor.orgId), actor.orgId, after, limit + 1)).map(read);
  const shipped = [...factorTables.values()].filter(({ id }) => id > after);
  const all = [...own, ...shipped.map((table): GridTable => ({ table, uploaded: null }))];
  const found = all.sort((a, b) => (a.table.id < b.table.id ? -1 : 1));
  const tables = found.slice(0, limit);
  return { tables, next: found.length > limit ? tables.at(-1)?.table.id : undefined };
}

/** The tables that something of an organisation may name: the shipped ones, and its own of the name that is asked for. */
export async function tablesFor(db: Db, orgId: string, grid: object): Promise<Tables> {
  const name = "table" in grid && typeof grid.table === "string" ? grid.table : undefined;
  if (name === undefined || factorTables.has(name)) return factorTables;
  const found = await store.findTable(db, orgId, name);
  return found === undefined ? factorTables : new Map([...factorTables, [name, read(found).table]]);
}

/** What is stored was checked when it came; the hash shows that it is still that. */
function read({ content, hash, createdAt }: store.StoredTable): GridTable & { uploaded: object } {
  const upload = JSON.parse(new TextDecoder().decode(content)) as CustomTable;
  const table = customTable(upload);
  assertState(table.hash === bytesToHex(hash), `the stored grid table ${table.id} is not what was uploaded`);
  return { table, uploaded: { content: upload, at: createdAt } };
}

/** The upload behind a custom table of a design, to be kept in the plant's chain; undefined for a shipped one. */
export function uploadOf({ hash: _, valid, ...table }: FactorTable): Json | undefined {
  return valid && ({ ...table, valid_from: valid.from, valid_until: valid.until } as Json);
}
