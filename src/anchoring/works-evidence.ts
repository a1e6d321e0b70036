import { type Ledger, LedgerUnavailable, type TokenOfTreasury } from "../ledger/ledger.ts";
import type { SupplyWatch } from "./supply-watch.ts";
import type { OrderedWork } from "./work-payload.ts";
import type { WorkJob } from "./works-store.ts";

/** The second layer: what the mirror shows of a job's effect, whatever the journal knows. */

/** Without a transaction: units that wait for their receiver, which a mirror shows without one. */
export type SeenEffect = { readonly transactionId: string | undefined; readonly amount: bigint };

type Reading = Pick<Ledger, "mirror">;

/**
 * Effects with the job's memo, oldest first: mints, or serials with its metadata; burns, transfers and airdrops that left the treasury. An airdrop
 * that still waits moves nothing, so that any of ours that waits for the same receiver counts: there is one at a time.
 *
 * @throws {LedgerUnavailable} while the mirror does not show the token
 */
export async function seenOnMirror(
  { mirror }: Reading,
  watch: SupplyWatch,
  job: WorkJob,
): Promise<readonly SeenEffect[]> {
  const { work } = job.order;
  if (isWithoutTrace(work)) return [];
  if (work.kind === "mint-nft") return watch.serialsOf(mirror, work.tokenId, work.metadata);
  const token = await tokenOf({ mirror }, work.tokenId);
  const memo = work.transactionMemo ?? "";
  if (work.kind === "mint") return watch.mintsOf(mirror, token, memo);
  const left = await watch.outflowsOf(mirror, token, memo);
  if (work.kind !== "airdrop") return left;
  const { tokenId, fromAccountId: senderAccountId, toAccountId } = work;
  const waiting = await mirror.pendingAirdrops(toAccountId, { tokenId, senderAccountId });
  return [...left, ...waiting.map(({ amount }) => ({ transactionId: undefined, amount }))];
}

/** Whether the mirror's list of the token's treasury is whole and shows nothing with the job's memo. */
export async function isAbsent({ mirror }: Reading, watch: SupplyWatch, job: WorkJob): Promise<boolean> {
  const { work } = job.order;
  if (isWithoutTrace(work)) return true;
  const token = await tokenOf({ mirror }, work.tokenId);
  return (
    (await isListWhole(mirror, watch, token, work.kind)) && (await seenOnMirror({ mirror }, watch, job)).length === 0
  );
}

function isListWhole(
  mirror: Ledger["mirror"],
  watch: SupplyWatch,
  token: TokenOfTreasury,
  kind: OrderedWork["kind"],
): Promise<boolean> {
  if (kind === "mint-nft") return watch.isEverySerial(mirror, token);
  return kind === "mint" || kind === "burn" ? watch.isWhole(mirror, token) : watch.isBalanced(mirror, token);
}

type Traceless = Extract<
  OrderedWork,
  { readonly kind: "create-fungible-token" | "create-nft-token" | "cancel-airdrop" }
>;

/** Work that carries no memo to be found by. */
function isWithoutTrace(work: OrderedWork): work is Traceless {
  return work.kind === "create-fungible-token" || work.kind === "create-nft-token" || work.kind === "cancel-airdrop";
}

async function tokenOf({ mirror }: Reading, tokenId: string): Promise<TokenOfTreasury> {
  const token = await mirror.token(tokenId);
  if (token === undefined) throw new LedgerUnavailable(`the mirror does not show the token ${tokenId} yet`);
  return token;
}
