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
   * schedule with a fixed body and expiry. `batch`: the journal, and each mint is told on the log's topic in one
   * atomic batch with it.
   */
  readonly mintMode: MintMode;
  /** Smallest units that a token opened from now on may ever hold; {@link maxSupplyOf} its unit if absent. */
  readonly maxSupply?: bigint;
  /** Present: each issuance gets an NFT that points to its certificate. */
  readonly certificates?: {
    /** Of this gateway, without a slash at its end; empty until it is known. */
    address(): string;
    /** Named in the certificates. */
    readonly network: string;
    /** Serials that a collection opened from now on may hold. */
    readonly most?: bigint;
  };
};

export const mintModes = ["journal", "scheduled", "batch"] as const;
export type MintMode = (typeof mintModes)[number];

/** Tonnes of a token that may ever be in circulation at once: far above a vintage, far below what a slip could reach. */
const maxTonnes = 1_000_000_000n;

/** What units are of one kind: for them there is one token after the other, as each is full. */
export type TokenKind = { readonly rulebook: string; readonly vintage: number; readonly unitG: bigint };

/** `series`: 1 for the first token of its kind. */
export type TokenPlace = TokenKind & { readonly series: number };

/** Decimals of a token of which one is a tonne. */
export function decimalsOf(unitG: bigint): number {
  const decimals = 7 - String(unitG).length;
  if (10n ** BigInt(6 - decimals) !== unitG) throw new RangeError(`a unit of ${unitG} g is no decimal part of a tonne`);
  return decimals;
}

/** In smallest units. */
export const maxSupplyOf = (unitG: bigint): bigint => maxTonnes * 10n ** BigInt(decimalsOf(unitG));

/**
 * The memo of the transaction that creates a token: by it a database that was restored to before that finds the token,
 * instead of having another one made and everything minted again in that. Below 100 bytes.
 */
export const creationMemo = (tokenKey: string, origin: string): string => `token ${tokenKey} of ${origin}`;

/** What a token is, from its kind and series alone: whoever describes it describes the same. 1 token = 1 tCO2e. */
export function describeToken({ rulebook, vintage, unitG, series }: TokenPlace) {
  const [name, symbol, memo] =
    series === 1 ? ["", "", ""] : [`, series ${series}`, `S${series}`, `, series ${series}: those before are closed`];
  return {
    name: `Hydro MRV ${rulebook} ${vintage}${name}`,
    symbol: `HMRV${vintage}${symbol}`,
    memo: `1 token = 1 tCO2e issued under ${rulebook}, vintage ${vintage}${memo}`,
    decimals: decimalsOf(unitG),
  };
}
