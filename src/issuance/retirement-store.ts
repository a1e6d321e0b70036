import { type Selectable, sql, type Updateable } from "kysely";
import type { Db, Tx } from "../platform/database.ts";
import type { UnitTables } from "../platform/schema-units.ts";
import { recordedTrace } from "../platform/tracing.ts";
import type { HoldingKey } from "./holdings-store.ts";
import type { RetirementState } from "./moves.ts";

/** Units that are retired, or on their way there. */

export type RetirementOrder = HoldingKey & {
  readonly retirementId: string;
  readonly units: bigint;
  readonly method: "burn" | "account";
  readonly accountId: string | null;
  readonly idempotencyKey: string;
  readonly fingerprint: Uint8Array;
  readonly requestedBy: string;
  /** Canonical and public; its SHA-256 in hex is `memo`. */
  readonly statement: Uint8Array;
  readonly memo: string;
  /** Of the order, in the plant's chain. */
  readonly recordId: string;
  readonly seq: bigint;
  readonly createdAt: Date;
};

export type Retirement = RetirementOrder & {
  readonly state: RetirementState;
  readonly jobId: string | null;
  readonly transactionId: string | null;
  /** Place of its newest record. */
  readonly lastSeq: bigint;
  /** When the ledger did it, or it was found that it never will. */
  readonly settledAt: Date | null;
  /** Why its units are not retired and will not be; null unless it failed. */
  readonly failure: string | null;
  /** Of the request that ordered it (`traceparent`), where that is traced. */
  readonly trace?: string | null;
};

export async function insertRetirement(tx: Tx, order: RetirementOrder): Promise<void> {
  await tx
    .insertInto("retirements")
    .values({
      org_id: order.orgId,
      plant_id: order.plantId,
      issuance_id: order.issuanceId,
      token_id: order.tokenId,
      retirement_id: order.retirementId,
      units: order.units,
      method: order.method,
      account_id: order.accountId,
      state: "ordered",
      idempotency_key: order.idempotencyKey,
      fingerprint: order.fingerprint,
      requested_by: order.requestedBy,
      statement: order.statement,
      memo: order.memo,
      record_id: order.recordId,
      seq: order.seq,
      last_seq: order.seq,
      created_at: order.createdAt,
      trace: recordedTrace(),
    })
    .execute();
}

