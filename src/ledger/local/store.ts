import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { schemaSteps } from "./schema.ts";
import type { TransactionKey } from "./transaction.ts";
import type { StatusName } from "./wire.ts";

export type AccountRow = {
  readonly num: bigint;
  /** Encoded protobuf `Key`. */
  readonly key: Uint8Array;
  readonly balance: bigint;
  readonly memo: string;
  readonly createdNs: bigint;
  readonly autoRenewS: bigint;
  /** 0 or 1. */
  readonly receiverSigRequired: bigint;
  readonly maxTokenAssociations: bigint;
};

export type TopicRow = {
  readonly num: bigint;
  readonly memo: string;
  readonly adminKey: Uint8Array | null;
  readonly submitKey: Uint8Array | null;
  readonly autoRenewS: bigint;
  readonly autoRenewNum: bigint | null;
  readonly createdNs: bigint;
  readonly sequence: bigint;
  readonly runningHash: Uint8Array;
};

export type MessageRow = {
  readonly topicNum: bigint;
  readonly sequence: bigint;
  readonly consensusNs: bigint;
  readonly payerNum: bigint;
  readonly message: Uint8Array;
  readonly runningHash: Uint8Array;
  readonly chunkNumber: bigint | null;
  readonly chunkTotal: bigint | null;
  readonly initialStartNs: bigint | null;
};

export type EntryRow = {
  readonly consensusNs: bigint;
  /** The account of the transaction's id. */
  readonly payerNum: bigint;
  readonly validStartNs: bigint;
  readonly nonce: bigint;
  /** 0 or 1. */
  readonly scheduled: bigint;
  readonly durationS: bigint;
  /** 0: the network ran it by itself. */
  readonly nodeNum: bigint;
  readonly kind: string;
  readonly result: StatusName;
  readonly entityNum: bigint | null;
  readonly memo: string;
  readonly hash: Uint8Array;
  readonly fee: bigint;
  readonly maxFee: bigint;
  /** Encoded protobuf `TransactionReceipt`. */
  readonly receipt: Uint8Array;
  /** Of a batch's part: the batch's consensus time. */
  readonly parentNs: bigint | null;
  /** Encoded protobuf `Key`, of a batch's part. */
  readonly batchKey: Uint8Array | null;
};

export type TransferRow = { readonly accountNum: bigint; readonly amount: bigint };

/**
 * The ledger's state, one SQLite file. Columns are the snake_case of the row types' members; integers
 * come back as bigint. Every commit is flushed to disk, so nothing answered is lost with the process
 * or the machine. The file is locked for one process, and readable by its owner alone: it holds the
 * operator's private key.
 */
export class Store {
  /** How many times as many hbar as usual everything costs. Kept while the process runs. */
  priceTimes = 1n;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @param dataDir folder of `ledger.sqlite`, made when missing; `":memory:"` keeps nothing. */
  constructor(dataDir: string) {
    this.#db = new DatabaseSync(dataDir === ":memory:" ? dataDir : filePath(dataDir), { readBigInts: true });
    try {
      this.#db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      this.#db.exec("BEGIN EXCLUSIVE; COMMIT");
    } catch (cause) {
      this.#db.close();
      if (!(cause instanceof Error && "errcode" in cause && cause.errcode === sqliteBusy)) throw cause;
      throw new Error(`The local ledger in ${dataDir} is in use by another process.`, { cause });
    }
    this.#migrate(dataDir);
  }

