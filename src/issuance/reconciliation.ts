import type { LedgerTime, Mirror, MirrorEntry, MovingKinds } from "../ledger/ledger.ts";
import type { GatewayDeps } from "./append.ts";
import { lookAtCertificates } from "./certificate-check.ts";
import { setSerial } from "./certificate-store.ts";
import { endMoves } from "./deleted-tokens.ts";
import { treasuryBooks } from "./holdings-store.ts";
import { haltToken } from "./mint-orders.ts";
import { bookedOf, bookedSupply, dropExplained, movementsOf, noteMovements, spareOf } from "./movement-store.ts";
import { compareMints, oddMints } from "./reconcile-mints.ts";
import { compareMoves, doneMoves, oddMoves, treasuryChange, unitsChange } from "./reconcile-moves.ts";
import type { Mismatch, Reconciled, ShownMint } from "./reconciled.ts";
import { letGo } from "./replaced-tokens.ts";
import { retirementsOfToken } from "./retirement-store.ts";
import { supplyDifference } from "./supply-difference.ts";
import { changedOnLedger } from "./token-changes.ts";
import { partsOfToken } from "./token-parts.ts";
import * as tokens from "./token-store.ts";
import { transfersOfToken } from "./transfer-store.ts";

/**
 * What the mirror shows of each token, compared with what statements asked for and what owners ordered. Any difference
 * stops everything in that token and names the transaction: a mint that no statement asked for, a statement minted
 * twice or with another amount, a burn or a transfer out of the treasury that nobody ordered, one that we settled and
 * the mirror does not have. The supply is the mints less the burns, the treasury what the books hold.
 */

export type ReconciliationDeps = GatewayDeps & {
  readonly mirror: Mirror;
  /**
   * Sums that did not come out at the last look, by token: they halt it when they are seen again, because behind a
   * public mirror stand replicas of different ages, and because units may have moved in an unusual way: then all
   * that the treasury's account has ever done is read. Absent: at once.
   */
  readonly doubts?: Map<string, string>;
};

const pageSize = 100;

/**
 * One look at every token. What it finds follows from the ledger and the tables alone.
 *
 * @returns how many tokens are halted, and by how many units the ledger and the books differ in all of them
 */
export async function reconcile(
  deps: ReconciliationDeps,
  signal: AbortSignal,
): Promise<{ readonly halted: number; readonly difference: bigint }> {
  let [halted, difference] = [0, 0n];
  for (const token of await tokens.listTokens(deps.db)) {
    signal.throwIfAborted();
    // Nobody has to look into one that was replaced any more.
    if (token.halt !== null && token.replacedAt === null) halted++;
    if (token.tokenId === null) continue;
    const found = await reconcileToken(deps, { ...token, tokenId: token.tokenId });
    if (found.isHaltedNow) halted++;
    difference += found.difference;
  }
  return { halted, difference };
}

type Created = tokens.TokenState & { readonly tokenId: string };

async function reconcileToken(deps: ReconciliationDeps, token: Created) {
  const look = token.holds === "units" ? lookAtUnits : lookAtCertificates;
  const seen = await look(deps, token);
  const { mismatch, serials, difference, movements = [], isWhole = false, shown, moved, ...found } = seen;
  const at = new Date(deps.clock.nowMs());
  const isHaltedNow = await deps.db.transaction().execute(async (tx) => {
    await tokens.markReconciled(tx, token.tokenKey, { ...found, at });
    for (const [intentId, serial] of serials ?? []) await setSerial(tx, intentId, serial);
    await noteMovements(tx, token.tokenKey, movements, at);
    if (isWhole) await dropExplained(tx, token.tokenKey, movements);
    if (mismatch === undefined || token.halt !== null) return false;
    // The registrar may have written it into the books since they were read.
    if ((await bookedOf(tx, token.tokenKey)).has(mismatch.transactionId ?? "")) return false;
    await haltToken(deps, tx, token.tokenKey, mismatch);
    return true;
  });
  // An earlier look saw it deleted as well: so what this one read is of a time behind the deletion.
  if (token.deletedAt !== null && found.isDeleted === true && moved !== undefined) await endMoves(deps, token, moved);
  if (token.replacedAt !== null && found.isDeleted === true && shown !== undefined) await letGo(deps, token, shown);
  return { isHaltedNow, difference };
}

