import type { Selectable } from "kysely";
import type { Db, Tx } from "../platform/database.ts";
import type { UnitTables } from "../platform/schema-units.ts";
import { recordedTrace } from "../platform/tracing.ts";
import type { HoldingKey } from "./holdings-store.ts";
import type { TransferState } from "./moves.ts";

/** Transfers of issued units to other accounts of the ledger. */

export type TransferOrder = HoldingKey & {
  readonly transferId: string;
  readonly units: bigint;
  readonly toAccount: string;
  readonly idempotencyKey: string;
  readonly fingerprint: Uint8Array;
  readonly requestedBy: string;
  /** Canonical; its SHA-256 in hex is `memo`. */
  readonly statement: Uint8Array;
  readonly memo: string;
  /** Of the order, in the plant's chain. */
  readonly recordId: string;
  readonly seq: bigint;
  readonly createdAt: Date;
};

export type Transfer = TransferOrder & {
  readonly state: TransferState;
  /** How it goes; null until it is planned. */
  readonly route: "transfer" | "airdrop" | null;
  readonly jobId: string | null;
  readonly recallJobId: string | null;
  readonly transactionId: string | null;
  readonly claimTransactionId: string | null;
  readonly recalledAt: Date | null;
  /** Consensus time after which the ledger has no airdrop of it that waits. */
  readonly goneAfter: string | null;
  readonly reason: string | null;
  /** Place of its newest record. */
  readonly lastSeq: bigint;
  readonly settledAt: Date | null;
  /** Of the request that ordered it (`traceparent`), where that is traced. */
  readonly trace?: string | null;
};

