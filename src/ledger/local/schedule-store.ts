import type { Store } from "./store.ts";
import { nsPerS } from "./wire.ts";

export type ScheduleRow = {
  readonly num: bigint;
  /** Account and valid start of the creating transaction: the scheduled one has the same. */
  readonly creatorNum: bigint;
  readonly creatorStartNs: bigint;
  readonly payerNum: bigint;
  readonly adminKey: Uint8Array | null;
  readonly memo: string;
  /** Encoded protobuf `SchedulableTransactionBody`. */
  readonly body: Uint8Array;
  readonly identity: Uint8Array;
  readonly expirationNs: bigint;
  /** 0 or 1. */
  readonly waitForExpiry: bigint;
  readonly createdNs: bigint;
  readonly executedNs: bigint | null;
  readonly deletedNs: bigint | null;
  /** 1 once its expiration has been dealt with. */
  readonly lapsed: bigint;
};

export type SignatureRow = {
  readonly publicKey: Uint8Array;
  readonly consensusNs: bigint;
  readonly signature: Uint8Array;
};

/** Schedules and who signed them. Every call is part of the open store transaction. */
export class ScheduleStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  schedule(num: bigint): ScheduleRow | undefined {
    return this.#store.one<ScheduleRow>("SELECT * FROM schedule WHERE num = ?", num);
  }

  insertSchedule(row: ScheduleRow): void {
    this.#store.insert("schedule", row);
  }

  /** The schedule in state that is the same: one that has expired is forgotten, an executed one is not. */
  identical(identity: Uint8Array, consensusNs: bigint): ScheduleRow | undefined {
    const sql = "SELECT * FROM schedule WHERE identity = ? AND expiration_ns > ? AND deleted_ns IS NULL ORDER BY num";
    return this.#store.one<ScheduleRow>(sql, identity, consensusNs);
  }

  markExecuted(num: bigint, ns: bigint): void {
    this.#store.run("UPDATE schedule SET executed_ns = ? WHERE num = ?", ns, num);
  }

  markDeleted(num: bigint, ns: bigint): void {
    this.#store.run("UPDATE schedule SET deleted_ns = ? WHERE num = ?", ns, num);
  }

  markLapsed(num: bigint): void {
    this.#store.run("UPDATE schedule SET lapsed = 1 WHERE num = ?", num);
  }

  /** How many end within the same second, executed ones too. */
  endingIn(second: bigint): number {
    const sql = "SELECT count(*) AS count FROM schedule WHERE lapsed = 0 AND expiration_ns >= ? AND expiration_ns < ?";
    return Number(this.#store.one<{ count: bigint }>(sql, second * nsPerS, (second + 1n) * nsPerS)?.count ?? 0);
  }

  /** Expired by now and not yet dealt with, oldest first. */
  due(nowNs: bigint): ScheduleRow[] {
    const sql = "SELECT * FROM schedule WHERE lapsed = 0 AND expiration_ns <= ? ORDER BY expiration_ns, num";
    return this.#store.many<ScheduleRow>(sql, nowNs);
  }

  signatures(num: bigint, asOfNs?: bigint): SignatureRow[] {
    const sql = `SELECT public_key, consensus_ns, signature FROM schedule_signature
      WHERE schedule_num = ? AND consensus_ns <= ? ORDER BY consensus_ns, public_key`;
    return this.#store.many<SignatureRow>(sql, num, asOfNs ?? 2n ** 63n - 1n);
  }

  addSignature(num: bigint, row: SignatureRow): void {
    this.#store.insert("schedule_signature", { scheduleNum: num, ...row });
  }
}