/** Ties it to the job that was written for it in this transaction. @returns false when it has one already */
export async function assignRetirementJob(tx: Tx, retirementId: string, jobId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("retirements")
    .set({ job_id: jobId })
    .where("retirement_id", "=", retirementId)
    .where("state", "=", "ordered")
    .where("job_id", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

type Settled = { readonly lastSeq: bigint; readonly at: Date };

export const markRetired = (tx: Tx, retirementId: string, done: Settled & { readonly transactionId: string }) =>
  settle(tx, retirementId, done, { state: "done", transaction_id: done.transactionId });

/** The ledger did not do it and never will. */
export const markNotRetired = (tx: Tx, retirementId: string, failed: Settled & { readonly failure: string }) =>
  settle(tx, retirementId, failed, { state: "failed", failure: failed.failure });

async function settle(
  tx: Tx,
  retirementId: string,
  { lastSeq, at }: Settled,
  end: Updateable<UnitTables["retirements"]>,
): Promise<void> {
  await tx
    .updateTable("retirements")
    .set({ ...end, last_seq: lastSeq, settled_at: at })
    .where("retirement_id", "=", retirementId)
    .where("state", "=", "ordered")
    .execute();
}

/** The retirement of that id, whoever owns it. */
export async function findRetirement(db: Db, retirementId: string): Promise<Retirement | undefined> {
  return one(await db.selectFrom("retirements").selectAll().where("retirement_id", "=", retirementId).execute());
}

/** The one that the caller's key was used for. */
export async function retirementOfKey(db: Db, orgId: string, idempotencyKey: string): Promise<Retirement | undefined> {
  const query = db.selectFrom("retirements").selectAll().where("org_id", "=", orgId);
  return one(await query.where("idempotency_key", "=", idempotencyKey).execute());
}

export async function retirementOfJob(db: Db, jobId: string): Promise<Retirement | undefined> {
  return one(await db.selectFrom("retirements").selectAll().where("job_id", "=", jobId).execute());
}

/** Retirements of one issuance, newest first. */
export async function listRetirements(db: Db, orgId: string, issuanceId: string): Promise<Retirement[]> {
  const query = db.selectFrom("retirements").selectAll().where("org_id", "=", orgId);
  const rows = await query.where("issuance_id", "=", issuanceId).orderBy("seq", "desc").execute();
  return rows.map(retirementOf);
}

/** All of a token, of all organisations: what reconciliation compares with the ledger. */
export async function retirementsOfToken(db: Db, tokenId: string): Promise<Retirement[]> {
  return (await db.selectFrom("retirements").selectAll().where("token_id", "=", tokenId).execute()).map(retirementOf);
}

/** Those of a token under these memos. */
export async function retirementsNamed(db: Db, tokenId: string, memos: readonly string[]): Promise<Retirement[]> {
  const query = db.selectFrom("retirements").selectAll().where("token_id", "=", tokenId);
  return (await query.where("memo", "in", [...memos, ""]).execute()).map(retirementOf);
}

/** Those of a token that the ledger has not done yet, oldest first. */
export async function retirementsUnderWay(db: Db, tokenId: string): Promise<Retirement[]> {
  const query = db.selectFrom("retirements").selectAll().where("token_id", "=", tokenId).where("state", "=", "ordered");
  return (await query.orderBy("created_at").orderBy("retirement_id").execute()).map(retirementOf);
}

/** Ids of those that no job was ordered for yet, oldest first. */
export async function retirementsToPlan(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("retirements as retirement")
    .innerJoin("tokens as token", "token.token_id", "retirement.token_id")
    .select("retirement.retirement_id")
    .where("retirement.state", "=", "ordered")
    .where("retirement.job_id", "is", null)
    .where("token.halted", "is", null)
    .orderBy("retirement.created_at")
    .orderBy("retirement.retirement_id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.retirement_id);
}

/** A place in the public list. */
export type RetirementPlace = { readonly settledAtMs: number; readonly retirementId: string };

/** What everybody may know of a retirement: neither plant nor organisation. */
export type PublicRetirement = Pick<
  Retirement,
  "retirementId" | "state" | "statement" | "memo" | "transactionId" | "settledAt" | "failure"
>;

/** The retirement of that id, as everybody may see it. */
export async function findPublic(db: Db, retirementId: string): Promise<PublicRetirement | undefined> {
  const { rows } = await sql<PublicRow>`SELECT * FROM find_retirement(${retirementId})`.execute(db);
  return rows.map(publicOf)[0];
}

/** What the ledger has retired, of all organisations, newest first. */
export async function retiredPage(
  db: Db,
  { after, limit }: { readonly after: RetirementPlace | undefined; readonly limit: number },
): Promise<PublicRetirement[]> {
  const before = after === undefined ? null : new Date(after.settledAtMs);
  const { rows } = await sql<PublicRow>`
    SELECT * FROM retired_units(${before}, ${after?.retirementId ?? null}, ${limit})`.execute(db);
  return rows.map(publicOf);
}

type PublicRow = {
  retirement_id: string;
  state: RetirementState;
  statement: Uint8Array;
  memo: string;
  transaction_id: string | null;
  settled_at: Date | null;
  failure: string | null;
};

const publicOf = (row: PublicRow): PublicRetirement => ({
  retirementId: row.retirement_id,
  state: row.state,
  statement: row.statement,
  memo: row.memo,
  transactionId: row.transaction_id,
  settledAt: row.settled_at,
  failure: row.failure,
});

type Row = Selectable<UnitTables["retirements"]>;

const one = (rows: readonly Row[]): Retirement | undefined => rows.map(retirementOf)[0];

function retirementOf(row: Row): Retirement {
  return {
    orgId: row.org_id,
    plantId: row.plant_id,
    issuanceId: row.issuance_id,
    tokenId: row.token_id,
    retirementId: row.retirement_id,
    units: row.units,
    method: row.method,
    accountId: row.account_id,
    state: row.state,
    idempotencyKey: row.idempotency_key,
    fingerprint: row.fingerprint,
    requestedBy: row.requested_by,
    statement: row.statement,
    memo: row.memo,
    recordId: row.record_id,
    seq: row.seq,
    createdAt: row.created_at,
    jobId: row.job_id,
    transactionId: row.transaction_id,
    lastSeq: row.last_seq,
    settledAt: row.settled_at,
    failure: row.failure,
    trace: row.trace,
  };
}
