import type { Tx } from "../platform/database.ts";
import type { SupplyWatch } from "./supply-watch.ts";
import type { OrderedWork } from "./work-payload.ts";
import type { WorkJob } from "./works-store.ts";

/** Who ordered the work, as the worker speaks to them. */
export type Orders = {
  /** The ledger has done it; in the transaction that settles the job. */
  done(tx: Tx, job: DoneJob): Promise<void>;
  /**
   * The job's effect, by its memo, is on the ledger and this gateway's journal does not know it. Holds the subject, or
   * says `done` when a person has looked at that transaction: then it is the job's, if it is the only one and as ordered.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: whoever only holds the subject has nothing to say
  foreign(tx: Tx, job: WorkJob, transactionId: string | undefined): Promise<"done" | void>;
  /**
   * Before anything is signed: whether what the ledger shows in the job's token is what was ordered here. If not, it
   * holds what must not go on. Absent: it is.
   *
   * @throws {LedgerUnavailable}
   */
  explains?(job: WorkJob, watch: SupplyWatch): Promise<boolean>;
  /** The network does not know atomic batches. Holds the subject, so that no other is signed. */
  noBatches(tx: Tx, job: WorkJob, status: string): Promise<void>;
  /**
   * An attempt is proven dead, in the transaction that says so. `over`: no other follows, the job ends without effect.
   * Absent: another one always follows.
   */
  dead?(tx: Tx, job: DeadJob): Promise<"again" | "over">;
};

export type DeadJob = Pick<DoneJob, "jobId" | "kind" | "subject" | "work"> & {
  /** The network's status, or how absence was proven. */
  readonly ending: string;
  /** Consensus time after which the attempt can never have run. */
  readonly closedAt: string;
};

export type DoneJob = {
  readonly jobId: string;
  readonly kind: WorkJob["kind"];
  readonly subject: string;
  readonly work: OrderedWork;
  /** That had the effect; with `?scheduled` when a schedule ran it. */
  readonly transactionId: string;
  /** The token that was created. */
  readonly entityId: string | undefined;
  /** Of a token that was found on the ledger: the one that it has; absent: the one that was ordered. */
  readonly treasuryAccountId?: string | undefined;
  /** Of the topic message in one batch with it. */
  readonly messageTransactionId?: string | undefined;
};
