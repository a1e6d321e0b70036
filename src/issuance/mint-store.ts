import { sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import { recordedTrace } from "../platform/tracing.ts";
import type { MintPart } from "./mint-parts.ts";

/**
 * What shall be minted, and how far it has got. An intent and its parts are written in one transaction with
 * the record that says so; from then on nothing of them changes but their state and what the ledger answered.
 *
 * For whoever drives them: each part becomes one job of the ledger's journal (`job_id`), made in the
 * transaction that also writes that job; `job_id` is unique, and a part keeps it but where its token was deleted
 * on the ledger and the part is proven not to be minted there (`replaced-tokens.ts`).
 *
 *   crash before the intent's commit      nothing was promised: the issuance is `approved` still
 *   after it, before a job is made        `listUnordered` finds it, with the same amount and memo
 *   after the job is made                 the attempt journal takes it from there (anchoring/attempt.ts)
 *   after the ledger minted it, before    the journal's evidence settles the attempt again, and
 *     `settlePart` committed              `settlePart` with the same transaction changes nothing twice
 */

export type MintIntent = PlantKey & {
  readonly intentId: string;
  readonly issuanceId: string;
  readonly periodId: string;
  readonly statementNo: number;
  readonly rulebook: string;
  readonly vintage: number;
  readonly unitG: bigint;
  readonly tokenKey: string;
  /** In smallest units of the token. */
  readonly amount: bigint;
  readonly statementSha256: Uint8Array;
  readonly state: "committed" | "minted";
  readonly recordId: string;
  readonly seq: bigint;
  readonly createdAt: Date;
  readonly mintedAt: Date | null;
  /** Of the request that ordered it (`traceparent`), where that is traced. */
  readonly trace?: string | null;
};

export type StoredPart = MintPart & {
  readonly state: "committed" | "minted";
  readonly jobId: string | null;
  readonly tokenId: string | null;
  readonly transactionId: string | null;
  /** Of the topic message that went with it in one atomic batch. */
  readonly messageTransactionId: string | null;
};

export type MintView = MintIntent & { readonly parts: readonly StoredPart[] };

/** The tables admit one intent for a statement, and a memo once. */
export async function insertIntent(
  tx: Tx,
  intent: Omit<MintIntent, "state" | "mintedAt">,
  parts: readonly MintPart[],
): Promise<void> {
  const { orgId: org_id, plantId: plant_id, intentId: intent_id } = intent;
  await tx
    .insertInto("mint_intents")
    .values({
      org_id,
      plant_id,
      intent_id,
      issuance_id: intent.issuanceId,
      period_id: intent.periodId,
      statement_no: intent.statementNo,
      rulebook: intent.rulebook,
      vintage: intent.vintage,
      unit_g: intent.unitG,
      token_key: intent.tokenKey,
      amount: intent.amount,
      statement_sha256: intent.statementSha256,
      state: "committed",
      record_id: intent.recordId,
      seq: intent.seq,
      created_at: intent.createdAt,
      trace: recordedTrace(),
    })
    .execute();
  await tx
    .insertInto("mint_parts")
    .values(
      parts.map(({ partNo, amount, memo }) => ({
        ...{ org_id, plant_id, intent_id, part_no: partNo, amount, memo },
        state: "committed" as const,
      })),
    )
    .execute();
}

/** The intents of a plant in the order of their commitment. */
export async function listIntents(db: Db, { orgId, plantId }: PlantKey): Promise<MintView[]> {
  const rows = await db
    .selectFrom("mint_intents")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .orderBy("seq")
    .execute();
  return withParts(db, rows);
}

/** One intent, whoever owns it: for the worker, which acts for the gateway. */
export async function findIntent(db: Db, intentId: string): Promise<MintView | undefined> {
  const rows = await db.selectFrom("mint_intents").selectAll().where("intent_id", "=", intentId).execute();
  return (await withParts(db, rows))[0];
}

/** Ids of intents with a part that no job was ordered for yet, oldest first. */
export async function listUnordered(db: Db, limit: number): Promise<string[]> {
  // What waits for a halted token, or for one that is being created, keeps nobody else waiting.
  const { rows } = await sql<{ intent_id: string }>`
    SELECT intent.intent_id FROM mint_intents AS intent
    WHERE intent.state = 'committed'
      AND EXISTS (SELECT FROM mint_parts AS part WHERE part.intent_id = intent.intent_id AND part.job_id IS NULL)
      AND NOT EXISTS (
        SELECT FROM (
          SELECT token.halted, token.replaced_at, token.token_id FROM tokens AS token
          WHERE (token.rulebook, token.vintage, token.unit_g, token.kind)
            = (intent.rulebook, intent.vintage, intent.unit_g, 'units')
          ORDER BY token.series DESC LIMIT 1
        ) AS newest WHERE newest.replaced_at IS NULL AND (newest.halted IS NOT NULL OR newest.token_id IS NULL))
    ORDER BY intent.created_at, intent.intent_id LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.intent_id);
}

/** Smallest units ordered in a token, minted or not: what must never be above its most. */
export async function orderedAmount(db: Db, tokenKey: string): Promise<bigint> {
  const { rows } = await sql<{ amount: bigint }>`
    SELECT coalesce(sum(amount), 0)::bigint AS amount FROM mint_parts WHERE token_key = ${tokenKey}`.execute(db);
  return rows[0]?.amount ?? 0n;
}

/** The part that a job was ordered for. */
export async function partOfJob(
  db: Db,
  jobId: string,
): Promise<{ readonly intentId: string; readonly partNo: number } | undefined> {
  const row = await db
    .selectFrom("mint_parts")
    .select(["intent_id", "part_no"])
    .where("job_id", "=", jobId)
    .executeTakeFirst();
  return row && { intentId: row.intent_id, partNo: row.part_no };
}

/** Ties a part to its token and to the job that was written for it in this transaction. @returns false when it has one already */
export async function assignJob(
  tx: Tx,
  intentId: string,
  partNo: number,
  order: { readonly jobId: string; readonly tokenKey: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("mint_parts")
    .set({ job_id: order.jobId, token_key: order.tokenKey })
    .where("intent_id", "=", intentId)
    .where("part_no", "=", partNo)
    .where("job_id", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What the ledger has minted in another token than it was ordered in: the part is that token's. */
export async function moveToToken(tx: Tx, intentId: string, partNo: number, tokenKey: string): Promise<void> {
  await tx
    .updateTable("mint_parts")
    .set({ token_key: tokenKey })
    .where("intent_id", "=", intentId)
    .where("part_no", "=", partNo)
    .where("state", "=", "committed")
    .execute();
}

/** @returns false when the part was minted already. */
export async function markPartMinted(
  tx: Tx,
  { intentId, partNo, tokenId, transactionId, messageTransactionId, at }: PartMinted & { readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("mint_parts")
    .set({
      ...{ state: "minted", token_id: tokenId, transaction_id: transactionId, minted_at: at },
      message_transaction_id: messageTransactionId ?? null,
    })
    .where("intent_id", "=", intentId)
    .where("part_no", "=", partNo)
    .where("state", "=", "committed")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What the ledger did for one part. */
export type PartMinted = {
  readonly intentId: string;
  readonly partNo: number;
  readonly tokenId: string;
  readonly transactionId: string;
  readonly messageTransactionId?: string | undefined;
};

export async function markIntentMinted(tx: Tx, intentId: string, at: Date): Promise<void> {
  await tx
    .updateTable("mint_intents")
    .set({ state: "minted", minted_at: at })
    .where("intent_id", "=", intentId)
    .execute();
}

type IntentRow = {
  org_id: string;
  plant_id: string;
  intent_id: string;
  issuance_id: string;
  period_id: string;
  statement_no: number;
  rulebook: string;
  vintage: number;
  unit_g: bigint;
  token_key: string;
  amount: bigint;
  statement_sha256: Uint8Array;
  state: "committed" | "minted";
  record_id: string;
  seq: bigint;
  created_at: Date;
  minted_at: Date | null;
  trace: string | null;
};

async function withParts(db: Db, rows: readonly IntentRow[]): Promise<MintView[]> {
  if (rows.length === 0) return [];
  const parts = await db
    .selectFrom("mint_parts")
    .selectAll()
    .where(
      "intent_id",
      "in",
      rows.map((row) => row.intent_id),
    )
    .orderBy("part_no")
    .execute();
  const byIntent = Map.groupBy(parts, (part) => part.intent_id);
  return rows.map((row) => ({
    orgId: row.org_id,
    plantId: row.plant_id,
    intentId: row.intent_id,
    issuanceId: row.issuance_id,
    periodId: row.period_id,
    statementNo: row.statement_no,
    rulebook: row.rulebook,
    vintage: row.vintage,
    unitG: row.unit_g,
    tokenKey: row.token_key,
    amount: row.amount,
    statementSha256: row.statement_sha256,
    state: row.state,
    recordId: row.record_id,
    seq: row.seq,
    createdAt: row.created_at,
    mintedAt: row.minted_at,
    trace: row.trace,
    parts: (byIntent.get(row.intent_id) ?? []).map((part) => ({
      partNo: part.part_no,
      amount: part.amount,
      memo: part.memo,
      state: part.state,
      jobId: part.job_id,
      tokenId: part.token_id,
      transactionId: part.transaction_id,
      messageTransactionId: part.message_transaction_id,
    })),
  }));
}
