import type { Store } from "./store.ts";
import { Refused } from "./wire.ts";

export type TokenRow = {
  readonly num: bigint;
  /** 0 or 1. */
  readonly isNft: bigint;
  readonly name: string;
  readonly symbol: string;
  readonly memo: string;
  readonly metadata: Uint8Array;
  readonly decimals: bigint;
  /** 0: no limit. */
  readonly maxSupply: bigint;
  readonly initialSupply: bigint;
  readonly totalSupply: bigint;
  readonly lastSerial: bigint;
  readonly treasuryNum: bigint;
  readonly adminKey: Uint8Array | null;
  readonly supplyKey: Uint8Array | null;
  readonly metadataKey: Uint8Array | null;
  readonly autoRenewS: bigint;
  readonly autoRenewNum: bigint | null;
  readonly createdNs: bigint;
  readonly deletedNs: bigint | null;
};

export type HoldingRow = {
  readonly accountNum: bigint;
  readonly tokenNum: bigint;
  /** Units, or the number of serials. */
  readonly balance: bigint;
  /** 1 if a transfer made the association. */
  readonly automatic: bigint;
  readonly createdNs: bigint;
};

export type NftRow = {
  readonly tokenNum: bigint;
  readonly serial: bigint;
  readonly metadata: Uint8Array;
  /** Null once burned. */
  readonly ownerNum: bigint | null;
  readonly createdNs: bigint;
};

export type TokenTransferRow = { readonly tokenNum: bigint; readonly accountNum: bigint; readonly amount: bigint };

export type NftTransferRow = {
  readonly tokenNum: bigint;
  readonly serial: bigint;
  readonly consensusNs: bigint;
  readonly senderNum: bigint | null;
  readonly receiverNum: bigint | null;
};

export type AirdropKey = {
  readonly senderNum: bigint;
  readonly receiverNum: bigint;
  readonly tokenNum: bigint;
  /** 0 for fungible units. */
  readonly serial: bigint;
};