export async function insertTransfer(tx: Tx, order: TransferOrder): Promise<void> {
  await tx
    .insertInto("transfers")
    .values({
      org_id: order.orgId,
      plant_id: order.plantId,
      issuance_id: order.issuanceId,
      token_id: order.tokenId,
      transfer_id: order.transferId,
      units: order.units,
      to_account: order.toAccount,
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

export type TransferChange = Partial<
  Pick<
    Transfer,
    | "state"
    | "route"
    | "jobId"
    | "recallJobId"
    | "transactionId"
    | "claimTransactionId"
    | "recalledAt"
    | "goneAfter"
    | "reason"
    | "lastSeq"
    | "settledAt"
  >
>;

export async function updateTransfer(tx: Tx, transferId: string, change: TransferChange): Promise<void> {
  await tx
    .updateTable("transfers")
    .set({
      ...(change.state !== undefined && { state: change.state }),
      ...(change.route !== undefined && { route: change.route }),
      ...(change.jobId !== undefined && { job_id: change.jobId }),
      ...(change.recallJobId !== undefined && { recall_job_id: change.recallJobId }),
      ...(change.transactionId !== undefined && { transaction_id: change.transactionId }),
      ...(change.claimTransactionId !== undefined && { claim_transaction_id: change.claimTransactionId }),
      ...(change.recalledAt !== undefined && { recalled_at: change.recalledAt }),
      ...(change.goneAfter !== undefined && { gone_after: change.goneAfter }),
      ...(change.reason !== undefined && { reason: change.reason }),
      ...(change.lastSeq !== undefined && { last_seq: change.lastSeq }),
      ...(change.settledAt !== undefined && { settled_at: change.settledAt }),
    })
    .where("transfer_id", "=", transferId)
    .execute();
}

/** The transfer of that id, whoever owns it: who asks for it is checked by the caller. */
export async function findTransfer(db: Db, transferId: string): Promise<Transfer | undefined> {
  return one(await db.selectFrom("transfers").selectAll().where("transfer_id", "=", transferId).execute());
}

/** The one that the caller's key was used for. */
export async function transferOfKey(db: Db, orgId: string, idempotencyKey: string): Promise<Transfer | undefined> {
  const query = db.selectFrom("transfers").selectAll().where("org_id", "=", orgId);
  return one(await query.where("idempotency_key", "=", idempotencyKey).execute());
}

/** The one that a job of the ledger is for, be it to send it or to take it back. */
export async function transferOfJob(db: Db, jobId: string): Promise<Transfer | undefined> {
  const query = db.selectFrom("transfers").selectAll();
  return one(
    await query.where(({ or, eb }) => or([eb("job_id", "=", jobId), eb("recall_job_id", "=", jobId)])).execute(),
  );
}

/** Transfers of an organisation, or of one issuance of it, newest first. */
export async function listTransfers(db: Db, orgId: string, issuanceId: string): Promise<Transfer[]> {
  const query = db.selectFrom("transfers").selectAll().where("org_id", "=", orgId);
  const rows = await query.where("issuance_id", "=", issuanceId).orderBy("seq", "desc").execute();
  return rows.map(transferOf);
}

/** All of a token, of all organisations: what reconciliation compares with the ledger. */
export async function transfersOfToken(db: Db, tokenId: string): Promise<Transfer[]> {
  return (await db.selectFrom("transfers").selectAll().where("token_id", "=", tokenId).execute()).map(transferOf);
}

/** Those of a token that entries of the ledger may be of: by memo, by the claim that settled them, or not settled yet. */
export async function transfersNamed(
  db: Db,
  tokenId: string,
  { memos, transactionIds }: { readonly memos: readonly string[]; readonly transactionIds: readonly string[] },
): Promise<Transfer[]> {
  const query = db.selectFrom("transfers").selectAll().where("token_id", "=", tokenId);
  const named = query.where(({ or, and, eb }) =>
    or([
      eb("memo", "in", [...memos, ""]),
      eb("claim_transaction_id", "in", [...transactionIds, ""]),
      and([eb("route", "=", "airdrop"), eb("settled_at", "is", null)]),
    ]),
  );
  return (await named.execute()).map(transferOf);
}

/** Those of a token of which the ledger has done nothing yet, oldest first. */
export async function transfersOrdered(db: Db, tokenId: string): Promise<Transfer[]> {
  const query = db.selectFrom("transfers").selectAll().where("token_id", "=", tokenId).where("state", "=", "ordered");
  const rows = await query.where("transaction_id", "is", null).orderBy("created_at").orderBy("transfer_id").execute();
  return rows.map(transferOf);
}

/** Ids of those that no job was ordered for yet, oldest first; without those that wait for another airdrop to end. */
export async function transfersToPlan(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("transfers as transfer")
    .innerJoin("tokens as token", "token.token_id", "transfer.token_id")
    .select("transfer.transfer_id")
    .where("transfer.state", "=", "ordered")
    .where("transfer.job_id", "is", null)
    .where("token.halted", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("transfers as other")
            .select("other.transfer_id")
            .whereRef("other.token_id", "=", "transfer.token_id")
            .whereRef("other.to_account", "=", "transfer.to_account")
            .whereRef("other.transfer_id", "<>", "transfer.transfer_id")
            .where("other.settled_at", "is", null)
            .where("other.route", "=", "airdrop"),
        ),
      ),
    )
    .orderBy("transfer.created_at")
    .orderBy("transfer.transfer_id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.transfer_id);
}

/** Airdrops that were made and are neither with their receiver nor back: oldest first. */
export async function unresolvedAirdrops(db: Db): Promise<Transfer[]> {
  const rows = await db
    .selectFrom("transfers")
    .selectAll()
    .where("settled_at", "is", null)
    .where("route", "=", "airdrop")
    .where("transaction_id", "is not", null)
    .orderBy("created_at")
    .execute();
  return rows.map(transferOf);
}

/** Ids of transfers that may wait for one account as an airdrop of one token. */
export async function unsettledAirdrops(db: Db, tokenId: string, toAccount: string): Promise<string[]> {
  const rows = await db
    .selectFrom("transfers")
    .select("transfer_id")
    .where("token_id", "=", tokenId)
    .where("to_account", "=", toAccount)
    .where("route", "=", "airdrop")
    .where("settled_at", "is", null)
    .execute();
  return rows.map((row) => row.transfer_id);
}

/** Recalls that no job was ordered for yet. */
export async function recallsToPlan(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("transfers as transfer")
    .innerJoin("tokens as token", "token.token_id", "transfer.token_id")
    .select("transfer.transfer_id")
    .where("transfer.state", "=", "pending_claim")
    .where("transfer.recalled_at", "is not", null)
    .where("transfer.recall_job_id", "is", null)
    .where("transfer.gone_after", "is", null)
    .where("token.halted", "is", null)
    .orderBy("transfer.recalled_at")
    .limit(limit)
    .execute();
  return rows.map((row) => row.transfer_id);
}

type Row = Selectable<UnitTables["transfers"]>;

const one = (rows: readonly Row[]): Transfer | undefined => rows.map(transferOf)[0];

function transferOf(row: Row): Transfer {
  return {
    orgId: row.org_id,
    plantId: row.plant_id,
    issuanceId: row.issuance_id,
    tokenId: row.token_id,
    transferId: row.transfer_id,
    units: row.units,
    toAccount: row.to_account,
    state: row.state,
    idempotencyKey: row.idempotency_key,
    fingerprint: row.fingerprint,
    requestedBy: row.requested_by,
    statement: row.statement,
    memo: row.memo,
    recordId: row.record_id,
    seq: row.seq,
    createdAt: row.created_at,
    route: row.route,
    jobId: row.job_id,
    recallJobId: row.recall_job_id,
    transactionId: row.transaction_id,
    claimTransactionId: row.claim_transaction_id,
    recalledAt: row.recalled_at,
    goneAfter: row.gone_after,
    reason: row.reason,
    lastSeq: row.last_seq,
    settledAt: row.settled_at,
    trace: row.trace,
  };
}
