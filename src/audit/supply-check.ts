import type { MirrorEntry, TokenInfo } from "../ledger/ledger.ts";
import { BrokenLink, count, type Finding, ok, unchecked } from "./findings.ts";
import { type LedgerLook, NotShown, type TokenLook } from "./ledger-look.ts";
import { clockToleranceMs, type Movements } from "./movements.ts";

/**
 * The way back: what the ledger shows of a token is what chains say. A second transaction under a digest of theirs, or
 * one that they call undone, is broken. What carries no digest of theirs may be another plant's, whose units are of the
 * same token, or nobody's.
 */

const looks = 3;

type Strangers = { readonly mints: MirrorEntry[]; readonly others: MirrorEntry[] };

/** @throws {BrokenLink}; {NotShown} while the mirror's list and the token's supply do not come out */
export async function checkSupply(
  look: LedgerLook,
  tokens: readonly string[],
  { movements, whole }: { readonly movements: Movements; readonly whole: boolean },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let [units, dead, deleted] = [0n, 0n, 0];
  for (const tokenId of tokens) {
    const { info, entries } = await summed(look, tokenId);
    const strangers = strangersOf(tokenId, entries, movements);
    requireHeld(info, entries, movements);
    const late = (entry: MirrorEntry) => msOf(entry) > movements.endMs - clockToleranceMs;
    const early = [...strangers.mints, ...strangers.others].find((entry) => !late(entry));
    if (whole && early !== undefined) {
      throw new BrokenLink("supply", `${saidOf(early, tokenId)}: no record names it`);
    }
    if (strangers.mints.length + strangers.others.length > 0) findings.push(unnamed(tokenId, strangers, whole));
    else if (info.deleted) [dead, deleted] = [dead + info.totalSupply, deleted + 1];
    else units += info.totalSupply;
  }
  const clean = tokens.length - findings.length;
  if (clean === 0) return findings;
  const told = [
    ...(clean > deleted ? [`${units} units of ${count(clean - deleted, "token")} in circulation`] : []),
    ...(deleted > 0
      ? [
          `${dead} units of ${count(deleted, "token")} deleted on the ledger, which can be neither moved nor retired any more`,
        ]
      : []),
  ];
  const why = "the mints that records name less what they say was burnt";
  return [ok("supply", `${told.join("; ")}: ${why}`), ...findings];
}

/**
 * A transaction does one thing in a token: what one plant's chain calls its mint, transfer or retirement is no other plant's. Of
 * what the registrar booked no digest tells that, and two that are both booked twice would come out in the sums. @throws {BrokenLink}
 */
export function requireOnce(chains: readonly Movements[]): void {
  const claimed = new Map<string, string>();
  const claim = (transactionId: string, tokenId: string, what: string): void => {
    const effect = `${transactionId} in ${tokenId}`;
    const other = claimed.get(effect) ?? what;
    if (other !== what) throw new BrokenLink("supply", `${effect} is named as ${other} and as ${what}`);
    claimed.set(effect, what);
  };
  for (const { mints, moves } of chains) {
    for (const { transactionId, tokenId, issuanceId } of mints)
      claim(transactionId, tokenId, `the mint of ${issuanceId}`);
    for (const { arrived, tokenId, what } of moves) if (arrived !== undefined) claim(arrived, tokenId, what);
  }
}

/** A look at which what is listed makes the supply. */
async function summed(look: LedgerLook, tokenId: string): Promise<TokenLook> {
  let seen = await look.token(tokenId, `the token ${tokenId}`);
  for (let n = 1; ; n++) {
    const listed = seen.entries.reduce((sum, entry) => sum + changeOf(entry, tokenId), 0n);
    if (listed === seen.info.totalSupply) return seen;
    const detail = `${seen.info.totalSupply} units of ${tokenId} are in circulation, but what the mirror lists of its treasury makes ${listed}`;
    if (n === looks) {
      throw new NotShown(`${detail}: it lags, or units were changed elsewhere (wiped); ask again in some minutes`);
    }
    seen = await look.again(tokenId);
  }
}

