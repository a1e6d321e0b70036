import { assertState } from "../kernel/fault.ts";
import type { Mirror, MirrorEntry, MovingKinds } from "../ledger/ledger.ts";
import type { GatewayDeps } from "./append.ts";
import * as store from "./transfer-store.ts";
import { lockTransfer, recordTransferStep } from "./transfers.ts";

/**
 * What became of airdrops that the ledger has taken (HIP-904): one that arrived at once, one that waits for its
 * receiver, one that was claimed, one that somebody else took back. The mirror alone shows which.
 */

export type AirdropDeps = GatewayDeps & { readonly mirror: Mirror };

const pageSize = 100;

/** One look at every airdrop that is neither with its receiver nor back. @returns "more" when one moved on */
export async function resolveAirdrops(deps: AirdropDeps, signal: AbortSignal): Promise<"more" | "idle"> {
  let moved = 0;
  for (const transfer of await store.unresolvedAirdrops(deps.db)) {
    signal.throwIfAborted();
    const fate = await fateOf(deps.mirror, transfer, await treasuryOf(deps, transfer));
    if (fate.kind === "unknown" || (fate.kind === "waits" && transfer.state === "pending_claim")) continue;
    await deps.db.transaction().execute((tx) => settle(deps, tx, transfer, fate));
    moved++;
  }
  return moved > 0 ? "more" : "idle";
}

export type Fate =
  | { readonly kind: "arrived" /** Undefined: with the airdrop itself. */; readonly claimId: string | undefined }
  | { readonly kind: "waits" }
  | { readonly kind: "gone" }
  /** The mirror lags, or shows what does not decide. */
  | { readonly kind: "unknown" };

/** @throws {LedgerUnavailable} */
export async function fateOf(mirror: Mirror, transfer: store.Transfer, treasuryAccountId: string): Promise<Fate> {
  const { transactionId, toAccount, tokenId, units, goneAfter } = transfer;
  if (transactionId === null) return { kind: "unknown" };
  // Read first: what was not claimed at this time, or later, was not claimed before it.
  const watermark = await mirror.watermark();
  const airdrop = (await mirror.transactions(transactionId)).find(
    (entry) => entry.transactionId === transactionId && entry.result === "SUCCESS",
  );
  if (airdrop === undefined) return { kind: "unknown" };
  const gives = (entry: MirrorEntry) =>
    entry.tokenTransfers.some((one) => one.tokenId === tokenId && one.accountId === toAccount && one.amount === units);
  if (gives(airdrop)) return { kind: "arrived", claimId: undefined };
  const waiting = await mirror.pendingAirdrops(toAccount, { tokenId, senderAccountId: treasuryAccountId });
  if (waiting.length > 0) return { kind: "waits" };
  const later = await entriesAfter(mirror, { tokenId, treasuryAccountId }, airdrop.consensusTimestamp);
  const claim = later.find((entry) => entry.name === "TOKENCLAIMAIRDROP" && gives(entry));
  if (claim !== undefined) return { kind: "arrived", claimId: claim.transactionId };
  const isPast = goneAfter !== null && watermark !== undefined && Number(watermark) > Number(goneAfter) + graceS;
  return isPast && (await isWhole(mirror, { tokenId, treasuryAccountId })) ? { kind: "gone" } : { kind: "unknown" };
}

/** Consensus seconds by which the mirror must be past the ledger's word that nothing waits: replicas lag. */
const graceS = 60;

type Treasury = { readonly tokenId: string; readonly treasuryAccountId: string };

async function entriesAfter(
  mirror: Mirror,
  token: Treasury,
  from: string | undefined,
  kinds: MovingKinds = "usual",
): Promise<MirrorEntry[]> {
  const found: MirrorEntry[] = [];
  for (let after = from; ; after = found.at(-1)?.consensusTimestamp) {
    const page = await mirror.treasuryEntries(token, after, pageSize, kinds);
    found.push(...page);
    if (page.length < pageSize) return found;
  }
}

/** True when the entries add up to what the mirror shows in the treasury: then no claim is missing among them. */
async function isWhole(mirror: Mirror, token: Treasury): Promise<boolean> {
  const balance = (await mirror.tokenBalance(token.treasuryAccountId, token.tokenId)) ?? 0n;
  return (await sumOf(mirror, token, "usual")) === balance || (await sumOf(mirror, token, "any")) === balance;
}

async function sumOf(mirror: Mirror, token: Treasury, kinds: MovingKinds): Promise<bigint> {
  const entries = await entriesAfter(mirror, token, undefined, kinds);
  return entries
    .flatMap(({ tokenTransfers }) => tokenTransfers)
    .filter((one) => one.tokenId === token.tokenId && one.accountId === token.treasuryAccountId)
    .reduce((all, { amount }) => all + amount, 0n);
}

async function settle(
  deps: AirdropDeps,
  tx: Parameters<typeof lockTransfer>[0],
  known: store.Transfer,
  fate: Exclude<Fate, { readonly kind: "unknown" }>,
): Promise<void> {
  const transfer = await lockTransfer(tx, known);
  // Another gateway has looked, or a recall has come back meanwhile.
  if (transfer.settledAt !== null) return;
  const { transactionId } = transfer;
  if (fate.kind === "waits") {
    if (transfer.state !== "ordered") return;
    return recordTransferStep(deps, tx, transfer, "wait", { said: { transaction_id: transactionId } });
  }
  if (fate.kind === "gone") {
    const reason = "the airdrop was taken back outside this gateway";
    return recordTransferStep(deps, tx, transfer, "cancel", { change: { reason }, said: { reason } });
  }
  const { claimId } = fate;
  const change = claimId === undefined ? {} : { claimTransactionId: claimId };
  return recordTransferStep(deps, tx, transfer, "arrive", {
    change,
    said: { transaction_id: claimId ?? transactionId },
  });
}

async function treasuryOf({ db }: AirdropDeps, { tokenId }: store.Transfer): Promise<string> {
  const row = await db
    .selectFrom("tokens")
    .select("treasury_account_id")
    .where("token_id", "=", tokenId)
    .executeTakeFirst();
  assertState(row !== undefined, `units in the token ${tokenId}, which is not stored`);
  return row.treasury_account_id;
}
