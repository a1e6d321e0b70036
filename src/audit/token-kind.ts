import { describeToken, type TokenKind } from "../issuance/tokens.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";

/** What a token is, as a mirror shows it. */
type Shown = { readonly [member in "type" | "name" | "symbol" | "decimals"]?: Json };

/**
 * What a unit is worth, the token says: its first difference from one of that rulebook, vintage and unit, of whatever
 * series; undefined: none.
 */
export function tokenDifference(token: Shown, kind: TokenKind): string | undefined {
  const series = Number(/S([1-9]\d{0,8})$/.exec(String(token.symbol))?.[1] ?? 1);
  const { name, symbol, decimals } = describeToken({ ...kind, series });
  const should: Required<Shown> = { type: "fungible", name, symbol, decimals };
  for (const member of ["type", "name", "symbol", "decimals"] as const) {
    const is = token[member] ?? null;
    if (is === should[member]) continue;
    return `its ${member} is ${canonicalText(is)}, of the statement's kind it is ${should[member]}`;
  }
  return undefined;
}
