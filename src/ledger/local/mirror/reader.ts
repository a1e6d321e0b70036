import type { AccountRow, EntryRow, MessageRow, Store, TopicRow, TransferRow } from "../store.ts";
import type { NftTransferRow, TokenTransferRow } from "../token-store.ts";
import { type Condition, type Page, where } from "./parameters.ts";
import { TokenReader } from "./token-reader.ts";

export type Moves = {
  readonly hbar: readonly TransferRow[];
  readonly units: readonly TokenTransferRow[];
  readonly serials: readonly NftTransferRow[];
};

/** The store as it was at one consensus time: what a mirror that has come that far shows. */
export class MirrorReader {
  readonly #store: Store;
  readonly asOfNs: bigint;
  readonly tokens: TokenReader;

  constructor(store: Store, asOfNs: bigint) {
    this.#store = store;
    this.asOfNs = asOfNs;
    this.tokens = new TokenReader(store, asOfNs);
  }

  topic(num: bigint): TopicRow | undefined {
    const topic = this.#store.topic(num);
    return topic === undefined || topic.createdNs > this.asOfNs ? undefined : topic;
  }

  account(num: bigint): AccountRow | undefined {
    const account = this.#store.account(num);
    return account === undefined || account.createdNs > this.asOfNs ? undefined : account;
  }

  /** Tinybars: today's balance less all that came later. */
  balance(account: AccountRow): bigint {
    const later = this.#store.one<{ sum: bigint | null }>(
      "SELECT sum(amount) AS sum FROM transfer WHERE account_num = ? AND consensus_ns > ?",
      account.num,
      this.asOfNs,
    );
    return account.balance - (later?.sum ?? 0n);
  }

  messages(conditions: readonly Condition[], page: Page): MessageRow[] {
    return this.#page("message", "sequence", conditions, page);
  }

  entries(conditions: readonly Condition[], page: Page): EntryRow[] {
    return this.#page("entry", "consensus_ns", conditions, page);
  }

  /** What an entry moved. */
  moves({ consensusNs }: EntryRow): Moves {
    return {
      hbar: this.#store.transfers(consensusNs),
      units: this.tokens.transfers(consensusNs),
      serials: this.tokens.nftTransfers(consensusNs),
    };
  }

  accounts(conditions: readonly Condition[], page: Page): AccountRow[] {
    const filter = where([...conditions, { sql: "created_ns <= ?", values: [this.asOfNs] }]);
    const sql = `SELECT * FROM account WHERE ${filter.sql} ORDER BY num ${page.order} LIMIT ${page.limit}`;
    return this.#store.many<AccountRow>(sql, ...filter.values);
  }

  countEntries(fromNs: bigint, toNs: bigint): number {
    const row = this.#store.one<{ count: bigint }>(
      "SELECT count(*) AS count FROM entry WHERE consensus_ns BETWEEN ? AND ?",
      fromNs,
      toNs,
    );
    return Number(row?.count ?? 0n);
  }

  #page<T>(table: string, sortColumn: string, conditions: readonly Condition[], page: Page): T[] {
    const filter = where([...conditions, { sql: "consensus_ns <= ?", values: [this.asOfNs] }]);
    return this.#store.many<T>(
      `SELECT * FROM ${table} WHERE ${filter.sql} ORDER BY ${sortColumn} ${page.order} LIMIT ${page.limit}`,
      ...filter.values,
    );
  }
}
