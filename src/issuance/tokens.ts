import type { LedgerKey } from "../ledger/ledger.ts";

/** How the gateway issues on its ledger; fixed at the start from settings and keys. */
export type MintTerms = {
  readonly treasuryAccountId: string;
  /** Who has to sign a mint: the gateway's supply key, or both it and the registrar's. */
  readonly supplyKey: LedgerKey;
  /** Absent: nobody can ever change the token. */
  readonly adminKey?: LedgerKey;
  /** Names of signers: of the supply, and of the treasury account where that is not the operator's. */
  readonly supplySigner: string;
  readonly treasurySigner?: string;
  /**
   * `journal`: the journal of attempts alone keeps a mint single. `scheduled`: the network keeps the order too, as a
   * schedule with a fixed body and expiry.
   */
  readonly mintMode: MintMode;
};

export const mintModes = ["journal", "scheduled"] as const;
export type MintMode = (typeof mintModes)[number];

/** Tonnes of a token that may ever be in circulation at once: far above a vintage, far below what a slip could reach. */
const maxTonnes = 1_000_000_000n;

export type TokenKind = { readonly rulebook: string; readonly vintage: number; readonly unitG: bigint };

/** What a token is, from its kind alone: whoever describes it describes the same. 1 token = 1 tCO2e. */
export function describeToken({ rulebook, vintage, unitG }: TokenKind) {
  const decimals = 7 - String(unitG).length;
  if (10n ** BigInt(6 - decimals) !== unitG) throw new RangeError(`a unit of ${unitG} g is no decimal part of a tonne`);
  return {
    name: `Hydro MRV ${rulebook} ${vintage}`,
    symbol: `HMRV${vintage}`,
    memo: `1 token = 1 tCO2e issued under ${rulebook}, vintage ${vintage}`,
    decimals,
    maxSupply: maxTonnes * 10n ** BigInt(decimals),
  };
}
