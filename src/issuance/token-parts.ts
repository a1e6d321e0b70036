import { sql } from "kysely";
import type { Db } from "../platform/database.ts";
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
