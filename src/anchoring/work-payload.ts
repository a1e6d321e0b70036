import type { CreateTokenWork, LedgerWork, SchedulableWork, TransferWork, WithMemo } from "../ledger/ledger.ts";

/** What may be ordered of the ledger beside messages of the log. */
export type OrderedWork = WithMemo &
  (
    | ({ readonly kind: "create-fungible-token"; readonly decimals: number } & CreateTokenWork)
    | Extract<SchedulableWork, { readonly kind: "mint" | "burn" }>
    | Extract<TransferWork, { readonly kind: "transfer" }>
    | Extract<LedgerWork, { readonly kind: "airdrop" | "cancel-airdrop" }>
  );

export type WorkKind = "create-token" | "mint" | "burn" | "transfer";

/** An order as the journal keeps it: whoever reads it signs the same work. */
export type Order = {
  readonly work: OrderedWork;
  /** Names of the ledger's signers that sign beside the operator. */
  readonly signers: readonly string[];
  /**
   * Have the network keep the order itself: a schedule that is the same for everybody who asks for the same
   * work, so that it runs once even when the journal was lost.
   */
  readonly scheduled: boolean;
};

/** JSON with amounts as `{"int":"5"}`: they must not pass through a double. */
export function encodeOrder(order: Order): Uint8Array {
  const text = JSON.stringify(order, (_, value) => (typeof value === "bigint" ? { int: String(value) } : value));
  return new TextEncoder().encode(text);
}

/** The way back, for bytes that this gateway has written. */
export function decodeOrder(payload: Uint8Array): Order {
  return JSON.parse(new TextDecoder().decode(payload), (_, value) => {
    const isInt = typeof value === "object" && value !== null && typeof value.int === "string";
    return isInt ? BigInt(value.int) : value;
  });
}

/** 31 days: half of the longest time that the network keeps a schedule. */
const gridS = 31 * 86_400;

/**
 * The transaction of an order. A scheduled one ends on a fixed grid of 31 days, 31 to 62 days after the order,
 * so that an order that was lost and made again within that time asks for the very same schedule.
 *
 * @param ended schedules of this order that are known to have ended without effect: the next one must differ
 */
export function workOf(order: Order, orderedAt: Date, ended: number, payerAccountId: string): LedgerWork {
  const { work, scheduled } = order;
  if (!scheduled) return work;
  if (work.kind === "create-fungible-token" || work.kind === "airdrop" || work.kind === "cancel-airdrop") {
    throw new TypeError(`${work.kind} scheduled`);
  }
  const expirationS = (Math.floor(orderedAt.getTime() / 1000 / gridS) + 2 + ended) * gridS;
  return {
    kind: "create-schedule",
    inner: work,
    payerAccountId,
    memo: work.transactionMemo ?? "",
    expirationTime: `${expirationS}.000000000`,
    waitForExpiry: false,
  };
}
