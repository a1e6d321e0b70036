import { sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { TokenKind, TokenPlace } from "./tokens.ts";

/** The tokens of this gateway: for each rulebook, vintage and unit one after the other, for all organisations. */

export type TokenState = TokenPlace & {
  readonly tokenKey: string;
  readonly holds: "units" | "certificates";
  /** In smallest units, or serials. */
  readonly maxSupply: bigint;
  readonly treasuryAccountId: string;
  readonly jobId: string;
  /** Null until the ledger has created it. */
  readonly tokenId: string | null;
  readonly transactionId: string | null;
  /** Why nothing more is issued in it. */
  readonly halt: { readonly reason: string; readonly transactionId: string | null; readonly at: Date } | null;
  /** Mints that no statement asked for and a person has looked into. */
  readonly accepted: readonly string[];
  readonly reconciled: {
    readonly minted: bigint;
    readonly burned: bigint;
    /** Null: not looked at yet. */
    readonly treasury: bigint | null;
    /** In the treasury and nobody's; null: not looked at yet. */
    readonly spare: bigint | null;
    /** Consensus time up to which the mirror was read. */
    readonly to: string | null;
    readonly at: Date;
  } | null;
  /** When it was first seen that the ledger has it deleted. */
  readonly deletedAt: Date | null;
  /** From when on what waited in it is issued in the next token of its kind. */
  readonly replacedAt: Date | null;
};

export async function insertToken(
  tx: Tx,
  token: Pick<TokenState, "tokenKey" | "holds" | "maxSupply" | "treasuryAccountId" | "jobId"> & TokenPlace,
  at: Date,
): Promise<void> {
  await tx
    .insertInto("tokens")
    .values({
      token_key: token.tokenKey,
      rulebook: token.rulebook,
      vintage: token.vintage,
      unit_g: token.unitG,
      kind: token.holds,
      series: token.series,
      max_supply: token.maxSupply,
      treasury_account_id: token.treasuryAccountId,
      job_id: token.jobId,
      created_at: at,
    })
    .execute();
}

/** The newest token of a kind. Locked against a halt until the transaction ends. */
export async function lockNewest(
  tx: Tx,
  { rulebook, vintage, unitG }: TokenKind,
  holds: TokenState["holds"],
): Promise<TokenState | undefined> {
  const row = await tx
    .selectFrom("tokens")
    .selectAll()
    .where("rulebook", "=", rulebook)
    .where("vintage", "=", vintage)
    .where("unit_g", "=", unitG)
    .where("kind", "=", holds)
    .orderBy("series", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row && tokenOf(row);
}

export async function listTokens(db: Db): Promise<TokenState[]> {
  return (await db.selectFrom("tokens").selectAll().orderBy("token_key").execute()).map(tokenOf);
}

export async function findToken(db: Db, tokenKey: string): Promise<TokenState | undefined> {
  const row = await db.selectFrom("tokens").selectAll().where("token_key", "=", tokenKey).executeTakeFirst();
  return row && tokenOf(row);
}

/** Of these tokens, those that the ledger has deleted. */
export async function deletedTokens(db: Db, tokenIds: readonly string[]): Promise<string[]> {
  const query = db.selectFrom("tokens").select("token_id").where("deleted_at", "is not", null);
  const rows = await query
    .where("token_id", "in", [...tokenIds, ""])
    .orderBy("token_id")
    .execute();
  return rows.flatMap(({ token_id }) => token_id ?? []);
}

/** The same, locked against a halt and against who else looks at it until the transaction ends. */
export async function lockToken(tx: Tx, tokenKey: string): Promise<TokenState | undefined> {
  const query = tx.selectFrom("tokens").selectAll().where("token_key", "=", tokenKey).forUpdate();
  const row = await query.executeTakeFirst();
  return row && tokenOf(row);
}

/** So many units of the treasury are nobody's any more (below 0), or are now. */
export async function addSpare(tx: Tx, tokenKey: string, units: bigint): Promise<void> {
  await sql`UPDATE tokens SET ledger_spare = ledger_spare + ${units}::bigint WHERE token_key = ${tokenKey}`.execute(tx);
}

export async function markTokenCreated(
  tx: Tx,
  jobId: string,
  created: {
    readonly tokenId: string;
    readonly transactionId: string;
    readonly treasuryAccountId?: string | undefined;
  },
): Promise<void> {
  const { tokenId, transactionId, treasuryAccountId } = created;
  const { numUpdatedRows } = await tx
    .updateTable("tokens")
    .set({
      token_id: tokenId,
      transaction_id: transactionId,
      ...(treasuryAccountId !== undefined && { treasury_account_id: treasuryAccountId }),
    })
    .where("job_id", "=", jobId)
    .where("token_id", "is", null)
    .executeTakeFirst();
  assertState(numUpdatedRows === 1n, `the token of ${jobId} was created twice`);
}

/** @returns false when it is halted already: the first reason stands. */
export async function markHalted(
  tx: Tx,
  tokenKey: string,
  halt: { readonly reason: string; readonly transactionId: string | null; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("tokens")
    .set({ halted: halt.reason, halted_transaction: halt.transactionId, halted_at: halt.at })
    .where("token_key", "=", tokenKey)
    .where("halted", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The reason to halt is known and accepted: its transaction never halts the token again. @returns false when it runs */
export async function markResumed(tx: Tx, tokenKey: string): Promise<boolean> {
  const { rows } = await sql`
    UPDATE tokens SET halted = NULL, halted_transaction = NULL, halted_at = NULL,
      accepted_transactions = array_remove(accepted_transactions || halted_transaction, NULL)
    WHERE token_key = ${tokenKey} AND halted IS NOT NULL RETURNING token_key`.execute(tx);
  return rows.length === 1;
}

export async function markReconciled(
  tx: Tx,
  tokenKey: string,
  found: {
    readonly minted: bigint;
    readonly burned: bigint;
    /** Of units. */
    readonly treasury?: bigint;
    readonly spare?: bigint;
    readonly to: string | undefined;
    readonly isDeleted?: boolean | undefined;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .updateTable("tokens")
    .set({
      ...(found.isDeleted === true && { deleted_at: sql`coalesce(deleted_at, ${found.at})` }),
      ledger_minted: found.minted,
      ledger_burned: found.burned,
      ledger_treasury: found.treasury ?? null,
      ledger_spare: found.spare ?? null,
      reconciled_to: found.to ?? null,
      reconciled_at: found.at,
    })
    .where("token_key", "=", tokenKey)
    .execute();
}

/** What waits in it is issued in the next token of its kind from now on; it stays halted, and its reason says so. */
export async function markReplaced(tx: Tx, tokenKey: string, at: Date): Promise<void> {
  await sql`UPDATE tokens SET replaced_at = ${at}, halted = halted || ${`; ${replacedWords}`}::text
    WHERE token_key = ${tokenKey}`.execute(tx);
}

const replacedWords = "what waited to be minted in it is minted in the next token of its kind";

/** Whoever plans mints does so alone, on whatever gateway: until the transaction ends. */
export async function planAlone(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('mint plan'))`.execute(tx);
}

type TokenRow = {
  token_key: string;
  rulebook: string;
  vintage: number;
  unit_g: bigint;
  kind: "units" | "certificates";
  series: number;
  max_supply: bigint;
  treasury_account_id: string;
  job_id: string;
  token_id: string | null;
  transaction_id: string | null;
  halted: string | null;
  halted_transaction: string | null;
  halted_at: Date | null;
  accepted_transactions: string[];
  ledger_minted: bigint | null;
  ledger_burned: bigint | null;
  ledger_treasury: bigint | null;
  ledger_spare: bigint | null;
  reconciled_to: string | null;
  reconciled_at: Date | null;
  deleted_at: Date | null;
  replaced_at: Date | null;
};

function tokenOf(row: TokenRow): TokenState {
  const { halted, halted_at, ledger_minted: minted, ledger_burned: burned, reconciled_at } = row;
  return {
    tokenKey: row.token_key,
    rulebook: row.rulebook,
    vintage: row.vintage,
    unitG: row.unit_g,
    holds: row.kind,
    series: row.series,
    maxSupply: row.max_supply,
    treasuryAccountId: row.treasury_account_id,
    jobId: row.job_id,
    tokenId: row.token_id,
    transactionId: row.transaction_id,
    halt:
      halted === null || halted_at === null
        ? null
        : { reason: halted, transactionId: row.halted_transaction, at: halted_at },
    accepted: row.accepted_transactions,
    reconciled:
      minted === null || burned === null || reconciled_at === null
        ? null
        : {
            ...{ minted, burned, treasury: row.ledger_treasury, spare: row.ledger_spare },
            ...{ to: row.reconciled_to, at: reconciled_at },
          },
    deletedAt: row.deleted_at,
    replacedAt: row.replaced_at,
  };
}
