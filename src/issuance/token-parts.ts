import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";
import type { MintPart } from "./mint-parts.ts";
import type { TokenKind } from "./tokens.ts";

/** A part that a job was ordered for, as reconciliation compares it with the ledger. */
export type OrderedPart = MintPart & { readonly transactionId: string | null; readonly mintedAt: Date | null };

/**
 * Parts of a token, of all organisations: those that were ordered in it, and those of its kind, ordered or not, that are
 * named by memo.
 *
 * @param only which of those that were ordered: absent, all
 */
export async function partsOfToken(
  db: Db,
  token: TokenKind & { readonly tokenKey: string },
  memos: readonly string[],
  only?: { readonly transactionIds: readonly string[] },
): Promise<OrderedPart[]> {
  const { rows } = await sql<{
    part_no: number;
    amount: bigint;
    memo: string;
    transaction_id: string | null;
    minted_at: Date | null;
  }>`
    SELECT part.part_no, part.amount, part.memo, part.transaction_id, part.minted_at FROM mint_parts AS part
    WHERE part.token_key = ${token.tokenKey}
      AND (${only === undefined}::boolean OR part.memo = ANY(${[...memos]}::text[])
        OR part.transaction_id = ANY(${[...(only?.transactionIds ?? [])]}::text[]))
    UNION ALL
    SELECT part.part_no, part.amount, part.memo, part.transaction_id, part.minted_at FROM mint_parts AS part
    JOIN mint_intents AS intent USING (intent_id)
    WHERE part.memo = ANY(${[...memos]}::text[]) AND part.token_key IS NULL
      AND (intent.rulebook, intent.vintage, intent.unit_g) = (${token.rulebook}, ${token.vintage}::integer, ${token.unitG}::bigint)
    `.execute(db);
  return rows.map((row) => ({
    partNo: row.part_no,
    amount: row.amount,
    memo: row.memo,
    transactionId: row.transaction_id,
    mintedAt: row.minted_at,
  }));
}

export type WaitingPart = Pick<MintPart, "partNo" | "memo" | "amount"> & {
  readonly intentId: string;
  readonly jobId: string;
};

/** Parts that were ordered in a token and are not minted. */
export async function waitingIn(db: Db, tokenKey: string): Promise<WaitingPart[]> {
  const rows = await db
    .selectFrom("mint_parts")
    .select(["intent_id", "part_no", "memo", "amount", "job_id"])
    .where("token_key", "=", tokenKey)
    .where("state", "=", "committed")
    .orderBy("intent_id")
    .orderBy("part_no")
    .execute();
  return rows.flatMap(({ intent_id: intentId, part_no: partNo, memo, amount, job_id: jobId }) =>
    jobId === null ? [] : [{ intentId, partNo, memo, amount, jobId }],
  );
}

/** The part waits for an order again. @returns false when it is minted, or has another order */
export async function unassignJob(
  tx: Tx,
  part: Pick<WaitingPart, "intentId" | "partNo" | "jobId"> & { readonly tokenKey: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("mint_parts")
    .set({ job_id: null, token_key: null })
    .where("intent_id", "=", part.intentId)
    .where("part_no", "=", part.partNo)
    .where("job_id", "=", part.jobId)
    .where("token_key", "=", part.tokenKey)
    .where("state", "=", "committed")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
