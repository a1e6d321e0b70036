import type { OrderedWork } from "../anchoring/outbox.ts";
import { LedgerBehind, type Mirror, type TokenOfTreasury } from "../ledger/ledger.ts";
import type { Db } from "../platform/database.ts";
import type { GatewayDeps } from "./append.ts";
import { haltToken } from "./mint-orders.ts";
import { bookedOf, movementsOf, noteMovements } from "./movement-store.ts";
import { oddMints } from "./reconcile-mints.ts";
import { oddMoves, treasuryChange } from "./reconcile-moves.ts";
import type { Mismatch, NewMovement, UnitsEntry } from "./reconciled.ts";
import { retirementsNamed } from "./retirement-store.ts";
import { changedOnLedger } from "./token-changes.ts";
import { partsOfToken } from "./token-parts.ts";
import * as tokens from "./token-store.ts";
import { transfersNamed } from "./transfer-store.ts";

/**
 * Nothing moves before ledger and books agree. A database that was brought back from a backup, or that failed over to a
 * copy, may have forgotten what the ledger did: its books hold units that are gone, and a statement that was minted is
 * stated anew under another digest. So before anything is signed all that moved in the token is held against the books,
 * for a mint in every token of the vintage: which statement an unknown mint was of, nothing on the ledger says.
 */

/** What a gateway has read of its tokens' entries. */
type Watch = {
  toExplain(token: TokenOfTreasury, mirror?: Mirror): Promise<readonly UnitsEntry[]>;
  explained(token: TokenOfTreasury, entries: readonly UnitsEntry[]): void;
};

type Token = tokens.TokenState & { readonly tokenId: string };

const moving: ReadonlySet<string> = new Set(["mint", "mint-nft", "burn", "transfer", "airdrop"]);

/**
 * Whether the work may be signed as far as the books explain the ledger; if not, the token that shows why is halted.
 *
 * @throws {LedgerUnavailable}
 */
export async function isExplained(
  deps: GatewayDeps & { readonly mirror: Mirror },
  { work }: { readonly work: OrderedWork },
  watch: Watch,
): Promise<boolean> {
  if (!moving.has(work.kind) || !("tokenId" in work)) return true;
  const all = (await tokens.listTokens(deps.db)).flatMap((one) => (isCreated(one) ? [one] : []));
  const own = all.find(({ tokenId }) => tokenId === work.tokenId);
  if (own === undefined) return true;
  const changed = await changeOf(deps.mirror, own);
  if (changed !== undefined) {
    if (own.halt === null) await halt(deps, own, [], changed);
    return false;
  }
  // A serial tells by its metadata whose it is.
  if (own.holds !== "units") return true;
  const others = all.filter(
    (one) => one.holds === "units" && work.kind === "mint" && one.vintage === own.vintage && one !== own,
  );
  let isRight = true;
  for (const token of [own, ...others]) {
    // Its own entries were read just now, to look for the job's memo among them.
    const entries = await watch.toExplain(token, token === own ? undefined : deps.mirror);
    const found = await unexplained(deps.db, token, entries);
    if (found.length === 0) {
      watch.explained(token, entries);
      continue;
    }
    isRight = false;
    if (token.halt === null) await halt(deps, token, found, found[0]);
  }
  return isRight;
}

const isCreated = (token: tokens.TokenState): token is Token => token.tokenId !== null;

/** What moved units of a token, among these entries, and is not in the books. */
async function unexplained(db: Db, token: Token, entries: readonly UnitsEntry[]): Promise<readonly NewMovement[]> {
  if (entries.length === 0) return [];
  const memos = entries.flatMap(({ memo }) => memo ?? []);
  const transactionIds = entries.map(({ transactionId }) => transactionId);
  const parts = await partsOfToken(db, token, memos, { transactionIds });
  const transfers = await transfersNamed(db, token.tokenId, { memos, transactionIds });
  const retirements = await retirementsNamed(db, token.tokenId, memos);
  const mints = entries
    .filter(({ name }) => name === "TOKENMINT")
    .map((entry) => ({ ...entry, amount: treasuryChange(entry, token) }));
  const odd = [...oddMints(mints, parts), ...oddMoves(entries, token, { transfers, retirements })];
  if (odd.length === 0) return [];
  const booked = await bookedOf(db, token.tokenKey);
  return movementsOf(entries, token, odd).filter(({ transactionId }) => !booked.has(transactionId));
}

/** What is minted goes into the treasury that the token has, whosever that is. @throws {LedgerUnavailable} */
async function changeOf(mirror: Mirror, token: Token): Promise<Mismatch | undefined> {
  const shown = await mirror.token(token.tokenId);
  if (shown === undefined) throw new LedgerBehind(`the mirror does not show the token ${token.tokenId}`);
  return changedOnLedger(token, shown);
}

/** All that was found is for the registrar. */
async function halt(
  deps: GatewayDeps,
  { tokenKey }: Token,
  found: readonly NewMovement[],
  why: Mismatch | undefined,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await noteMovements(tx, tokenKey, found, new Date(deps.clock.nowMs()));
    if (why !== undefined) await haltToken(deps, tx, tokenKey, why);
  });
}
