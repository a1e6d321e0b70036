import type { NetworkName } from "./ledger.ts";

/** First bytes of the networks' ledger ids (HIP-198). */
const ledgerIds: Readonly<Record<NetworkName, number>> = { mainnet: 0, testnet: 1, previewnet: 2, local: 3 };

const form = /^(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,17})(?:-([a-z]{5}))?$/;

export type ReadAccountId =
  | { readonly ok: true; readonly accountId: string }
  /** `checksum`: of another network, or a digit is wrong. */
  | { readonly ok: false; readonly why: "form" | "checksum" };

/** An account id as people write it: `0.0.1234`, or with the checksum of its network, `0.0.1234-abcde` (HIP-15). */
export function readAccountId(text: string, network: NetworkName): ReadAccountId {
  const match = form.exec(text.trim());
  if (match === null) return { ok: false, why: "form" };
  const accountId = match.slice(1, 4).join(".");
  const given = match[4];
  if (given !== undefined && given !== checksumOf(accountId, network)) return { ok: false, why: "checksum" };
  return { ok: true, accountId };
}

const [p3, p5] = [26 ** 3, 26 ** 5] as const;

/** The five letters of HIP-15 for an id without them. */
export function checksumOf(accountId: string, network: NetworkName): string {
  const digits = [...accountId].map((character) => (character === "." ? 10 : Number(character)));
  const sumOf = (parity: number) => digits.reduce((sum, digit, i) => (i % 2 === parity ? (sum + digit) % 11 : sum), 0);
  const weighted = digits.reduce((sum, digit) => (31 * sum + digit) % p3, 0);
  // The ledger id, and six zero bytes.
  const ledger = [ledgerIds[network], 0, 0, 0, 0, 0, 0].reduce((sum, byte) => (31 * sum + byte) % p5, 0);
  const mixed = ((((digits.length % 5) * 11 + sumOf(0)) * 11 + sumOf(1)) * p3 + weighted + ledger) % p5;
  let rest = (mixed * 1_000_003) % p5;
  let letters = "";
  for (let i = 0; i < 5; i++) {
    letters = String.fromCharCode(97 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26);
  }
  return letters;
}