async function lookAtUnits(deps: ReconciliationDeps, token: Created): Promise<Reconciled> {
  const { mirror, db } = deps;
  const isSure = deps.doubts === undefined || deps.doubts.has(token.tokenKey);
  const kinds = isSure ? "any" : "usual";
  const watermark = await mirror.watermark();
  const entries = await allEntries(mirror, token, kinds);
  const info = await mirror.token(token.tokenId);
  const balance = await mirror.tokenBalance(token.treasuryAccountId, token.tokenId);
  const again = await allEntries(mirror, token, kinds, entries.at(-1)?.consensusTimestamp);
  // Read after the mirror: whatever was sent by then is in the journal.
  const parts = await partsOfToken(db, token, memosOf(entries));
  const moves = {
    transfers: await transfersOfToken(db, token.tokenId),
    retirements: await retirementsOfToken(db, token.tokenId),
  };
  const books = await treasuryBooks(db, token.tokenId);
  const booked = await bookedOf(db, token.tokenKey);
  const treasury = entries.reduce((sum, entry) => sum + treasuryChange(entry, token), 0n);
  const supply = entries.filter(isSupply).reduce((sum, entry) => sum + unitsChange(entry, token), 0n);
  const mints = entries.filter(({ name }) => name === "TOKENMINT");
  const compared = mints
    .filter(({ transactionId: id }) => booked.get(id)?.as !== "nobody")
    .map((entry) => ({ ...entry, amount: treasuryChange(entry, token) }));
  const minted = mints.reduce((sum, entry) => sum + unitsChange(entry, token), 0n);
  const quiet = again.length === 0 && info !== undefined;
  const outOfBalance = quiet && balance !== undefined && balance !== treasury;
  const otherSupply = quiet && info.totalSupply !== supply;
  const accepted = [...booked.keys()];
  const mismatch =
    (info && changedOnLedger(token, info)) ??
    compareMints(compared, parts, watermark) ??
    compareMoves(entries, token, moves, { watermark, accepted }) ??
    (books.held !== books.expected ? otherInBooks(books) : undefined) ??
    confirmed(
      deps.doubts,
      token.tokenKey,
      (otherSupply ? otherThanListed(info.totalSupply, supply) : undefined) ??
        (outOfBalance ? otherInTreasury(balance, treasury) : undefined),
    );
  const odd = [...oddMints(compared, parts), ...oddMoves(entries, token, moves)];
  const movements = movementsOf(entries, token, odd).filter(({ transactionId: id }) => !booked.has(id));
  const known = { parts, retirements: moves.retirements, accepted: bookedSupply(entries, token, booked), watermark };
  const difference = supplyDifference(supply, known);
  const to = entries.at(-1)?.consensusTimestamp;
  const spare = spareOf(entries, token, booked);
  const isWhole = quiet && !otherSupply && !outOfBalance;
  const deletion = {
    isDeleted: info?.deleted === true,
    ...(isWhole && { shown: byMemo(compared), moved: doneMoves(entries, token, moves) }),
  };
  const sums = { minted, burned: minted - supply, treasury, spare, to, difference };
  return { ...sums, mismatch, movements, isWhole, ...deletion };
}

/** The mismatch if it was the same at the last look. */
function confirmed(
  doubts: Map<string, string> | undefined,
  tokenKey: string,
  mismatch: Mismatch | undefined,
): Mismatch | undefined {
  const before = doubts?.get(tokenKey);
  if (mismatch === undefined) doubts?.delete(tokenKey);
  else doubts?.set(tokenKey, mismatch.reason);
  return doubts === undefined || before === mismatch?.reason ? mismatch : undefined;
}

const otherThanListed = (supply: bigint, listed: bigint): Mismatch => ({
  reason: `${supply} units are in circulation, but the mints and burns on the mirror make ${listed}`,
  transactionId: null,
});

const otherInTreasury = (balance: bigint, listed: bigint): Mismatch => ({
  reason: `${balance} units are in the treasury, but what went in and out of it on the mirror makes ${listed}`,
  transactionId: null,
});

const otherInBooks = ({ held, expected }: { readonly held: bigint; readonly expected: bigint }): Mismatch => ({
  reason: `the books hold ${held} units, but their mints, transfers and retirements make ${expected}`,
  transactionId: null,
});

const memosOf = (entries: readonly MirrorEntry[]) => entries.flatMap(({ memo }) => memo ?? []);

/** The first of each memo: what is minted twice is a movement for the registrar. */
function byMemo(mints: readonly (ShownMint & Pick<MirrorEntry, "memo">)[]): ReadonlyMap<string, ShownMint> {
  const newestFirst = mints.toReversed().flatMap((one) => (one.memo === undefined ? [] : [[one.memo, one] as const]));
  return new Map(newestFirst);
}

const isSupply = ({ name }: MirrorEntry) => name === "TOKENMINT" || name === "TOKENBURN";

async function allEntries(
  mirror: Mirror,
  token: { readonly tokenId: string; readonly treasuryAccountId: string },
  kinds: MovingKinds,
  from?: LedgerTime,
): Promise<MirrorEntry[]> {
  const found: MirrorEntry[] = [];
  let after = from;
  for (;;) {
    const page = await mirror.treasuryEntries(token, after, pageSize, kinds);
    found.push(...page);
    if (page.length < pageSize) return found;
    after = page.at(-1)?.consensusTimestamp;
  }
}
