import type { LedgerTime } from "../ledger/ledger.ts";
import { mirrorLagMs } from "./reconciled.ts";
import type { Retirement } from "./retirement-store.ts";
import type { OrderedPart } from "./token-parts.ts";

type Books = {
  readonly parts: readonly Pick<OrderedPart, "amount" | "mintedAt">[];
  readonly retirements: readonly Pick<Retirement, "units" | "accountId" | "state" | "settledAt" | "jobId">[];
  /** Units of mints that no statement asked for and a person has looked into. */
  readonly accepted: bigint;
  /** Up to where the mirror was read. */
  readonly watermark: LedgerTime | undefined;
};

/**
 * By how many units a token's supply on the ledger lies outside of what the books allow: what was minted less what was
 * burnt, where that which is under way, or was settled after the mirror's time, may be there or not.
 */
export function supplyDifference(supply: bigint, { parts, retirements, accepted, watermark }: Books): bigint {
  const readToMs = watermark === undefined ? 0 : Number(watermark) * 1000;
  const isSure = (at: Date | null) => at !== null && at.getTime() + mirrorLagMs < readToMs;
  // One without a job that is done was never ordered of the ledger here: it is among what was looked into.
  const burns = retirements.filter(
    ({ accountId, jobId, state }) =>
      accountId === null && (state === "ordered" || (state === "done" && jobId !== null)),
  );
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const sureMints = sum(parts.filter(({ mintedAt }) => isSure(mintedAt)).map(({ amount }) => amount));
  const allMints = sum(parts.map(({ amount }) => amount));
  const sureBurns = sum(burns.filter(({ settledAt }) => isSure(settledAt)).map(({ units }) => units));
  const allBurns = sum(burns.map(({ units }) => units));
  const least = sureMints - allBurns + accepted;
  const most = allMints - sureBurns + accepted;
  if (supply < least) return least - supply;
  return supply > most ? supply - most : 0n;
}
