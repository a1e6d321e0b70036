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

/** The HashScan page of a transaction (SDK form of the id); null on the local ledger, which no explorer shows. */
export function hashscanTransactionUrl(network: NetworkName, transactionId: string): string | null {
  return network === "local"
    ? null
    : `https://hashscan.io/${network}/transaction/${dashedTransactionId(transactionId)}`;
}

/** The HashScan page of a topic; null on the local ledger. */
export function hashscanTopicUrl(network: NetworkName, topicId: string): string | null {
  return network === "local" ? null : `https://hashscan.io/${network}/topic/${topicId}`;
}
