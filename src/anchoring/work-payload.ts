import type {
  BatchPart,
  CreateTokenWork,
  LedgerWork,
  SchedulableWork,
  TransferWork,
  WithMemo,
} from "../ledger/ledger.ts";
import { sha256 } from "../platform/digest.ts";

/** What may be ordered of the ledger beside messages of the log. */
export type OrderedWork = WithMemo &
  (
    | ({ readonly kind: "create-fungible-token"; readonly decimals: number } & CreateTokenWork)
    | ({ readonly kind: "create-nft-token" } & CreateTokenWork)
    | Extract<SchedulableWork, { readonly kind: "mint" | "mint-nft" | "burn" }>
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
  /** A message of the topic that goes with a mint in one atomic batch, where the gateway makes batches: both or neither. */
  readonly told?: { readonly topicId: string; readonly message: string };
};

/** JSON with amounts as `{"int":"5"}`, which must not pass through a double, and bytes as `{"hex":"00"}`. */
export function encodeOrder(order: Order): Uint8Array {
  const text = JSON.stringify(order, (_, value) => {
    if (typeof value === "bigint") return { int: String(value) };
    return value instanceof Uint8Array ? { hex: Buffer.from(value).toString("hex") } : value;
  });
  return new TextEncoder().encode(text);
}

/** The way back, for bytes that this gateway has written. */
export function decodeOrder(payload: Uint8Array): Order {
  return JSON.parse(new TextDecoder().decode(payload), (_, value) => {
    if (typeof value !== "object" || value === null) return value;
    if (typeof value.int === "string") return BigInt(value.int);
    return typeof value.hex === "string" ? new Uint8Array(Buffer.from(value.hex, "hex")) : value;
  });
}

/** The parts of an order's batch: the message, then the work. */
export function batchOf(
  { work, signers }: Order,
  told: NonNullable<Order["told"]>,
): Pick<BatchPart, "work" | "signers">[] {
  const { topicId, message: text } = told;
  const message = new TextEncoder().encode(text);
  return [{ work: { kind: "submit-message", topicId, message } }, { work, signers }];
}

/**
 * What says that a network does not know atomic batches at all: before HIP-551 nodes cannot tell what such a
 * transaction is, and where it is switched off they say so. A part that fails for its own reasons is none of these.
 */
const unsupported = new Set(["NOT_SUPPORTED", "INVALID_TRANSACTION_BODY", "TRANSACTION_HAS_UNKNOWN_FIELDS"]);

export const saysNoBatches = (status: string): boolean => unsupported.has(status) || status.startsWith("BATCH_");

/** Narrows to what the network may keep in a schedule of ours. */
function isSchedulable(work: OrderedWork): work is Extract<OrderedWork, SchedulableWork> {
  return work.kind === "mint" || work.kind === "mint-nft" || work.kind === "burn" || work.kind === "transfer";
}

/** 31 days: half of the longest time that the network keeps a schedule. */
const gridS = 31 * 86_400;
/** The network lets few schedules of all accounts end within one second, so that ours end all over the day before. */
const spreadS = 86_400;

/** What a schedule of an order depends on. */
export type ScheduleTerms = {
  readonly orderedAt: Date;
  /** Schedules of this order that are known to have ended without effect, or never were because their second was full. */
  readonly ended: number;
  /** How many times its usual cap the work may cost. */
  readonly feeFactor?: number;
  readonly nowMs: number;
  readonly payerAccountId: string;
};

/** There is no schedule, and for that second there will be none. */
export const secondIsFull = "SCHEDULE_EXPIRY_IS_BUSY";

/**
 * The transaction of an order. A scheduled one ends on a fixed grid of 31 days, 30 to 62 days after the order,
 * so that an order that was lost and made again before the grid's next step asks for the very same schedule.
 */
export function workOf(order: Order, terms: ScheduleTerms): LedgerWork {
  const { work, scheduled } = order;
  if (!scheduled) return work;
  if (!isSchedulable(work)) throw new TypeError(`${work.kind} scheduled`);
  const memo = work.transactionMemo ?? "";
  const { feeFactor = 1 } = terms;
  return {
    kind: "create-schedule",
    inner: work,
    payerAccountId: terms.payerAccountId,
    memo,
    expirationTime: `${expirationS(memo, terms)}.000000000`,
    waitForExpiry: false,
    ...(feeFactor > 1 && { innerFeeFactor: feeFactor }),
  };
}

/**
 * Each schedule of an order ends a second before the last one, so that it differs and is never further ahead than the
 * network keeps schedules. What waited so long that its end is past, held or unsigned, counts from now.
 */
function expirationS(memo: string, { orderedAt, ended, nowMs }: ScheduleTerms): number {
  const beforeS = (sha256(memo).readUInt32BE() % spreadS) + ended;
  const endOf = (ms: number) => (Math.floor(ms / 1000 / gridS) + 2) * gridS - beforeS;
  const planned = endOf(orderedAt.getTime());
  return planned > nowMs / 1000 ? planned : endOf(nowMs);
}
