import type { LedgerTime, Mirror, Nft } from "../ledger/ledger.ts";
import type { Db } from "../platform/database.ts";
import { type Certificate, certificatesOf } from "./certificate-store.ts";
import { type Mismatch, mirrorLagMs, type Reconciled, type ShownMint } from "./reconciled.ts";
import { changedOnLedger } from "./token-changes.ts";
import type { TokenState } from "./token-store.ts";

/** What the mirror shows of a collection of certificates, compared with what was ordered. */

const pageSize = 100;

/** Reads the collection's serials, then what was ordered: whatever was sent by then is in the journal. */
export async function lookAtCertificates(
  { db, mirror }: { readonly db: Db; readonly mirror: Mirror },
  token: TokenState & { readonly tokenId: string },
): Promise<Reconciled> {
  const watermark = await mirror.watermark();
  const shown = await allSerials(mirror, token.tokenId);
  const info = await mirror.token(token.tokenId);
  const ordered = await certificatesOf(db, token.tokenKey);
  const { serials, odd, missing } = compareCertificates(shown, ordered, watermark);
  const burned = BigInt(shown.filter(({ deleted }) => deleted).length);
  const isWhole = info?.totalSupply === BigInt(shown.length) - burned;
  const waiting = ordered.filter(({ state, intentId }) => state === "ordered" && serials.has(intentId));
  const isWanted = token.replacedAt !== null && isWhole;
  const found = {
    ...{ minted: BigInt(shown.length), burned, to: shown.at(-1)?.createdTimestamp, serials },
    ...{
      isDeleted: info?.deleted === true,
      ...(isWanted && { shown: await mintedBy(mirror, token.tokenId, waiting, serials) }),
    },
  };
  for (const { serial, reason } of odd) {
    const transactionId = (await mirror.nftMint(token.tokenId, serial)) ?? `${token.tokenId}/${serial}`;
    if (token.accepted.includes(transactionId)) continue;
    return { ...found, difference: 1n, mismatch: { reason: `serial ${serial}: ${reason}`, transactionId } };
  }
  const changed = info && changedOnLedger(token, info);
  return { ...found, difference: missing === undefined ? 0n : 1n, mismatch: missing ?? changed };
}

/** By which transactions certificates were minted that this journal takes for waiting, by address. */
async function mintedBy(
  mirror: Mirror,
  tokenId: string,
  waiting: readonly Certificate[],
  serials: ReadonlyMap<string, bigint>,
): Promise<ReadonlyMap<string, ShownMint>> {
  const found = new Map<string, ShownMint>();
  for (const { uri, intentId } of waiting) {
    const serial = serials.get(intentId) as bigint;
    found.set(uri, { transactionId: (await mirror.nftMint(tokenId, serial)) ?? `${tokenId}/${serial}`, amount: 1n });
  }
  return found;
}

const uriOf = ({ metadata }: Pick<Nft, "metadata">) => new TextDecoder().decode(metadata);

type Comparison = {
  /** Which serial is whose, by intent. */
  readonly serials: ReadonlyMap<string, bigint>;
  /** Serials that nobody ordered, or ordered once already. */
  readonly odd: readonly { readonly serial: bigint; readonly reason: string }[];
  readonly missing: Mismatch | undefined;
};

export function compareCertificates(
  shown: readonly Pick<Nft, "serial" | "metadata">[],
  ordered: readonly Certificate[],
  watermark: LedgerTime | undefined,
): Comparison {
  const wanted = new Map(ordered.map((one) => [one.uri, one]));
  const serials = new Map<string, bigint>();
  const odd: { serial: bigint; reason: string }[] = [];
  for (const { serial, metadata } of shown) {
    const certificate = wanted.get(uriOf({ metadata }));
    if (certificate === undefined) odd.push({ serial, reason: "a certificate that no issuance asked for" });
    else if (serials.has(certificate.intentId)) odd.push({ serial, reason: "its issuance has a certificate already" });
    else serials.set(certificate.intentId, serial);
  }
  const readToMs = watermark === undefined ? 0 : Number(watermark) * 1000;
  const late = ordered.find(
    ({ intentId, mintedAt }) =>
      mintedAt !== null && mintedAt.getTime() + mirrorLagMs < readToMs && !serials.has(intentId),
  );
  const reason = `the certificate ${late?.uri} is settled, but not on the mirror`;
  return { serials, odd, missing: late && { reason, transactionId: late.transactionId } };
}

async function allSerials(mirror: Mirror, tokenId: string): Promise<Nft[]> {
  const found: Nft[] = [];
  for (;;) {
    const page = await mirror.nfts(tokenId, found.at(-1)?.serial ?? 0n, pageSize);
    found.push(...page);
    if (page.length < pageSize) return found;
  }
}
