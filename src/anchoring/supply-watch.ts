import type { Mirror, MirrorEntry, MovingKinds, TokenOfTreasury } from "../ledger/ledger.ts";

/**
 * The second layer under the exactly-once of mints, burns and transfers: what the mirror shows of a token's treasury,
 * kept while the gateway runs. Nothing on the ledger forbids the same once more under one memo, so it is looked for
 * before each.
 */
export class SupplyWatch {
  readonly #tokens = new Map<string, Known>();
  readonly #serials = new Map<string, { after: bigint; readonly byMetadata: Map<string, readonly bigint[]> }>();

  /** Reads the token's entries onward and tells which mints carry the memo. */
  async mintsOf(mirror: Mirror, token: TokenOfTreasury, memo: string): Promise<readonly SeenMint[]> {
    const known = await this.#read(mirror, token);
    return known.byMemo.get(memo) ?? [];
  }

  /** The same of what left the treasury with the memo: burns, transfers, airdrops that arrived. Amounts above 0. */
  async outflowsOf(mirror: Mirror, token: TokenOfTreasury, memo: string): Promise<readonly SeenMint[]> {
    const known = await this.#read(mirror, token);
    return known.outByMemo.get(memo) ?? [];
  }

  /**
   * What moved units of the token and was not told to be explained, as far as it was read: a few of those that were are
   * among it always, since a database that is brought back forgets the newest.
   *
   * @param mirror to read onward first
   */
  async toExplain(token: TokenOfTreasury, mirror?: Mirror): Promise<readonly UnitsEntry[]> {
    const known = mirror === undefined ? this.#tokens.get(token.tokenId) : await this.#read(mirror, token);
    return [...(known?.toExplain ?? [])];
  }

  /** All of these are explained. */
  explained({ tokenId }: TokenOfTreasury, entries: readonly UnitsEntry[]): void {
    const known = this.#tokens.get(tokenId);
    const all = new Set(entries.slice(0, -recheckedEntries));
    if (known !== undefined) known.toExplain = known.toExplain.filter((one) => !all.has(one));
  }

  /**
   * True when the entries, as far as they were read, have lately come to sums that the mirror showed elsewhere before that: a
   * list that has not is behind, and what it lacks may be what is looked for. What ran since then does not count against it.
   */
  hasComeTo({ tokenId }: TokenOfTreasury, shown: Partial<Sums>): boolean {
    const known = this.#tokens.get(tokenId) ?? newKnown("usual");
    const isReached = known.lately.some(
      ({ supply, treasury }) => supply === (shown.supply ?? supply) && treasury === (shown.treasury ?? treasury),
    );
    this.#noteLook(tokenId, known, isReached);
    return isReached;
  }

  /** True when the mirror's entries add up to what it shows in the treasury: then nothing that left is missing. */
  async isBalanced(mirror: Mirror, token: TokenOfTreasury): Promise<boolean> {
    const balance = await mirror.tokenBalance(token.treasuryAccountId, token.tokenId);
    return this.#comesOut(mirror, token, ({ treasury }) => treasury === (balance ?? 0n));
  }

  /**
   * True when the mirror's entries add up to the supply that it names: then no mint of this token is missing
   * from its list. While others are under way the two may differ for a moment.
   */
  async isWhole(mirror: Mirror, token: TokenOfTreasury): Promise<boolean> {
    const info = await mirror.token(token.tokenId);
    return this.#comesOut(mirror, token, ({ supply }) => supply === info?.totalSupply);
  }

  /** Serials that carry one of the metadata; metadata never changes without a key for that, which no token of ours has. */
  async serialsOf(mirror: Mirror, tokenId: string, metadata: readonly Uint8Array[]): Promise<readonly SeenMint[]> {
    const known = this.#serials.get(tokenId) ?? { after: 0n, byMetadata: new Map() };
    this.#serials.set(tokenId, known);
    for (;;) {
      const before = known.after;
      const page = await mirror.nfts(tokenId, before, pageSize);
      if (known.after !== before) continue;
      for (const { serial, metadata: bytes } of page) {
        const text = hexOf(bytes);
        known.after = serial;
        known.byMetadata.set(text, [...(known.byMetadata.get(text) ?? []), serial]);
      }
      if (page.length < pageSize) break;
    }
    const serials = metadata.flatMap((bytes) => known.byMetadata.get(hexOf(bytes)) ?? []);
    return Promise.all(
      serials.map(async (serial) => {
        const transactionId = (await mirror.nftMint(tokenId, serial)) ?? `${tokenId}/${serial}`;
        return { transactionId, amount: 1n };
      }),
    );
  }

