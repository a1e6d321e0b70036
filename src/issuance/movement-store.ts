import { type Selectable, sql } from "kysely";
import type { TokenOfTreasury } from "../ledger/ledger.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { IssuanceTables } from "../platform/schema-issuance.ts";
import { receiversOf, treasuryChange, unitsChange } from "./reconcile-moves.ts";
import type { Mismatch, NewMovement, UnitsEntry } from "./reconciled.ts";

/** What moved units of a token on the ledger without being in the books, and what the registrar has found it to be. */

export const bookings = ["mint", "transfer", "retirement", "nobody"] as const;
export type BookedAs = (typeof bookings)[number];

export type Booked = {
  readonly as: BookedAs;
  /** Whose units they are or were; null: nobody's. */
  readonly issuanceId: string | null;
  /** The transfer or retirement in the plant's chain, and its place there. */
  readonly move: { readonly id: string; readonly seq: bigint } | null;
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
};

export type Movement = NewMovement & { readonly tokenKey: string; readonly booked: Booked | null };

/** Entries that are not in the books, as movements. */
export function movementsOf(
  entries: readonly UnitsEntry[],
  token: TokenOfTreasury,
  odd: readonly Mismatch[],
): NewMovement[] {
  const reasons = new Map(odd.map(({ transactionId, reason }) => [transactionId, reason]));
  return entries.flatMap((entry) => {
    const reason = reasons.get(entry.transactionId);
    if (reason === undefined) return [];
    const isMint = entry.name === "TOKENMINT";
    const [toAccount = null, ...more] = receiversOf(entry, token);
    const { transactionId, consensusTimestamp, memo = null } = entry;
    return {
      ...{ transactionId, consensusTimestamp, memo, reason },
      kind: isMint ? "mint" : entry.name === "TOKENBURN" ? "burn" : "transfer",
      units: isMint ? unitsChange(entry, token) : -treasuryChange(entry, token),
      toAccount: isMint || more.length > 0 ? null : toAccount,
    } satisfies NewMovement;
  });
}

/** Keeps them for the registrar; those that are there already stay as they are. */
export async function noteMovements(tx: Tx, tokenKey: string, found: readonly NewMovement[], at: Date): Promise<void> {
  if (found.length === 0) return;
  await tx
    .insertInto("token_movements")
    .values(
      found.map((one) => ({
        ...{ token_key: tokenKey, transaction_id: one.transactionId, kind: one.kind, units: one.units },
        ...{ to_account: one.toAccount, memo: one.memo, consensus_timestamp: one.consensusTimestamp },
        ...{ reason: one.reason, found_at: at },
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Of a token, those that were found before and are in the books by now, without the registrar's doing. */
export async function dropExplained(tx: Tx, tokenKey: string, found: readonly NewMovement[]): Promise<void> {
  const ids = found.map(({ transactionId }) => transactionId);
  await sql`
    DELETE FROM token_movements
    WHERE token_key = ${tokenKey} AND booked_at IS NULL AND transaction_id <> ALL(${ids}::text[])`.execute(tx);
}

/** All of a token, in the order of the ledger. */
export async function listMovements(db: Db, tokenKey: string): Promise<Movement[]> {
  const query = db.selectFrom("token_movements").selectAll().where("token_key", "=", tokenKey);
  return (await query.orderBy("consensus_timestamp").orderBy("transaction_id").execute()).map(movementOf);
}

/** The one of that transaction, locked until this one ends. */
export async function lockMovement(tx: Tx, tokenKey: string, transactionId: string): Promise<Movement | undefined> {
  const query = tx.selectFrom("token_movements").selectAll().where("token_key", "=", tokenKey);
  const row = await query.where("transaction_id", "=", transactionId).forUpdate().executeTakeFirst();
  return row && movementOf(row);
}

export async function markBooked(tx: Tx, { tokenKey, transactionId }: Movement, booked: Booked): Promise<void> {
  await tx
    .updateTable("token_movements")
    .set({
      ...{ booked_as: booked.as, issuance_id: booked.issuanceId },
      ...{ move_id: booked.move?.id ?? null, seq: booked.move?.seq ?? null },
      ...{ booked_by: booked.by, booked_because: booked.reason, booked_at: booked.at },
    })
    .where("token_key", "=", tokenKey)
    .where("transaction_id", "=", transactionId)
    .execute();
}

/** What the registrar has found the movements of a token to be, by transaction. */
export async function bookedOf(db: Db, tokenKey: string): Promise<Map<string, Booked>> {
  const all = await listMovements(db, tokenKey);
  return new Map(
    all.flatMap(({ transactionId, booked }) => (booked === null ? [] : [[transactionId, booked] as const])),
  );
}

/** Units in the treasury that are nobody's, by what went in and out of it: below 0, units of the books are missing. */
export function spareOf(
  entries: readonly UnitsEntry[],
  token: TokenOfTreasury,
  booked: ReadonlyMap<string, Pick<Booked, "as">>,
): bigint {
  const changes = entries.map((entry) => {
    const change = treasuryChange(entry, token);
    const isGift = change > 0n && entry.name !== "TOKENMINT";
    return isGift || booked.get(entry.transactionId)?.as === "nobody" ? change : 0n;
  });
  return changes.reduce((sum, change) => sum + change, 0n);
}

/** By how many units mints and burns that the registrar has looked into, beside those of statements and orders, change the supply. */
export function bookedSupply(
  entries: readonly UnitsEntry[],
  token: TokenOfTreasury,
  booked: ReadonlyMap<string, Pick<Booked, "as">>,
): bigint {
  const own = entries.filter(({ transactionId: id, name }) => {
    const as = booked.get(id)?.as;
    return name === "TOKENMINT" ? as === "nobody" : name === "TOKENBURN" && as !== undefined;
  });
  return own.reduce((sum, entry) => sum + unitsChange(entry, token), 0n);
}

/** What was booked as a mint of an issuance, by transaction: the ledger's memo is that of a statement that was lost. */
export async function bookedMints(db: Db, issuanceId: string): Promise<Map<string, Movement>> {
  const query = db.selectFrom("token_movements").selectAll().where("issuance_id", "=", issuanceId);
  const rows = await query.where("booked_as", "=", "mint").execute();
  return new Map(rows.map((row) => [row.transaction_id, movementOf(row)]));
}

/** Places in the plant's chain where units of an issuance were booked as transferred or retired. */
export async function bookedPlaces(db: Db, issuanceId: string): Promise<bigint[]> {
  const rows = await db.selectFrom("token_movements").select("seq").where("issuance_id", "=", issuanceId).execute();
  return rows.flatMap(({ seq }) => seq ?? []);
}

const moveOf = ({ move_id: id, seq }: { readonly move_id: string | null; readonly seq: bigint | null }) =>
  id === null || seq === null ? null : { id, seq };

function movementOf(row: Selectable<IssuanceTables["token_movements"]>): Movement {
  const { booked_as: as, booked_by: by, booked_because: because, booked_at: at } = row;
  return {
    tokenKey: row.token_key,
    transactionId: row.transaction_id,
    kind: row.kind,
    units: row.units,
    toAccount: row.to_account,
    memo: row.memo,
    consensusTimestamp: row.consensus_timestamp,
    reason: row.reason,
    booked:
      as === null || by === null || because === null || at === null
        ? null
        : { as, issuanceId: row.issuance_id, move: moveOf(row), by, reason: because, at },
  };
}
