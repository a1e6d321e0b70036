/**
 * Fees of the local ledger: the dollar prices of Hedera's fee schedule (HIP-1261) at one fixed rate.
 * Prices in tinycents (1e-8 US cents), charges in tinybars (1e-8 hbar).
 */

/** US cents for one hbar. Fixed here; on a public network it floats. */
export const centsPerHbar = 12;

const tinycentsPerUsd = 10_000_000_000n;

/** Paid to the node for every transaction: USD 0.00001. */
const nodePrice = tinycentsPerUsd / 100_000n;
/** Paid to the network for every transaction: nine times the node's part. */
const networkPrice = 9n * nodePrice;
/** For each signature after the first: USD 0.00001. */
const signaturePrice = tinycentsPerUsd / 100_000n;

/** Service parts: the list price less the USD 0.0001 for node and network. */
export const servicePrices = {
  /** USD 0.05. */
  createAccount: tinycentsPerUsd / 20n - nodePrice - networkPrice,
  /** USD 0.01. */
  createTopic: tinycentsPerUsd / 100n - nodePrice - networkPrice,
  /** USD 0.0008 with the first 100 bytes. */
  submitMessage: (8n * tinycentsPerUsd) / 10_000n - nodePrice - networkPrice,
  /** USD 0.00000068 for each further byte. */
  messageByte: (68n * tinycentsPerUsd) / 100_000_000n,
} as const;

/** Bytes of a message that its base price includes. */
export const includedMessageBytes = 100n;

/** What one transaction costs, tinybars. */
export type Fees = { readonly node: bigint; readonly network: bigint; readonly service: bigint };

/** @param servicePrice tinycents, from the handler of the transaction's kind. */
export function feesOf(servicePrice: bigint, signatures: number): Fees {
  const rate = BigInt(centsPerHbar);
  const networkWithSignatures = networkPrice + BigInt(Math.max(0, signatures - 1)) * signaturePrice;
  // Rounded up once, in the sum; the service part takes the remainder.
  const total = (nodePrice + networkWithSignatures + servicePrice + rate - 1n) / rate;
  const node = nodePrice / rate;
  const network = networkWithSignatures / rate;
  return { node, network, service: total - node - network };
}

export function totalFee(fees: Fees): bigint {
  return fees.node + fees.network + fees.service;
}