  /** True when the mirror shows as many serials as the token has: none is missing from its list. */
  async isEverySerial(mirror: Mirror, { tokenId }: TokenOfTreasury): Promise<boolean> {
    const info = await mirror.token(tokenId);
    let there = 0n;
    for (let after = 0n; ; ) {
      const page = await mirror.nfts(tokenId, after, pageSize);
      there += BigInt(page.filter(({ deleted }) => !deleted).length);
      if (page.length < pageSize) return info?.totalSupply === there;
      after = page.at(-1)?.serial ?? after;
    }
  }

  /** Where it has not come out for a while, something unusual has moved units: from then on all is read. */
  async #comesOut(mirror: Mirror, token: TokenOfTreasury, isRight: (known: Known) => boolean): Promise<boolean> {
    const known = await this.#read(mirror, token);
    const isOut = isRight(known);
    return this.#noteLook(token.tokenId, known, isOut) ? isRight(await this.#read(mirror, token)) : isOut;
  }

  /** @returns whether all has to be read from now on */
  #noteLook(tokenId: string, known: Known, isRight: boolean): boolean {
    known.misses = isRight ? 0 : known.misses + 1;
    if (known.misses < mostMisses || known.kinds === "any") return false;
    this.#tokens.set(tokenId, newKnown("any"));
    return true;
  }

  async #read(mirror: Mirror, token: TokenOfTreasury): Promise<Known> {
    const known = this.#tokens.get(token.tokenId) ?? newKnown("usual");
    this.#tokens.set(token.tokenId, known);
    for (;;) {
      const before = known.after;
      const entries = await mirror.treasuryEntries(token, before, pageSize, known.kinds);
      // Two lanes may have read the same page: whoever comes second drops it.
      if (known.after !== before) continue;
      for (const entry of entries) {
        known.after = entry.consensusTimestamp;
        known.toExplain.push(unitsOf(entry, token));
        notePassage(known, entry, token);
        noteSupply(known, entry, token);
        known.lately = [
          ...known.lately.slice(1 - recheckedEntries),
          { supply: known.supply, treasury: known.treasury },
        ];
      }
      if (entries.length < pageSize) return known;
    }
  }
}

const pageSize = 100;
/** How many of the newest entries are explained anew each time, and may have come since sums were shown. */
const recheckedEntries = 100;
/** Looks in a row at which replicas of a mirror may be of different ages. */
const mostMisses = 10;

/** What an entry did to a token's units. */
export type UnitsEntry = Pick<MirrorEntry, "transactionId" | "consensusTimestamp" | "name" | "memo" | "tokenTransfers">;

function unitsOf({ transactionId, consensusTimestamp, name, memo, ...entry }: MirrorEntry, token: TokenOfTreasury) {
  const tokenTransfers = entry.tokenTransfers.filter(({ tokenId }) => tokenId === token.tokenId);
  return { transactionId, consensusTimestamp, name, memo, tokenTransfers };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
function notePassage(known: Known, entry: MirrorEntry, { tokenId, treasuryAccountId }: TokenOfTreasury): void {
  const change = entry.tokenTransfers
    .filter((one) => one.tokenId === tokenId && one.accountId === treasuryAccountId)
    .reduce((sum, { amount }) => sum + amount, 0n);
  known.treasury += change;
  if (change < 0n) note(known.outByMemo, entry, -change);
}

function noteSupply(known: Known, entry: MirrorEntry, { tokenId }: TokenOfTreasury): void {
  if (entry.name !== "TOKENMINT" && entry.name !== "TOKENBURN") return;
  const amount = changeOf(entry, tokenId);
  known.supply += amount;
  if (amount > 0n) note(known.byMemo, entry, amount);
}

function note(seen: Known["byMemo"], { memo, transactionId }: MirrorEntry, amount: bigint): void {
  if (memo !== undefined) seen.set(memo, [...(seen.get(memo) ?? []), { transactionId, amount }]);
}

function changeOf({ tokenTransfers }: MirrorEntry, token: string): bigint {
  return tokenTransfers.filter(({ tokenId }) => tokenId === token).reduce((sum, { amount }) => sum + amount, 0n);
}

export type SeenMint = { readonly transactionId: string; readonly amount: bigint };

/** Of a token's units, as its entries add up. */
type Sums = { readonly supply: bigint; readonly treasury: bigint };

type Known = {
  readonly kinds: MovingKinds;
  /** How often in a row the entries did not add up. */
  misses: number;
  after: string | undefined;
  supply: bigint;
  treasury: bigint;
  /** The sums after each of the newest entries. */
  lately: readonly Sums[];
  toExplain: UnitsEntry[];
  readonly byMemo: Map<string, readonly SeenMint[]>;
  readonly outByMemo: Map<string, readonly SeenMint[]>;
};

const newKnown = (kinds: MovingKinds): Known => ({
  kinds,
  misses: 0,
  after: undefined,
  supply: 0n,
  treasury: 0n,
  lately: [{ supply: 0n, treasury: 0n }],
  toExplain: [],
  byMemo: new Map(),
  outByMemo: new Map(),
});
