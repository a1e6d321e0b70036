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

/** The service part of a list price in ten-thousandths of a dollar, which the USD 0.0001 for node and network is part of. */
const listed = (tenThousandths: bigint): bigint =>
  (tenThousandths * tinycentsPerUsd) / 10_000n - nodePrice - networkPrice;

/** Service parts of each kind, USD in the comments. */
export const servicePrices = {
  /** 0.05. */
  createAccount: listed(500n),
  /** 0.00022. */
  updateAccount: (22n * tinycentsPerUsd) / 100_000n - nodePrice - networkPrice,
  /** 0.01. */
  createTopic: listed(100n),
  /** 0.0008 with the first 100 bytes. */
  submitMessage: listed(8n),
  /** 0.00000068 for each further byte. */
  messageByte: (68n * tinycentsPerUsd) / 100_000_000n,
  /** 0.0001 for hbar alone. */
  transferHbar: listed(1n),
  /** 0.001 with tokens. */
  transferToken: listed(10n),
  /** 1.00. */
  createToken: listed(10_000n),
  /** 0.001, also for its deletion. */
  changeToken: listed(10n),
  /** 0.001, also for a burn. */
  changeSupply: listed(10n),
  /** 0.02 for each serial. */
  mintSerial: listed(200n),
  /** 0.05 for each token. */
  associate: listed(500n),
  /** 0.05 for each receiver. */
  airdrop: listed(500n),
  /** 0.001 for each, also when it is cancelled. */
  claimAirdrop: listed(10n),
  /** 0.01; what the schedule runs is paid for by itself. */
  createSchedule: listed(100n),
  /** 0.001. */
  signSchedule: listed(10n),
  /** 0.001; the parts are paid for by themselves. */
  batch: listed(10n),
} as const;

/** Bytes of a message that its base price includes. */
export const includedMessageBytes = 100n;

/** What one transaction costs, tinybars. */
export type Fees = { readonly node: bigint; readonly network: bigint; readonly service: bigint };

/**
 * @param servicePrice tinycents, from the handler of the transaction's kind.
 * @param times how many times as many hbar a dollar is, as after its price has fallen
 */
export function feesOf(servicePrice: bigint, signatures: number, times = 1n): Fees {
  const rate = BigInt(centsPerHbar);
  const networkWithSignatures = networkPrice + BigInt(Math.max(0, signatures - 1)) * signaturePrice;
  // Rounded up once, in the sum; the service part takes the remainder.
  const total = ((nodePrice + networkWithSignatures + servicePrice) * times + rate - 1n) / rate;
  const node = (nodePrice * times) / rate;
  const network = (networkWithSignatures * times) / rate;
  return { node, network, service: total - node - network };
}

export function totalFee(fees: Fees): bigint {
  return fees.node + fees.network + fees.service;
}
