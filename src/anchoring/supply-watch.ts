import { LedgerUnavailable, type Mirror, type MirrorEntry, type TokenOfTreasury } from "../ledger/ledger.ts";
import type { OrderedWork } from "./work-payload.ts";

/**
 * The second layer under a mint's exactly-once: what the mirror shows of a token's supply, kept while the
 * gateway runs. Nothing on the ledger forbids a second mint of one memo, so it is looked for before each.
 */
export class SupplyWatch {
  readonly #tokens = new Map<string, Known>();

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

/** What the mirror shows of mints with the work's memo; nothing for work that is no mint. @throws {LedgerUnavailable} */
export async function mintsLike(mirror: Mirror, watch: SupplyWatch, work: OrderedWork): Promise<readonly SeenMint[]> {
  const token = await mintedToken(mirror, work);
  return token === undefined ? [] : watch.mintsOf(mirror, token, work.transactionMemo ?? "");
}

/** Whether the mirror's list of the token's mints is whole and none carries the work's memo. @throws {LedgerUnavailable} */
export async function isAbsent(mirror: Mirror, watch: SupplyWatch, work: OrderedWork): Promise<boolean> {
  const token = await mintedToken(mirror, work);
  if (token === undefined) return true;
  if (!(await watch.isWhole(mirror, token))) return false;
  return (await mintsLike(mirror, watch, work)).length === 0;
}

async function mintedToken(mirror: Mirror, work: OrderedWork) {
  if (work.kind !== "mint") return undefined;
  const token = await mirror.token(work.tokenId);
  if (token === undefined) throw new LedgerUnavailable(`the mirror does not show the token ${work.tokenId} yet`);
  return token;
}

const pageSize = 100;

function changeOf({ tokenTransfers }: MirrorEntry, token: string): bigint {
  return tokenTransfers.filter(({ tokenId }) => tokenId === token).reduce((sum, { amount }) => sum + amount, 0n);
}

export type SeenMint = { readonly transactionId: string; readonly amount: bigint };

type Known = { after: string | undefined; supply: bigint; readonly byMemo: Map<string, readonly SeenMint[]> };
