import { type Ledger, LedgerBehind, type Mirror, type TokenInfo, type TokenOfTreasury } from "../ledger/ledger.ts";
import { type CreationBooks, creationsOf, isCreation } from "./creation-evidence.ts";
import type { SupplyWatch } from "./supply-watch.ts";
import type { OrderedWork } from "./work-payload.ts";
import type { WorkJob } from "./works-store.ts";

/** The second layer: what the mirror shows of a job's effect, whatever the journal knows. */

/** Without a transaction: units that wait for their receiver, which a mirror shows without one. */
export type SeenEffect = {
  readonly transactionId: string | undefined;
  readonly amount: bigint;
  /** The token that was created. */
  readonly entityId?: string | undefined;
  readonly treasuryAccountId?: string | undefined;
};

export type Reading = Pick<Ledger, "mirror" | "payerAccountId"> & {
  /** Asked for where a token was ordered. */
  readonly creationBooks: () => Promise<CreationBooks>;
};

/**
 * Effects with the job's memo, oldest first: creations of its token; mints, or serials with its metadata; burns, transfers and airdrops that left the treasury. An airdrop
 * that still waits moves nothing, so that any of ours that waits for the same receiver counts: there is one at a time.
 *
 * @throws {LedgerBehind} while the mirror does not show the token, or where nothing is found in lists that lack what
 *   the mirror's own sums of the token, or the books, have
 */
export async function seenOnMirror(reading: Reading, watch: SupplyWatch, job: WorkJob): Promise<readonly SeenEffect[]> {
  const { work } = job.order;
  const { mirror } = reading;
  if (work.kind === "cancel-airdrop") return [];
  if (isCreation(work)) return creationsOf(reading, await reading.creationBooks(), work);
  if (work.kind === "mint-nft") return watch.serialsOf(mirror, work.tokenId, work.metadata);
  const token = await tokenOf(mirror, work.tokenId);
  const memo = work.transactionMemo ?? "";
  // Before the list, so that a list which is up to date has come to it.
  const shown = await sumsOf(mirror, token, work.kind);
  const seen = await (work.kind === "mint" ? watch.mintsOf : watch.outflowsOf).call(watch, mirror, token, memo);
  if (seen.length === 0 && !watch.hasComeTo(token, shown))
    throw new LedgerBehind(`the mirror's list of what moved in ${work.tokenId} is behind its own sums`);
  if (work.kind !== "airdrop") return seen;
  const { tokenId, fromAccountId: senderAccountId, toAccountId } = work;
  const waiting = await mirror.pendingAirdrops(toAccountId, { tokenId, senderAccountId });
  return [...seen, ...waiting.map(({ amount }) => ({ transactionId: undefined, amount }))];
}

/** Whether the mirror's list of the token's treasury is whole and shows nothing with the job's memo. */
export async function isAbsent(reading: Reading, watch: SupplyWatch, job: WorkJob): Promise<boolean> {
  const { mirror } = reading;
  const { work } = job.order;
  if (work.kind === "cancel-airdrop") return true;
  const isWhole =
    isCreation(work) || (await isListWhole(mirror, watch, await tokenOf(mirror, work.tokenId), work.kind));
  return isWhole && (await seenOnMirror(reading, watch, job)).length === 0;
}

/** What changes with work of the kind: units there are, or units in the treasury. */
async function sumsOf(mirror: Mirror, token: TokenInfo, kind: OrderedWork["kind"]) {
  if (kind === "mint" || kind === "burn") return { supply: token.totalSupply };
  return { treasury: (await mirror.tokenBalance(token.treasuryAccountId, token.tokenId)) ?? 0n };
}

function isListWhole(
  mirror: Mirror,
  watch: SupplyWatch,
  token: TokenOfTreasury,
  kind: OrderedWork["kind"],
): Promise<boolean> {
  if (kind === "mint-nft") return watch.isEverySerial(mirror, token);
  return kind === "mint" || kind === "burn" ? watch.isWhole(mirror, token) : watch.isBalanced(mirror, token);
}

async function tokenOf(mirror: Mirror, tokenId: string): Promise<TokenInfo> {
  const token = await mirror.token(tokenId);
  if (token === undefined) throw new LedgerBehind(`the mirror does not show the token ${tokenId} yet`);
  return token;
}
