import type { TokenOfTreasury } from "../ledger/ledger.ts";
import type { Mismatch } from "./reconciled.ts";

/**
 * A token whose treasury is another account by now: with it went all units that lay there, and what is minted would go there too.
 * Whoever has the token's admin key does that; nothing in the books can make up for it.
 */
export function otherTreasury(
  { treasuryAccountId: own }: TokenOfTreasury,
  { treasuryAccountId: shown }: TokenOfTreasury,
): Mismatch | undefined {
  if (shown === own) return undefined;
  const reason = `on the ledger its treasury is ${shown}, in the books ${own}: have it changed back with the token's admin key; what the change moved is nobody's then`;
  return { reason, transactionId: null };
}
