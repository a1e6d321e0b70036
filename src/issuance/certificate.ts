import { canonicalBytes, type Json, sha256Hex } from "../kernel/canonical.ts";
import { base64FromBytes } from "../proof/text.ts";
import { decimalsOf, type TokenKind, type TokenPlace } from "./tokens.ts";

/**
 * The certificate of one issuance, as pure functions: a JSON document in the form of HIP-412, and the address at which
 * it is served, which ends in its SHA-256 and is the NFT's metadata. Both follow from what the ledger shows of the
 * issuance already: they name no plant, organisation or person.
 */

/** Bytes of an NFT's metadata, at most. */
const longestMetadata = 100;
const path = "/c/";

/** Bytes that the public address of a gateway may have, so that a certificate's fits into the metadata of an NFT. */
export const longestBase = longestMetadata - path.length - 64;

/** @throws RangeError for an address that is too long: looked at when the gateway starts. */
export function certificateUri(baseUrl: string, sha256: string): string {
  const uri = `${baseUrl}${path}${sha256}`;
  if (Buffer.byteLength(uri) > longestMetadata) throw new RangeError(`${uri} is no metadata: it is too long`);
  return uri;
}

export type CertifiedMint = {
  readonly amount: bigint;
  readonly tokenId: string;
  readonly transactionId: string;
  /** Of the topic message in one batch with it. */
  readonly messageTransactionId: string | null;
};

export type Certified = TokenKind & {
  readonly network: string;
  /** Smallest units. */
  readonly amount: bigint;
  /** Hex. */
  readonly statementSha256: string;
  readonly mints: readonly CertifiedMint[];
};

/** The document's exact bytes: the same for whoever makes them. */
export function certificateDocument(issuance: Certified): Uint8Array {
  const { rulebook, vintage, unitG, amount, network, statementSha256, mints } = issuance;
  const tonnes = tonnesOf(amount, unitG);
  const image = new TextEncoder().encode(picture(tonnes, issuance));
  const document = {
    format: "HIP412@2.0.0",
    name: `${tonnes} tCO2e, ${rulebook}, vintage ${vintage}`,
    creator: "Hydro MRV Gateway",
    description: `Issued: ${tonnes} tCO2e under ${rulebook}, vintage ${vintage}, from the statement with the SHA-256 ${statementSha256}. No credit of a programme.`,
    image: `data:image/svg+xml;base64,${base64FromBytes(image)}`,
    checksum: sha256Hex(image),
    type: "image/svg+xml",
    attributes: [
      { trait_type: "Label", value: "issued" },
      { trait_type: "Rulebook", value: rulebook },
      { trait_type: "Vintage", value: vintage },
      { trait_type: "Tonnes CO2e", value: tonnes },
    ],
    properties: {
      label: "issued",
      rulebook,
      vintage,
      unit_g: String(unitG),
      units: String(amount),
      statement_sha256: statementSha256,
      network,
      mints: mints.map(({ amount: units, tokenId, transactionId, messageTransactionId }) => ({
        units: String(units),
        token_id: tokenId,
        transaction_id: transactionId,
        message_transaction_id: messageTransactionId,
      })),
    },
  } satisfies Json;
  return canonicalBytes(document);
}

/** Exact, with as many decimals as the unit has: `273.170`. */
function tonnesOf(amount: bigint, unitG: bigint): string {
  const decimals = decimalsOf(unitG);
  const digits = String(amount).padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function picture(tonnes: string, { rulebook, vintage }: TokenKind): string {
  const line = (y: number, size: number, text: string) =>
    `<text x="320" y="${y}" font-family="sans-serif" font-size="${size}" text-anchor="middle" fill="#0b3d5c">${escaped(text)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" viewBox="0 0 640 400">`,
    `<rect width="640" height="400" fill="#eef6fb"/>`,
    `<path d="M320 40c-32 44-48 68-48 92a48 48 0 0 0 96 0c0-24-16-48-48-92z" fill="#1c7fb6"/>`,
    line(240, 44, `${tonnes} tCO2e`),
    line(285, 24, `${rulebook}, vintage ${vintage}`),
    line(325, 24, "issued"),
    `</svg>`,
  ].join("");
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Serials of one collection, at most; the next series follows. */
export const mostCertificates = 1_000_000n;

/** What a collection is: one for each kind of units, and series. */
export function describeCollection({ rulebook, vintage, series }: TokenPlace) {
  const [name, symbol] = series === 1 ? ["", ""] : [`, series ${series}`, `S${series}`];
  return {
    name: `Hydro MRV certificates ${rulebook} ${vintage}${name}`,
    symbol: `HMRVC${vintage}${symbol}`,
    memo: `one certificate for each issuance under ${rulebook}, vintage ${vintage}${name}`,
  };
}
