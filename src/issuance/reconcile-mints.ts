import type { LedgerTime, MirrorEntry } from "../ledger/ledger.ts";
import { type Mismatch, mirrorLagMs } from "./reconciled.ts";
import type { OrderedPart } from "./token-parts.ts";

/** Mints on the mirror, compared with what statements asked for. */

type Mint = Pick<MirrorEntry, "transactionId" | "memo"> & {
  /** That came into the treasury which the books have of the token. */
  readonly amount: bigint;
};
type Compared = { readonly odd: readonly Mismatch[]; readonly seen: ReadonlySet<string> };

/** The first mint that is not what a statement asked for; undefined when all are. */
export function compareMints(
  mints: readonly Mint[],
  parts: readonly OrderedPart[],
  watermark: LedgerTime | undefined,
): Mismatch | undefined {
  const { odd, seen } = lookThrough(mints, parts);
  return odd[0] ?? missingOf(parts, seen, watermark);
}

/** Every mint that is not what a statement asked for, in the order of the ledger. */
export const oddMints = (mints: readonly Mint[], parts: readonly OrderedPart[]): readonly Mismatch[] =>
  lookThrough(mints, parts).odd;

function lookThrough(mints: readonly Mint[], parts: readonly OrderedPart[]): Compared {
  const wanted = new Map(parts.map((part) => [part.memo, part]));
  // One that the registrar has found out to be a statement's own has the memo of the one that was lost.
  const settled = new Map(parts.map((part) => [part.transactionId, part]));
  const seen = new Set<string>();
  const odd: Mismatch[] = [];
  for (const { transactionId, memo = "", amount } of mints) {
    const part = wanted.get(memo) ?? settled.get(transactionId);
    const reason = part === undefined ? "no statement asked for it" : differenceOf(part, transactionId, amount, seen);
    if (reason === undefined && part !== undefined) seen.add(part.memo);
    else
      odd.push({
        reason: `a mint of ${amount} units${amount === 0n ? " into the treasury" : ""}: ${reason}`,
        transactionId,
      });
  }
  return { odd, seen };
}

function missingOf(
  parts: readonly OrderedPart[],
  seen: ReadonlySet<string>,
  watermark: LedgerTime | undefined,
): Mismatch | undefined {
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
