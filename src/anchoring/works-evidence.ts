import {
  type Ledger,
  type LedgerTime,
  LedgerUnavailable,
  type Mirror,
  type TokenInfo,
  type TokenOfTreasury,
} from "../ledger/ledger.ts";
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
};

/** Entries that are asked for at once. */
const pageSize = 100;

type Reading = Pick<Ledger, "mirror" | "payerAccountId">;

/**
 * Effects with the job's memo, oldest first: creations of its token; mints, or serials with its metadata; burns, transfers and airdrops that left the treasury. An airdrop
 * that still waits moves nothing, so that any of ours that waits for the same receiver counts: there is one at a time.
 *
 * @throws {LedgerUnavailable} while the mirror does not show the token, or where nothing is found in a list that lacks what
 *   the mirror's own sums of the token have
 */
export async function seenOnMirror(
  { mirror, payerAccountId }: Reading,
  watch: SupplyWatch,
  job: WorkJob,
): Promise<readonly SeenEffect[]> {
  const { work } = job.order;
  if (work.kind === "cancel-airdrop") return [];
  if (isCreation(work)) return creationsWith(mirror, payerAccountId, work.transactionMemo);
  if (work.kind === "mint-nft") return watch.serialsOf(mirror, work.tokenId, work.metadata);
  const token = await tokenOf(mirror, work.tokenId);
  const memo = work.transactionMemo ?? "";
  // Before the list, so that a list which is up to date has come to it.
  const shown = await sumsOf(mirror, token, work.kind);
  const seen = await (work.kind === "mint" ? watch.mintsOf : watch.outflowsOf).call(watch, mirror, token, memo);
  if (seen.length === 0 && !watch.hasComeTo(token, shown))
    throw new LedgerUnavailable(`the mirror's list of what moved in ${work.tokenId} is behind its own sums`);
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

type Creation = Extract<OrderedWork, { readonly kind: "create-fungible-token" | "create-nft-token" }>;

const isCreation = (work: OrderedWork): work is Creation =>
  work.kind === "create-fungible-token" || work.kind === "create-nft-token";

/** A token is found by the memo of its creation. Orders of gateways that gave it none are known to the journal alone. */
async function creationsWith(
  mirror: Mirror,
  payerAccountId: string,
  memo: string | undefined,
): Promise<readonly SeenEffect[]> {
  if (memo === undefined) return [];
  const found: SeenEffect[] = [];
  for (let after: LedgerTime | undefined; ; ) {
    const page = await mirror.tokenCreations(payerAccountId, after, pageSize);
    for (const { transactionId, entityId, memo: own } of page) {
      if (own === memo) found.push({ transactionId, entityId, amount: 1n });
    }
    if (page.length < pageSize) return found;
    after = page.at(-1)?.consensusTimestamp;
  }
}

async function tokenOf(mirror: Mirror, tokenId: string): Promise<TokenInfo> {
  const token = await mirror.token(tokenId);
  if (token === undefined) throw new LedgerUnavailable(`the mirror does not show the token ${tokenId} yet`);
  return token;
}