/** What neither is named nor under way. @throws {BrokenLink} for what stands under a digest of the chains' and must not */
function strangersOf(tokenId: string, entries: readonly MirrorEntry[], movements: Movements): Strangers {
  const named = new Set<string>();
  for (const { transactionId } of movements.mints) named.add(transactionId);
  for (const { arrived } of movements.moves) if (arrived !== undefined) named.add(arrived);
  const moves = new Map(movements.moves.map((move) => [move.memo, move]));
  const minted = new Set(movements.mints.map(({ memo }) => memo));
  const underWay = new Set<string>();
  const strangers: Strangers = { mints: [], others: [] };
  for (const entry of entries) {
    if (named.has(entry.transactionId)) continue;
    const { memo = "", name } = entry;
    const broken = (detail: string) => new BrokenLink("supply", `${saidOf(entry, tokenId)}: ${detail}`);
    const [intended, move] = [movements.intended.get(memo), moves.get(memo)];
    if (name === "TOKENMINT" && intended !== undefined) {
      const { issuanceId, units } = intended;
      if (minted.has(memo)) throw broken(`${issuanceId} was minted by another transaction`);
      if (underWay.has(memo)) throw broken(`${issuanceId} was minted before`);
      if (changeOf(entry, tokenId) !== units) throw broken(`${issuanceId} is of ${units}`);
      underWay.add(memo);
    } else if (name === "TOKENMINT" && movements.statements.has(memo.slice(0, 64)) && isEarly(entry, movements)) {
      throw broken("nobody committed to mint for that statement");
    } else if (move !== undefined && lossOf(entry, tokenId) > 0n) {
      if (move.arrived !== undefined) throw broken(`${move.what} was done by ${move.arrived}`);
      if (move.state === "failed" || move.state === "cancelled") throw broken(`${move.what} is ${move.state}`);
      if (underWay.has(memo)) throw broken(`${move.what} was done before`);
      if ((name === "TOKENBURN") !== (move.receiver === undefined)) throw broken(`${move.what} is of another kind`);
      if (lossOf(entry, tokenId) !== move.units) throw broken(`${move.what} is of ${move.units}`);
      underWay.add(memo);
    } else if (changeOf(entry, tokenId) > 0n) strangers.mints.push(entry);
    else if (changeOf(entry, tokenId) < 0n) strangers.others.push(entry);
  }
  return strangers;
}

/**
 * What the chains say is free lies in the treasury, beside the units of plants whose chains are not at hand. Units that
 * are on their way may be gone already; what went out at the chains' end or behind it, later records may name.
 */
function requireHeld({ tokenId, treasuryAccountId }: TokenInfo, entries: readonly MirrorEntry[], all: Movements): void {
  const isOfIt = (one: { readonly tokenId: string }) => one.tokenId === tokenId;
  const sum = (some: readonly { readonly units: bigint }[]) => some.reduce((units, one) => units + one.units, 0n);
  const gone = all.moves.filter(({ state }) => state !== "failed" && state !== "cancelled").filter(isOfIt);
  const free = sum(all.mints.filter(isOfIt)) - sum(gone);
  const known = new Set(all.moves.map(({ arrived }) => arrived));
  const changes = entries.map((entry) => {
    const own = entry.tokenTransfers.filter((one) => isOfIt(one) && one.accountId === treasuryAccountId);
    return { entry, units: own.reduce((units, { amount }) => units + amount, 0n) };
  });
  const counted = changes.filter(
    ({ entry, units }) => units > 0n || known.has(entry.transactionId) || isEarly(entry, all),
  );
  const held = sum(counted);
  if (held >= free) return;
  const first = counted.find(({ entry, units }) => units < 0n && !known.has(entry.transactionId));
  const detail = `${free} units of ${tokenId} are in the treasury by the records, on the ledger ${held}`;
  throw new BrokenLink("supply", `${detail}: ${first?.entry.transactionId} took some out, which no record names`);
}

const msOf = ({ consensusTimestamp }: MirrorEntry) => Number(consensusTimestamp) * 1000;
const isEarly = (entry: MirrorEntry, { endMs }: Movements) => msOf(entry) <= endMs - clockToleranceMs;

/** By how much an entry changed the supply. */
function changeOf({ tokenTransfers }: MirrorEntry, token: string): bigint {
  return tokenTransfers.filter(({ tokenId }) => tokenId === token).reduce((sum, { amount }) => sum + amount, 0n);
}

/** What was given, wherever it went. */
function lossOf({ tokenTransfers }: MirrorEntry, token: string): bigint {
  const given = tokenTransfers.filter(({ tokenId, amount }) => tokenId === token && amount < 0n);
  return given.reduce((sum, { amount }) => sum - amount, 0n);
}

function saidOf(entry: MirrorEntry, tokenId: string): string {
  const what = { TOKENMINT: "a mint", TOKENBURN: "a burn", TOKENWIPE: "a wipe" }[entry.name] ?? `a ${entry.name}`;
  const change = changeOf(entry, tokenId);
  const units = change === 0n ? lossOf(entry, tokenId) : change < 0n ? -change : change;
  return `${entry.transactionId}, ${what} of ${units} units of ${tokenId}`;
}

function unnamed(tokenId: string, { mints, others }: Strangers, whole: boolean): Finding {
  const sum = (some: readonly MirrorEntry[]) => some.reduce((all, entry) => all + changeOf(entry, tokenId), 0n);
  const parts = [
    ...(mints.length > 0 ? [`${count(mints.length, "mint")} of ${sum(mints)} units`] : []),
    ...(others.length > 0 ? [`${count(others.length, "burn")} of ${-sum(others)} units`] : []),
  ];
  const [first] = [...mints, ...others];
  const why = whole
    ? "they came at the chain's end or behind it: audit a newer export"
    : "another plant's of the same kind of units, a later record's, or nobody's; with --beside FILE other plants' chains count too, with --whole-supply what none of them names is broken";
  return unchecked(
    "supply",
    `no record at hand names ${parts.join(" and ")} in ${tokenId} (${first?.transactionId}): ${why}`,
  );
}
