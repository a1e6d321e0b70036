import { LedgerUnavailable, type Mirror, type MirrorEntry, type TokenOfTreasury } from "../ledger/ledger.ts";
import type { OrderedWork } from "./work-payload.ts";

/**
 * The second layer under a mint's exactly-once: what the mirror shows of a token's supply, kept while the
 * gateway runs. Nothing on the ledger forbids a second mint of one memo, so it is looked for before each.
 */
export class SupplyWatch {
  readonly #tokens = new Map<string, Known>();
  readonly #serials = new Map<string, { after: bigint; readonly byMetadata: Map<string, readonly bigint[]> }>();

  /** Reads the token's entries onward and tells which mints carry the memo. */
  async mintsOf(mirror: Mirror, token: TokenOfTreasury, memo: string): Promise<readonly SeenMint[]> {
    const known = await this.#read(mirror, token);
    return known.byMemo.get(memo) ?? [];
  }

  /**
   * True when the mirror's entries add up to the supply that it names: then no mint of this token is missing
   * from its list. While others are under way the two may differ for a moment.
   */
  async isWhole(mirror: Mirror, token: TokenOfTreasury): Promise<boolean> {
    const info = await mirror.token(token.tokenId);
    const known = await this.#read(mirror, token);
    return info !== undefined && info.totalSupply === known.supply;
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

  async #read(mirror: Mirror, token: TokenOfTreasury): Promise<Known> {
    const known = this.#tokens.get(token.tokenId) ?? { after: undefined, supply: 0n, byMemo: new Map() };
    this.#tokens.set(token.tokenId, known);
    for (;;) {
      const before = known.after;
      const entries = await mirror.treasuryEntries(token, before, pageSize);
      // Two lanes may have read the same page: whoever comes second drops it.
      if (known.after !== before) continue;
      for (const entry of entries) {
        known.after = entry.consensusTimestamp;
        if (entry.name !== "TOKENMINT" && entry.name !== "TOKENBURN") continue;
        const amount = changeOf(entry, token.tokenId);
        known.supply += amount;
        if (amount <= 0n || entry.memo === undefined) continue;
        const { transactionId } = entry;
        known.byMemo.set(entry.memo, [...(known.byMemo.get(entry.memo) ?? []), { transactionId, amount }]);
      }
      if (entries.length < pageSize) return known;
    }
  }
}

/**
 * What the mirror shows of mints with the work's memo, or of serials with its metadata; nothing for other work.
 *
 * @throws {LedgerUnavailable}
 */
export async function mintsLike(mirror: Mirror, watch: SupplyWatch, work: OrderedWork): Promise<readonly SeenMint[]> {
  if (work.kind === "mint-nft") return watch.serialsOf(mirror, work.tokenId, work.metadata);
  const token = await mintedToken(mirror, work);
  return token === undefined ? [] : watch.mintsOf(mirror, token, work.transactionMemo ?? "");
}

/** Whether the mirror's list of the token's mints is whole and none carries the work's memo. @throws {LedgerUnavailable} */
export async function isAbsent(mirror: Mirror, watch: SupplyWatch, work: OrderedWork): Promise<boolean> {
  const token = await mintedToken(mirror, work);
  if (token === undefined) return true;
  if (work.kind === "mint-nft") return (await watch.isEverySerial(mirror, token)) && isUnseen(mirror, watch, work);
  if (!(await watch.isWhole(mirror, token))) return false;
  return isUnseen(mirror, watch, work);
}

async function isUnseen(mirror: Mirror, watch: SupplyWatch, work: OrderedWork): Promise<boolean> {
  return (await mintsLike(mirror, watch, work)).length === 0;
}

async function mintedToken(mirror: Mirror, work: OrderedWork) {
  if (work.kind !== "mint" && work.kind !== "mint-nft") return undefined;
  const token = await mirror.token(work.tokenId);
  if (token === undefined) throw new LedgerUnavailable(`the mirror does not show the token ${work.tokenId} yet`);
  return token;
}

const pageSize = 100;

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function changeOf({ tokenTransfers }: MirrorEntry, token: string): bigint {
  return tokenTransfers.filter(({ tokenId }) => tokenId === token).reduce((sum, { amount }) => sum + amount, 0n);
}

export type SeenMint = { readonly transactionId: string; readonly amount: bigint };

type Known = { after: string | undefined; supply: bigint; readonly byMemo: Map<string, readonly SeenMint[]> };
