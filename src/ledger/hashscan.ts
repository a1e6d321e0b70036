import type { NetworkName } from "./ledger.ts";

const sdkForm = /^(\d+\.\d+\.\d+)@(\d+)\.(\d{9})$/;
const mirrorForm = /^(\d+\.\d+\.\d+)-(\d+)-(\d{9})$/;

/**
 * `0.0.5@1604557331.565419523` (SDK) as `0.0.5-1604557331-565419523` (mirror REST and explorers).
 *
 * @throws TypeError for any other form; nanoseconds must have nine digits.
 */
export function dashedTransactionId(transactionId: string): string {
  const [, payer, seconds, nanos] = sdkForm.exec(transactionId) ?? [];
  if (payer === undefined) throw new TypeError(`"${transactionId}" is not a transaction id such as 0.0.5@1.000000000`);
  return `${payer}-${seconds}-${nanos}`;
}

/**
 * The way back: `0.0.5-1604557331-565419523` as `0.0.5@1604557331.565419523`.
 *
 * @throws TypeError for any other form.
 */
export function transactionIdFromDashed(dashed: string): string {
  const [, payer, seconds, nanos] = mirrorForm.exec(dashed) ?? [];
  if (payer === undefined) throw new TypeError(`"${dashed}" is not a transaction id such as 0.0.5-1-000000000`);
  return `${payer}@${seconds}.${nanos}`;
}

/** A transaction id without its suffixes, and what they say. */
export type TransactionIdParts = {
  /** `0.0.5@1604557331.565419523`. */
  readonly own: string;
  /** True for what a schedule ran: it has the id of the schedule's creation. */
  readonly scheduled: boolean;
  /** Above 0 for a child. */
  readonly nonce: number;
};

/** Reads `0.0.5@1604557331.565419523`, with `?scheduled` and `/nonce` or without. */
export function transactionIdParts(transactionId: string): TransactionIdParts {
  const [, own = transactionId, scheduled, nonce] = /^([^?/]*)(\?scheduled)?(?:\/(\d+))?$/.exec(transactionId) ?? [];
  return { own, scheduled: scheduled !== undefined, nonce: Number(nonce ?? 0) };
}

/**
 * The HashScan page of a transaction (SDK form of the id; a scheduled one is on its creator's page); null
 * on the local ledger, which no explorer shows.
 */
export function hashscanTransactionUrl(network: NetworkName, transactionId: string): string | null {
  return pageUrl(network, `transaction/${dashedTransactionId(transactionIdParts(transactionId).own)}`);
}

/** The HashScan page of a topic; null on the local ledger. */
export function hashscanTopicUrl(network: NetworkName, topicId: string): string | null {
  return pageUrl(network, `topic/${topicId}`);
}

/** The HashScan page of a token or of one of its serials; null on the local ledger. */
export function hashscanTokenUrl(network: NetworkName, tokenId: string, serial?: bigint): string | null {
  return pageUrl(network, serial === undefined ? `token/${tokenId}` : `token/${tokenId}/${serial}`);
}

/** The HashScan page of an account; null on the local ledger. */
export function hashscanAccountUrl(network: NetworkName, accountId: string): string | null {
  return pageUrl(network, `account/${accountId}`);
}

function pageUrl(network: NetworkName, path: string): string | null {
  return network === "local" ? null : `https://hashscan.io/${network}/${path}`;
}
