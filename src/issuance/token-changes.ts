import type { TokenInfo, TokenOfTreasury } from "../ledger/ledger.ts";
import type { Mismatch } from "./reconciled.ts";

/** What whoever has the token's admin key did to it, and after which nothing may be signed in it. */
export function changedOnLedger(
  token: TokenOfTreasury,
  shown: Pick<TokenInfo, "tokenId" | "treasuryAccountId" | "deleted">,
): Mismatch | undefined {
  return shown.deleted ? deleted : otherTreasury(token, shown);
}

const deleted: Mismatch = {
  reason:
    "the token is deleted on the ledger, by its admin key and for good: nothing can be issued, moved or burnt in it any more",
  transactionId: null,
};

/**
 * A token whose treasury is another account by now: with it went all units that lay there, and what is minted would go there too.
 * Whoever has the token's admin key does that; nothing in the books can make up for it.
 */
function otherTreasury(
  { treasuryAccountId: own }: TokenOfTreasury,
  { treasuryAccountId: shown }: TokenOfTreasury,
): Mismatch | undefined {
  if (shown === own) return undefined;
  const reason = `on the ledger its treasury is ${shown}, in the books ${own}: have it changed back with the token's admin key; what the change moved is nobody's then`;
  return { reason, transactionId: null };
}