/** Tokens, serials and who holds them. Every call is part of the open store transaction. */
export class TokenStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  token(num: bigint): TokenRow | undefined {
    return this.#store.one<TokenRow>("SELECT * FROM token WHERE num = ?", num);
  }

  insertToken(row: TokenRow): void {
    this.#store.insert("token", row);
  }

  setSupplyKey(num: bigint, supplyKey: Uint8Array): void {
    this.#store.run("UPDATE token SET supply_key = ? WHERE num = ?", supplyKey, num);
  }

  setTreasury({ num, treasuryNum: beforeNum }: TokenRow, treasuryNum: bigint, consensusNs: bigint): void {
    this.#store.insert("token_treasury", { tokenNum: num, consensusNs, beforeNum });
    this.#store.run("UPDATE token SET treasury_num = ? WHERE num = ?", treasuryNum, num);
  }

  deleteToken(num: bigint, consensusNs: bigint): void {
    this.#store.run("UPDATE token SET deleted_ns = ? WHERE num = ?", consensusNs, num);
  }

  addToSupply(num: bigint, amount: bigint): void {
    this.#store.run("UPDATE token SET total_supply = total_supply + ? WHERE num = ?", amount, num);
  }

  setLastSerial(num: bigint, serial: bigint): void {
    this.#store.run("UPDATE token SET last_serial = ? WHERE num = ?", serial, num);
  }

  holding(accountNum: bigint, tokenNum: bigint): HoldingRow | undefined {
    const sql = "SELECT * FROM holding WHERE account_num = ? AND token_num = ?";
    return this.#store.one<HoldingRow>(sql, accountNum, tokenNum);
  }

  associate(accountNum: bigint, tokenNum: bigint, automatic: boolean, createdNs: bigint): void {
    this.#store.insert("holding", { accountNum, tokenNum, balance: 0n, automatic: automatic ? 1n : 0n, createdNs });
  }

  /** Associations that transfers made for the account. */
  automaticAssociations(accountNum: bigint): bigint {
    const sql = "SELECT count(*) AS count FROM holding WHERE account_num = ? AND automatic = 1";
    return this.#store.one<{ count: bigint }>(sql, accountNum)?.count ?? 0n;
  }

  /** Adds units to (or, below zero, takes them from) an associated account. @throws Refused if it has too few. */
  addUnits(accountNum: bigint, tokenNum: bigint, amount: bigint, consensusNs: bigint): void {
    this.#addToHolding(accountNum, tokenNum, amount);
    this.#store.run(
      "INSERT INTO token_transfer VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET amount = amount + ?4",
      accountNum,
      tokenNum,
      consensusNs,
      amount,
    );
  }

  #addToHolding(accountNum: bigint, tokenNum: bigint, amount: bigint): void {
    const balance = (this.holding(accountNum, tokenNum)?.balance ?? 0n) + amount;
    if (balance < 0n) throw new Refused("INSUFFICIENT_TOKEN_BALANCE");
    this.#store.run(
      "UPDATE holding SET balance = ? WHERE account_num = ? AND token_num = ?",
      balance,
      accountNum,
      tokenNum,
    );
  }

  nft(tokenNum: bigint, serial: bigint): NftRow | undefined {
    return this.#store.one<NftRow>("SELECT * FROM nft WHERE token_num = ? AND serial = ?", tokenNum, serial);
  }

  nftsOf(ownerNum: bigint, tokenNum: bigint): NftRow[] {
    return this.#store.many<NftRow>("SELECT * FROM nft WHERE owner_num = ? AND token_num = ?", ownerNum, tokenNum);
  }

  insertNft(row: NftRow & { readonly ownerNum: bigint }): void {
    this.#store.insert("nft", row);
    this.#addToHolding(row.ownerNum, row.tokenNum, 1n);
    this.#noteNft(row, null, row.ownerNum, row.createdNs);
  }

  /** To nobody when it is burned. */
  moveNft(nft: NftRow, receiverNum: bigint | null, consensusNs: bigint): void {
    const sql = "UPDATE nft SET owner_num = ? WHERE token_num = ? AND serial = ?";
    this.#store.run(sql, receiverNum, nft.tokenNum, nft.serial);
    if (nft.ownerNum !== null) this.#addToHolding(nft.ownerNum, nft.tokenNum, -1n);
    if (receiverNum !== null) this.#addToHolding(receiverNum, nft.tokenNum, 1n);
    this.#noteNft(nft, nft.ownerNum, receiverNum, consensusNs);
  }

  #noteNft(nft: NftRow, senderNum: bigint | null, receiverNum: bigint | null, consensusNs: bigint): void {
    const { tokenNum, serial } = nft;
    this.#store.insert("nft_transfer", { tokenNum, serial, consensusNs, senderNum, receiverNum });
  }

  /** What waits for the receiver: units, or 1 for a serial; 0 for nothing. */
  pendingAirdrop(key: AirdropKey): bigint {
    const sql = `SELECT coalesce(sum(amount), 0) AS amount FROM airdrop
      WHERE receiver_num = ? AND sender_num = ? AND token_num = ? AND serial = ? AND ended_ns IS NULL`;
    return this.#store.one<{ amount: bigint }>(sql, ...valuesOf(key))?.amount ?? 0n;
  }

  addAirdrop(key: AirdropKey, amount: bigint, consensusNs: bigint): void {
    this.#store.insert("airdrop", { ...key, consensusNs, amount });
  }

  endAirdrop(key: AirdropKey, endedNs: bigint): void {
    const sql = `UPDATE airdrop SET ended_ns = ?
      WHERE receiver_num = ? AND sender_num = ? AND token_num = ? AND serial = ? AND ended_ns IS NULL`;
    this.#store.run(sql, endedNs, ...valuesOf(key));
  }

  /** Units moved at one consensus time. */
  transfers(consensusNs: bigint): TokenTransferRow[] {
    return this.#store.many<TokenTransferRow>(
      "SELECT token_num, account_num, amount FROM token_transfer WHERE consensus_ns = ? AND amount <> 0 ORDER BY 1, 2",
      consensusNs,
    );
  }

  /** Serials moved at one consensus time. */
  nftTransfers(consensusNs: bigint): NftTransferRow[] {
    const sql = "SELECT * FROM nft_transfer WHERE consensus_ns = ? ORDER BY token_num, serial";
    return this.#store.many<NftTransferRow>(sql, consensusNs);
  }
}

function valuesOf({ receiverNum, senderNum, tokenNum, serial }: AirdropKey): [bigint, bigint, bigint, bigint] {
  return [receiverNum, senderNum, tokenNum, serial];
}