  #migrate(dataDir: string): void {
    const version = Number(this.one<{ userVersion: bigint }>("PRAGMA user_version")?.userVersion ?? 0n);
    const newest = schemaSteps.length;
    if (version > newest) {
      this.#db.close();
      throw new Error(`The local ledger in ${dataDir} has format ${version}; this program reads ${newest}.`);
    }
    this.atomically(() => {
      for (const step of schemaSteps.slice(version)) this.#db.exec(step);
      if (version < newest) this.#db.exec(`PRAGMA user_version = ${newest}`);
    });
  }

  /** Runs `work` in one transaction, or in a savepoint of the open one; an error undoes it all. */
  atomically<T>(work: () => T): T {
    const [begin, commit, rollback] = this.#db.isTransaction
      ? ["SAVEPOINT nested", "RELEASE nested", "ROLLBACK TO nested; RELEASE nested"]
      : ["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"];
    this.#db.exec(begin);
    try {
      const result = work();
      this.#db.exec(commit);
      return result;
    } catch (error) {
      this.#db.exec(rollback);
      throw error;
    }
  }

  many<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#statement(sql)
      .all(...values)
      .map((row) => fromColumns<T>(row));
  }

  one<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    const row = this.#statement(sql).get(...values);
    return row === undefined ? undefined : fromColumns<T>(row);
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Members of the row are the columns, in camelCase. */
  insert(table: string, row: Record<string, SQLInputValue>): void {
    const names = Object.keys(row).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    this.run(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => "?").join()})`, ...Object.values(row));
  }

  meta<T extends SQLInputValue>(name: string): T | undefined {
    return this.one<{ value: T }>("SELECT value FROM meta WHERE name = ?", name)?.value;
  }

  /** As {@link meta}, for what genesis wrote. */
  requiredMeta<T extends SQLInputValue>(name: string): T {
    const value = this.meta<T>(name);
    if (value === undefined) throw new Error(`the local ledger has no ${name}`);
    return value;
  }

  setMeta(name: string, value: SQLInputValue): void {
    this.run("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", name, value);
  }

  /** Takes the next free entity number, as part of the open transaction. */
  nextEntityNum(): bigint {
    const num = this.meta<bigint>("next_num") ?? firstEntityNum;
    this.setMeta("next_num", num + 1n);
    return num;
  }

  account(num: bigint): AccountRow | undefined {
    return this.one<AccountRow>("SELECT * FROM account WHERE num = ?", num);
  }

  insertAccount(row: AccountRow): void {
    this.insert("account", row);
  }

  changeKey(num: bigint, key: Uint8Array): void {
    this.run("UPDATE account SET key = ? WHERE num = ?", key, num);
  }

  /** Adds to (or, below zero, takes from) a balance and notes it under the consensus time. */
  addToBalance(num: bigint, amount: bigint, consensusNs: bigint): void {
    this.run("UPDATE account SET balance = balance + ? WHERE num = ?", amount, num);
    this.run(
      "INSERT INTO transfer VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET amount = amount + ?3",
      num,
      consensusNs,
      amount,
    );
  }

  topic(num: bigint): TopicRow | undefined {
    return this.one<TopicRow>("SELECT * FROM topic WHERE num = ?", num);
  }

  insertTopic(row: TopicRow): void {
    this.insert("topic", row);
  }

  advanceTopic(num: bigint, sequence: bigint, runningHash: Uint8Array): void {
    this.run("UPDATE topic SET sequence = ?, running_hash = ? WHERE num = ?", sequence, runningHash, num);
  }

  insertMessage(row: MessageRow): void {
    this.insert("message", row);
  }

  insertEntry(row: EntryRow): void {
    this.insert("entry", row);
  }

  /** Everything that reached consensus under one transaction id, oldest first. */
  entries(key: TransactionKey): EntryRow[] {
    return this.many<EntryRow>(
      "SELECT * FROM entry WHERE payer_num = ? AND valid_start_ns = ? AND scheduled = ? ORDER BY consensus_ns",
      key.accountNum,
      key.validStartNs,
      key.scheduled ? 1n : 0n,
    );
  }

  transfers(consensusNs: bigint): TransferRow[] {
    return this.many<TransferRow>(
      "SELECT account_num, amount FROM transfer WHERE consensus_ns = ? AND amount <> 0 ORDER BY account_num",
      consensusNs,
    );
  }

  /** Consensus time of the newest entry; 0 on an empty ledger. */
  lastConsensusNs(): bigint {
    return this.one<{ last: bigint | null }>("SELECT max(consensus_ns) AS last FROM entry")?.last ?? 0n;
  }

  close(): void {
    this.#db.close();
  }
}

/** SQLITE_BUSY: another process holds the file's lock. */
const sqliteBusy = 5;

/** Numbers up to 1000 are system accounts, as on the public networks. */
const firstEntityNum = 1001n;

function filePath(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, "ledger.sqlite");
  // SQLite gives the mode of the database file to its journal files too.
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
  return path;
}

function fromColumns<T>(row: Record<string, unknown>): T {
  const members = Object.entries(row).map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(members) as T;
}
