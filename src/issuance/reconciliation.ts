import type { LedgerTime, Mirror, MirrorEntry } from "../ledger/ledger.ts";
import type { GatewayDeps } from "./append.ts";
import { haltToken } from "./mint-orders.ts";
import { type OrderedPart, orderedParts } from "./mint-store.ts";
import * as tokens from "./token-store.ts";

/**
 * What the mirror shows of each token, compared with what statements asked for. Any difference stops issuance
 * in that token and names the transaction: a mint that no statement asked for, a statement minted twice or with
 * another amount, one that we settled and the mirror does not have.
 */

export type ReconciliationDeps = GatewayDeps & { readonly mirror: Mirror };

/** A settled mint may be missing for so long, ms: mirrors lag. */
const mirrorLagMs = 180_000;
const pageSize = 100;

export type Mismatch = { readonly reason: string; readonly transactionId: string | null };

/** One look at every token. What it finds follows from the ledger and the tables alone. @returns tokens that are halted */
export async function reconcile(deps: ReconciliationDeps, signal: AbortSignal): Promise<number> {
  let halted = 0;
  for (const token of await tokens.listTokens(deps.db)) {
    signal.throwIfAborted();
    if (token.halt !== null) halted++;
    if (token.tokenId !== null && (await reconcileToken(deps, { ...token, tokenId: token.tokenId }))) halted++;
  }
  return halted;
}

/** @returns true when it halted the token now */
async function reconcileToken(
  deps: ReconciliationDeps,
  token: tokens.TokenState & { readonly tokenId: string },
): Promise<boolean> {
  const { mirror, db } = deps;
  const watermark = await mirror.watermark();
  const entries = await allEntries(mirror, token);
  const info = await mirror.token(token.tokenId);
  const again = await allEntries(mirror, token, entries.at(-1)?.consensusTimestamp);
  // Read after the mirror: whatever was sent by then is in the journal.
  const parts = await orderedParts(db, token.tokenKey);
  const supply = entries.reduce((sum, entry) => sum + changeOf(entry, token.tokenId), 0n);
  const mints = entries.filter(({ name }) => name === "TOKENMINT");
  const unexplained = mints.filter(({ transactionId }) => !token.accepted.includes(transactionId));
  const minted = mints.reduce((sum, entry) => sum + changeOf(entry, token.tokenId), 0n);
  const quiet = again.length === 0 && info !== undefined;
  const mismatch =
    compareMints(
      unexplained.map((entry) => ({ ...entry, amount: changeOf(entry, token.tokenId) })),
      parts,
      watermark,
    ) ?? (quiet && info.totalSupply > supply ? moreThanListed(info.totalSupply, supply) : undefined);
  const at = new Date(deps.clock.nowMs());
  const found = { minted, burned: minted - supply, to: entries.at(-1)?.consensusTimestamp, at };
  return db.transaction().execute(async (tx) => {
    await tokens.markReconciled(tx, token.tokenKey, found);
    if (mismatch === undefined || token.halt !== null) return false;
    await haltToken(deps, tx, token.tokenKey, mismatch);
    return true;
  });
}

const moreThanListed = (supply: bigint, listed: bigint): Mismatch => ({
  reason: `${supply} units are in circulation, but the mints and burns on the mirror make ${listed}`,
  transactionId: null,
});

type Mint = Pick<MirrorEntry, "transactionId" | "memo"> & { readonly amount: bigint };

/** The first mint that is not what a statement asked for; undefined when all are. */
export function compareMints(
  mints: readonly Mint[],
  parts: readonly OrderedPart[],
  watermark: LedgerTime | undefined,
): Mismatch | undefined {
  const wanted = new Map(parts.map((part) => [part.memo, part]));
  const seen = new Set<string>();
  for (const { transactionId, memo = "", amount } of mints) {
    const part = wanted.get(memo);
    const reason = part === undefined ? "no statement asked for it" : differenceOf(part, transactionId, amount, seen);
    if (reason !== undefined) return { reason: `a mint of ${amount} units: ${reason}`, transactionId };
    seen.add(memo);
  }
  const readToMs = watermark === undefined ? 0 : Number(watermark) * 1000;
  const missing = parts.find(
    ({ memo, mintedAt }) => mintedAt !== null && mintedAt.getTime() + mirrorLagMs < readToMs && !seen.has(memo),
  );
  if (missing === undefined) return undefined;
  const reason = `the mint of ${missing.amount} units for ${missing.memo} is settled, but not on the mirror`;
  return { reason, transactionId: missing.transactionId };
}

function differenceOf(
  part: OrderedPart,
  transactionId: string,
  amount: bigint,
  seen: ReadonlySet<string>,
): string | undefined {
  if (seen.has(part.memo)) return "its statement was minted before";
  if (amount !== part.amount) return `its statement asked for ${part.amount}`;
  if (part.transactionId !== null && part.transactionId !== transactionId)
    return `its statement was minted by ${part.transactionId}`;
  return undefined;
}

async function allEntries(
  mirror: Mirror,
  token: { readonly tokenId: string; readonly treasuryAccountId: string },
  from?: LedgerTime,
): Promise<MirrorEntry[]> {
  const found: MirrorEntry[] = [];
  let after = from;
  for (;;) {
    const page = await mirror.treasuryEntries(token, after, pageSize);
    found.push(...page.filter(({ name }) => name === "TOKENMINT" || name === "TOKENBURN"));
    if (page.length < pageSize) return found;
    after = page.at(-1)?.consensusTimestamp;
  }
}

function changeOf({ tokenTransfers }: MirrorEntry, token: string): bigint {
  return tokenTransfers.filter(({ tokenId }) => tokenId === token).reduce((sum, { amount }) => sum + amount, 0n);
}
