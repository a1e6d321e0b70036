import { sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import { type Places, passageOf, type RetirementStep, type TransferStep } from "./moves.ts";

/**
 * Who owns how many units of which issuance. Changed only under the plant's lock (`lockIssuance`), with the record
 * that says so; the table's own checks keep every place at or above 0 and all of them at what was minted.
 */

export type HoldingKey = PlantKey & { readonly issuanceId: string; readonly tokenId: string };

export type Holding = HoldingKey &
  Places & {
    readonly rulebook: string;
    readonly vintage: number /** Grams of one unit. */;
    readonly unitG: bigint /** When it was first seen that the ledger has the token deleted: nothing moves in it any more. */;
    readonly tokenDeletedAt: Date | null;
  };

/** Units that were minted into the treasury belong to the plant's organisation: with the settlement of the mint. */
export async function creditHolding(tx: Tx, key: HoldingKey, units: bigint): Promise<void> {
  const { orgId, plantId, issuanceId, tokenId } = key;
  await sql`
    INSERT INTO holdings (org_id, plant_id, issuance_id, token_id, minted, free, moving, transferred, retired)
    VALUES (${orgId}, ${plantId}, ${issuanceId}, ${tokenId}, ${units}, ${units}, 0, 0, 0)
    ON CONFLICT (org_id, plant_id, issuance_id, token_id)
    DO UPDATE SET minted = holdings.minted + ${units}, free = holdings.free + ${units}`.execute(tx);
}

/** Moves units to where a step of a transfer or retirement puts them. */
export async function passUnits(
  tx: Tx,
  key: HoldingKey,
  move: "transfer" | "retirement",
  step: TransferStep | RetirementStep,
  units: bigint,
): Promise<void> {
  const passage = passageOf(move, step);
  if (passage === undefined) return;
  const { orgId, plantId, issuanceId, tokenId } = key;
  const [from, to] = [sql.ref(passage.from), sql.ref(passage.to)];
  const { rows } = await sql`
    UPDATE holdings SET ${from} = ${from} - ${units}, ${to} = ${to} + ${units}
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND issuance_id = ${issuanceId} AND token_id = ${tokenId}
    RETURNING free`.execute(tx);
  assertState(rows.length === 1, `units of ${issuanceId} in ${tokenId}, which nobody holds`);
}

/** Holdings of an organisation, or of one issuance of it, by issuance and token. */
export async function listHoldings(db: Db, orgId: string, issuanceId?: string): Promise<Holding[]> {
  let query = db
    .selectFrom("holdings as held")
    .innerJoin("issuances as issuance", "issuance.issuance_id", "held.issuance_id")
    .innerJoin("tokens as token", "token.token_id", "held.token_id")
    .selectAll("held")
    .select("token.deleted_at")
    .select(["issuance.rulebook", "issuance.vintage", "issuance.unit_g"])
    .where("held.org_id", "=", orgId);
  if (issuanceId !== undefined) query = query.where("held.issuance_id", "=", issuanceId);
  const rows = await query.orderBy("held.plant_id").orderBy("held.issuance_id").orderBy("held.token_id").execute();
  return rows.map(({ org_id, plant_id, issuance_id, token_id, unit_g, deleted_at, ...rest }) => ({
    orgId: org_id,
    plantId: plant_id,
    issuanceId: issuance_id,
    tokenId: token_id,
    unitG: unit_g,
    tokenDeletedAt: deleted_at,
    ...rest,
  }));
}

/** The token, locked against a halt until the transaction ends. */
export async function lockTokenById(
  tx: Tx,
  tokenId: string,
): Promise<
  { readonly tokenKey: string; readonly treasuryAccountId: string; readonly halted: string | null } | undefined
> {
  // Whoever orders may not change tokens, and so not lock one by himself.
  const { rows } = await sql<{ token_key: string; treasury_account_id: string; halted: string | null }>`
    SELECT * FROM hold_token(${tokenId})`.execute(tx);
  const [row] = rows;
  return row && { tokenKey: row.token_key, treasuryAccountId: row.treasury_account_id, halted: row.halted };
}

/**
 * Units that the books have in the treasury, and what they ought to have by the settled mints, transfers and
 * retirements of the token, and by what the registrar has booked as such: of one state of the database.
 */
export async function treasuryBooks(
  db: Db,
  tokenId: string,
): Promise<{ readonly held: bigint; readonly expected: bigint }> {
  const { rows } = await sql<{ held: bigint; expected: bigint }>`
    SELECT
      (SELECT coalesce(sum(free + moving), 0)::bigint FROM holdings WHERE token_id = ${tokenId}) AS held,
      (SELECT coalesce(sum(amount), 0)::bigint FROM mint_parts WHERE token_id = ${tokenId} AND state = 'minted')
      - (SELECT coalesce(sum(units), 0)::bigint FROM transfers WHERE token_id = ${tokenId} AND state = 'done')
      - (SELECT coalesce(sum(units), 0)::bigint FROM retirements WHERE token_id = ${tokenId} AND state = 'done' AND job_id IS NOT NULL)
      - (SELECT coalesce(sum(movement.units), 0)::bigint FROM token_movements AS movement JOIN tokens USING (token_key)
         WHERE token_id = ${tokenId} AND movement.move_id IS NOT NULL)
      AS expected`.execute(db);
  const [row] = rows;
  assertState(row !== undefined, "a sum without a row");
  return row;
}
