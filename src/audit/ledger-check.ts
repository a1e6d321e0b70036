import { LedgerUnavailable, type Mirror, type MirrorEntry, type TokenTransfer } from "../ledger/ledger.ts";
import { createMirror } from "../ledger/mirror.ts";
import { BrokenLink, count, type Finding, note, ok, unchecked } from "./findings.ts";
import { LedgerLook, NotShown } from "./ledger-look.ts";
import { clockToleranceMs, Movements, type NamedMint, type NamedMove } from "./movements.ts";
import { checkSupply, requireOnce } from "./supply-check.ts";
import { tokenDifference } from "./token-kind.ts";

/**
 * Whether the transactions that a chain names are on the ledger and did what its records say: each mint, transfer and
 * retirement succeeded, in the token, of the units, to and from the accounts, under the digest, and not before the
 * record that it follows from. Then the way back: nothing else changed the supply of those tokens.
 */

export type LedgerCheckOptions = {
  readonly mirrorUrl: string;
  /** Consensus time by which the records were on the topic; undefined: not known. */
  readonly publishedAt: string | undefined;
  /** Absent: supply is not looked at. */
  readonly supply?: {
    /** Whoever audits says that the chains name all that was ever minted in their tokens. */
    readonly whole: boolean;
    /** What the chains of other plants name, whose units may be of the same tokens. */
    readonly beside: readonly Movements[];
  };
  /** For tests. */
  readonly mirror?: Mirror;
};

/** @throws {BrokenLink} for what the ledger contradicts; a mirror that does not answer or lags is told as not checked */
export async function checkLedger(movements: Movements, options: LedgerCheckOptions): Promise<Finding[]> {
  const { mirrorUrl, mirror = createMirror({ url: mirrorUrl }), publishedAt, supply } = options;
  const findings: Finding[] = [];
  try {
    const look = await LedgerLook.open(mirror, publishedAt);
    await checkNamed(look, movements);
    findings.push(ok("ledger", `${countOf(movements)}, as ${mirrorUrl} shows ${them(movements)}`));
    findings.push(...bookedIn(movements));
    if (supply !== undefined) findings.push(...(await checkBack(look, movements, supply)));
  } catch (error) {
    if (!(error instanceof LedgerUnavailable || error instanceof NotShown)) throw error;
    const what = findings.length === 0 ? "ledger" : "supply";
    findings.push(unchecked(what, `${mirrorUrl}: ${error.message}`));
  }
  return findings;
}

/** Of this chain's tokens alone, by what all the chains name: which must be true of each, or one would hide in another. */
async function checkBack(
  look: LedgerLook,
  movements: Movements,
  { whole, beside }: { readonly whole: boolean; readonly beside: readonly Movements[] },
): Promise<Finding[]> {
  const tokens = new Set(movements.mints.map(({ tokenId }) => tokenId));
  requireOnce([movements, ...beside]);
  for (const other of beside) await checkNamed(look, other, tokens);
  return checkSupply(look, [...tokens], { movements: Movements.of(movements, ...beside), whole });
}

/** `tokens`: only what is of these; absent: all. */
async function checkNamed(look: LedgerLook, { mints, moves }: Movements, tokens?: ReadonlySet<string>): Promise<void> {
  const isMeant = ({ tokenId }: { readonly tokenId: string }) => tokens?.has(tokenId) ?? true;
  await checkMints(look, mints.filter(isMeant));
  await checkMoves(look, moves.filter(isMeant));
}

function countOf({ mints, moves }: Movements): string {
  const done = moves.filter(({ arrived }) => arrived !== undefined).length;
  const each = "each of its token, units, accounts and digest, and not before its record";
  return `${count(mints.length, "mint")}, ${count(done, "transfer or retirement", "transfers and retirements")}: ${each}`;
}

/** What the registrar found on the ledger follows from no record: neither a digest nor a time ties it to what it counts for. */
function bookedIn({ mints, moves }: Movements): Finding[] {
  const booked =
    mints.filter((mint) => mint.booked !== undefined).length + moves.filter((move) => move.isBooked).length;
  if (booked === 0) return [];
  const one = booked === 1;
  const detail = `${booked} of them booked by the registrar, whose order was lost: that ${one ? "it is of its issuance" : "they are of their issuances"} is the registrar's word, no digest and no time of a record ${one ? "ties it" : "ties them"} to that`;
  return [note("ledger", detail)];
}

const them = ({ mints, moves }: Movements) => (mints.length + moves.length === 1 ? "it" : "them");

async function checkMints(look: LedgerLook, mints: readonly NamedMint[]): Promise<void> {
  for (const mint of mints) {
    const { transactionId, tokenId, units, memo, issuanceId } = mint;
    const where = `the mint ${transactionId} of ${issuanceId}`;
    const { info } = await look.token(tokenId, where);
    const difference = tokenDifference(info, mint.kind);
    if (difference !== undefined) throw new BrokenLink("ledger", `${where}, token ${tokenId}: ${difference}`);
    const entry = await look.success(transactionId, tokenId, where);
    const transfers = [{ tokenId, accountId: info.treasuryAccountId, amount: units }];
    const { booked } = mint;
    // What was minted for a statement that was lost came before the records of the one that it counts for, under that one's digest.
    const said =
      booked === undefined
        ? { memo, afterMs: mint.afterMs }
        : { memo: booked.memo ?? undefined, afterMs: Number.NEGATIVE_INFINITY };
    requireDid(entry, where, { names: ["TOKENMINT"], transfers, ...said });
  }
}

