import { type ScheduleRow, ScheduleStore, type SignatureRow } from "../schedule-store.ts";
import type { Store } from "../store.ts";
import {
  type AirdropKey,
  type HoldingRow,
  type NftRow,
  type NftTransferRow,
  type TokenRow,
  TokenStore,
  type TokenTransferRow,
} from "../token-store.ts";
import { type Condition, type Page, where } from "./parameters.ts";

export type AirdropRow = AirdropKey & { readonly amount: bigint; readonly sinceNs: bigint };
export type NftEventRow = NftTransferRow & {
  readonly kind: string;
  readonly payerNum: bigint;
  readonly validStartNs: bigint;
  readonly nonce: bigint;
};

/** Tokens and schedules as they were at one consensus time: today's state less all that came later. */
export class TokenReader {
  readonly #store: Store;
  readonly #tokens: TokenStore;
  readonly #schedules: ScheduleStore;
  readonly #asOfNs: bigint;

  constructor(store: Store, asOfNs: bigint) {
    this.#store = store;
    this.#tokens = new TokenStore(store);
    this.#schedules = new ScheduleStore(store);
    this.#asOfNs = asOfNs;
  }

  token(num: bigint): TokenRow | undefined {
    const [row] = this.tokens([{ sql: "num = ?", values: [num] }], { limit: 1, order: "asc" });
    return row;
  }

  tokens(conditions: readonly Condition[], page: Page): TokenRow[] {
    const rows = this.#page<TokenRow>("SELECT * FROM token", conditions, "created_ns", "num", page);
    return rows.map((row) => ({
      ...row,
      totalSupply: row.totalSupply - this.#laterSupply(row),
      treasuryNum: this.#treasuryThen(row),
      deletedNs: row.deletedNs !== null && row.deletedNs <= this.#asOfNs ? row.deletedNs : null,
    }));
  }

  #treasuryThen({ num, treasuryNum }: TokenRow): bigint {
    const sql = `SELECT before_num FROM token_treasury WHERE token_num = ? AND consensus_ns > ?
      ORDER BY consensus_ns LIMIT 1`;
    return this.#store.one<{ beforeNum: bigint }>(sql, num, this.#asOfNs)?.beforeNum ?? treasuryNum;
  }

  #laterSupply(token: TokenRow): bigint {
    const sql =
      token.isNft === 1n
        ? `SELECT coalesce(sum((sender_num IS NULL) - (receiver_num IS NULL)), 0) AS sum
           FROM nft_transfer WHERE token_num = ? AND consensus_ns > ?`
        : "SELECT coalesce(sum(amount), 0) AS sum FROM token_transfer WHERE token_num = ? AND consensus_ns > ?";
    return this.#sum(sql, token.num, this.#asOfNs);
  }

  /** Associations, each with its balance. */
  holdings(conditions: readonly Condition[], sort: "account_num" | "token_num", page: Page): HoldingRow[] {
    const rows = this.#page<HoldingRow>("SELECT * FROM holding", conditions, "created_ns", sort, page);
    return rows.map((row) => ({ ...row, balance: row.balance - this.#laterGain(row) }));
  }

  #laterGain({ accountNum, tokenNum }: HoldingRow): bigint {
    const units = this.#sum(
      `SELECT coalesce(sum(amount), 0) AS sum FROM token_transfer
       WHERE account_num = ? AND token_num = ? AND consensus_ns > ?`,
      accountNum,
      tokenNum,
      this.#asOfNs,
    );
    const serials = this.#sum(
      `SELECT coalesce(sum((receiver_num IS ?1) - (sender_num IS ?1)), 0) AS sum FROM nft_transfer
       WHERE token_num = ?2 AND consensus_ns > ?3`,
      accountNum,
      tokenNum,
      this.#asOfNs,
    );
    return units + serials;
  }

  #sum(sql: string, ...values: bigint[]): bigint {
    return this.#store.one<{ sum: bigint }>(sql, ...values)?.sum ?? 0n;
  }

  /** Serials with the owner they had; conditions may name `owner_num`. */
  nfts(conditions: readonly Condition[], page: Page): NftRow[] {
    const source = `SELECT * FROM (
      SELECT nft.token_num, nft.serial, nft.metadata, nft.created_ns, (
        SELECT receiver_num FROM nft_transfer AS move
        WHERE move.token_num = nft.token_num AND move.serial = nft.serial AND move.consensus_ns <= ${this.#asOfNs}
        ORDER BY move.consensus_ns DESC LIMIT 1
      ) AS owner_num FROM nft)`;
    return this.#page<NftRow>(source, conditions, "created_ns", "serial", page);
  }

  nftEvents(conditions: readonly Condition[], page: Page): NftEventRow[] {
    const source = `SELECT * FROM (
      SELECT nft_transfer.*, kind, payer_num, valid_start_ns, nonce
      FROM nft_transfer JOIN entry USING (consensus_ns))`;
    return this.#page<NftEventRow>(source, conditions, "consensus_ns", "consensus_ns", page);
  }

  /** Airdrops that wait; conditions may name `sender_num`, `receiver_num` and `token_num`. */
  airdrops(conditions: readonly Condition[], page: Page): AirdropRow[] {
    const filter = where([
      ...conditions,
      { sql: "consensus_ns <= ? AND (ended_ns IS NULL OR ended_ns > ?)", values: [this.#asOfNs, this.#asOfNs] },
    ]);
    return this.#store.many<AirdropRow>(
      `SELECT sender_num, receiver_num, token_num, serial, sum(amount) AS amount, max(consensus_ns) AS since_ns
       FROM airdrop WHERE ${filter.sql} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 LIMIT ${page.limit}`,
      ...filter.values,
    );
  }

  schedules(conditions: readonly Condition[], page: Page): ScheduleRow[] {
    const seen = (ns: bigint | null) => (ns !== null && ns <= this.#asOfNs ? ns : null);
    return this.#page<ScheduleRow>("SELECT * FROM schedule", conditions, "created_ns", "num", page).map((row) => ({
      ...row,
      executedNs: seen(row.executedNs),
      deletedNs: seen(row.deletedNs),
    }));
  }

  signatures(schedule: ScheduleRow): SignatureRow[] {
    return this.#schedules.signatures(schedule.num, this.#asOfNs);
  }

  transfers(consensusNs: bigint): TokenTransferRow[] {
    return this.#tokens.transfers(consensusNs);
  }

  nftTransfers(consensusNs: bigint): NftTransferRow[] {
    return this.#tokens.nftTransfers(consensusNs);
  }

  #page<T>(source: string, conditions: readonly Condition[], timeColumn: string, sort: string, page: Page): T[] {
    const filter = where([...conditions, { sql: `${timeColumn} <= ?`, values: [this.#asOfNs] }]);
    const sql = `${source} WHERE ${filter.sql} ORDER BY ${sort} ${page.order} LIMIT ${page.limit}`;
    return this.#store.many<T>(sql, ...filter.values);
  }
}