async function checkMoves(look: LedgerLook, moves: readonly NamedMove[]): Promise<void> {
  for (const move of moves) {
    const { what, tokenId, units, memo, receiver, afterMs, arrived, waited, recalled } = move;
    const { treasuryAccountId: accountId } = (await look.token(tokenId, what)).info;
    const none: readonly TokenTransfer[] = [];
    if (waited !== undefined && waited !== arrived) {
      const entry = await look.success(waited, tokenId, what);
      requireDid(entry, `${what}, ${waited}`, { names: ["TOKENAIRDROP"], transfers: none, memo, afterMs });
    }
    if (recalled !== undefined) {
      const entry = await look.success(recalled, tokenId, what);
      const names = ["TOKENCANCELAIRDROP"];
      requireDid(entry, `${what}, ${recalled}`, { names, transfers: none, memo: `recall ${memo}`, afterMs });
    }
    if (arrived === undefined) continue;
    const entry = await look.success(arrived, tokenId, what);
    if (move.isBooked) {
      requireBooked(entry, `${what}, ${arrived}`, accountId, move);
      continue;
    }
    const given = { tokenId, accountId, amount: -units };
    const transfers = receiver === undefined ? [given] : [given, { tokenId, accountId: receiver, amount: units }];
    requireDid(entry, `${what}, ${arrived}`, { ...wayOf(move), transfers, afterMs });
  }
}

/** By which kind of transaction it arrived; a claim has the memo of whoever claims. */
function wayOf({ what, receiver, waited, arrived, memo, tokenId }: NamedMove) {
  if (receiver === undefined) return { names: ["TOKENBURN"], memo };
  if (waited !== undefined && waited !== arrived)
    return { names: ["TOKENCLAIMAIRDROP"], memo: undefined, only: tokenId };
  return { names: what.startsWith("the transfer") ? ["CRYPTOTRANSFER", "TOKENAIRDROP"] : ["CRYPTOTRANSFER"], memo };
}

/** What is booked says what the ledger showed: that so many units left the treasury, for whom, and under which memo. */
function requireBooked(
  { memo: is, tokenTransfers }: MirrorEntry,
  where: string,
  treasury: string,
  { tokenId, units, memo, receiver }: NamedMove,
): void {
  const changeAt = (account: string) =>
    tokenTransfers
      .filter((one) => one.tokenId === tokenId && one.accountId === account)
      .reduce((sum, { amount }) => sum + amount, 0n);
  if (changeAt(treasury) !== -units || (receiver !== undefined && changeAt(receiver) !== units)) {
    throw new BrokenLink(
      "ledger",
      `${where}: on the ledger it moved ${told(tokenTransfers)}; the records say ${units} units`,
    );
  }
  if ((is ?? "") !== (memo ?? "")) {
    throw new BrokenLink(
      "ledger",
      `${where}: its memo on the ledger is ${JSON.stringify(is ?? null)}, the records say ${memo}`,
    );
  }
}

type Wanted = {
  readonly names: readonly string[];
  /** What it moved of tokens: all of it, but for a claim, which may be of several airdrops. */
  readonly transfers: readonly TokenTransfer[];
  readonly only?: string;
  /** Undefined: any. */
  readonly memo: string | undefined;
  readonly afterMs: number;
};

function requireDid(entry: MirrorEntry, where: string, { names, transfers, memo, afterMs, only }: Wanted): void {
  const broken = (detail: string) => new BrokenLink("ledger", `${where}: ${detail}`);
  if (!names.includes(entry.name)) throw broken(`on the ledger it is a ${entry.name}, not a ${names.join(" or ")}`);
  if (memo !== undefined && entry.memo !== memo) {
    throw broken(`its memo on the ledger is ${JSON.stringify(entry.memo ?? null)}, the records say ${memo}`);
  }
  const [serial] = entry.nftTransfers;
  if (serial !== undefined && only === undefined)
    throw broken(`on the ledger it moved serial ${serial.serial} of ${serial.tokenId}, no units`);
  const own = entry.tokenTransfers.filter(({ tokenId }) => only === undefined || tokenId === only);
  const [is, should] = [told(own), told(transfers)];
  if (is !== should) throw broken(`on the ledger it moved ${is}; the records say ${should}`);
  const atMs = Number(entry.consensusTimestamp) * 1000;
  if (atMs < afterMs - clockToleranceMs) {
    const [at, after] = [new Date(atMs).toISOString(), new Date(afterMs).toISOString()];
    throw broken(`the ledger did it at ${at}, before the record of ${after} that it follows from`);
  }
}

/** The same of the same transfers, in whatever order they come and in however many parts. */
function told(transfers: readonly TokenTransfer[]): string {
  const sums = new Map<string, bigint>();
  for (const { tokenId, accountId, amount } of transfers) {
    const place = `of ${tokenId} at ${accountId}`;
    sums.set(place, (sums.get(place) ?? 0n) + amount);
  }
  const moved = [...sums].filter(([, amount]) => amount !== 0n).map(([place, amount]) => `${amount} ${place}`);
  return moved.sort().join(", ") || "nothing";
}
