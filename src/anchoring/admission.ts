import type { Ledger, LedgerKey, ReceiptReport, SendReport } from "../ledger/ledger.ts";

/**
 * Whether the ledger takes what this gateway's operator signs, as the mirror shows it: by the operator's account, and by the
 * log's topic. It is looked at before anything is sent, since the network charges what it refuses for some of that; and
 * again when a refusal hints at it, because a key may be changed while the gateway runs. It is also how a mirror of
 * another network is noticed, whose topic of the same number would be taken for another history. While it is closed
 * nothing is signed, and the look is repeated: what was changed may be changed back.
 */

export type Asked = Pick<Ledger, "mirror" | "mirrorUrl" | "payerAccountId" | "payerKey">;

/** A single public key as mirrors write it: lists and thresholds are longer, and may hold ours. */
const singleKey = /^(?:[0-9a-f]{64}|[0-9a-f]{66})$/i;

/**
 * Why nothing that this gateway's operator signs is taken.
 *
 * @param topicId null: there is none yet, or only the operator's account is in question
 * @returns undefined when it is taken; null when that is not to be seen now
 */
export async function whyRefused(ledger: Asked, topicId: string | null): Promise<string | null | undefined> {
  const { mirror, mirrorUrl, payerAccountId, payerKey } = ledger;
  const look = async () =>
    Promise.all([mirror.account(payerAccountId), topicId === null ? undefined : mirror.topic(topicId)]);
  const seen = await look().catch(() => undefined);
  if (seen === undefined) return null;
  const [account, topic] = seen;
  const elsewhere = `or the mirror ${mirrorUrl} is of another network`;
  if (account === undefined) return `the operator's account ${payerAccountId} does not exist, ${elsewhere}`;
  if (account.deleted) return `the operator's account ${payerAccountId} is deleted, ${elsewhere}`;
  if (isAnother(account.key, payerKey))
    return `the operator's account ${payerAccountId} has another key than HEDERA_OPERATOR_KEY: it was changed, ${elsewhere}`;
  if (topicId === null) return undefined;
  if (topic === undefined) return null;
  if (topic.deleted) return `topic ${topicId} is deleted: it takes nothing any more, ${elsewhere}`;
  return isAnother(topic.submitKey, payerKey)
    ? `topic ${topicId} takes messages of one key alone, and HEDERA_OPERATOR_KEY is another: start with the key that the topic was made with`
    : undefined;
}

function isAnother(key: LedgerKey | undefined, own: string): boolean {
  return typeof key === "string" && singleKey.test(key) && key.toLowerCase() !== own.toLowerCase();
}

/** What nodes and network say where it may be closed. They say it for other reasons too. */
const hints: ReadonlySet<string> = new Set([
  ...["INVALID_SIGNATURE", "INVALID_PAYER_SIGNATURE", "KEY_PREFIX_MISMATCH", "INVALID_TOPIC_ID", "TOPIC_EXPIRED"],
  ...["PAYER_ACCOUNT_NOT_FOUND", "PAYER_ACCOUNT_DELETED", "ACCOUNT_DELETED", "INVALID_ACCOUNT_ID"],
]);

/** How often it is looked at while it is closed, or while refusals hint at it, ms. */
const lookAgainMs = 5_000;

/** What one gateway knows of it. Losing it costs a look. */
export class Admission {
  #why: string | undefined;
  #isKnown = false;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #hintedAtMs = Number.NEGATIVE_INFINITY;
  #topicId: string | null = null;
  #ended = new AbortController();

  /** Aborts what is under way once it is found to be closed. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * Why it is closed; undefined: it is open, or nothing can be seen.
   *
   * @param isProven the topic took what was signed here: then a first look may be spared
   */
  async whyClosed(ledger: Asked, topicId: string | null, isProven: boolean): Promise<string | undefined> {
    if (topicId !== this.#topicId) this.#isKnown = false;
    this.#topicId = topicId;
    const isOpen = this.#why === undefined && (this.#isKnown || isProven);
    const isFresh = this.#why !== undefined && performance.now() - this.#lookedAtMs < lookAgainMs;
    if (!isOpen && !isFresh) await this.#look(ledger);
    return this.#why;
  }

  /** Looks again where this refusal hints at it. */
  async refused(ledger: Asked, status: string): Promise<void> {
    if (!hints.has(status) || performance.now() - this.#hintedAtMs < lookAgainMs) return;
    this.#hintedAtMs = performance.now();
    await this.#look(ledger);
  }

  async #look(ledger: Asked): Promise<void> {
    const why = await whyRefused(ledger, this.#topicId);
    this.#lookedAtMs = performance.now();
    if (why === null) return;
    this.#isKnown = true;
    this.#why = why;
    if (why !== undefined) this.#ended.abort(new Closed(why));
    else if (this.#ended.signal.aborted) this.#ended = new AbortController();
  }
}

export class Closed extends Error {
  constructor(why: string) {
    super(why);
    this.name = "Closed";
  }
}

/** The ledger, whose refusals are held against what is known of the admission. */
export function admittedBy(admission: Admission, ledger: Ledger): Ledger {
  const noted = async <T extends SendReport | ReceiptReport>(report: T): Promise<T> => {
    const isRefusal = report.outcome === "refused" || (report.outcome === "final" && report.status !== "SUCCESS");
    if (isRefusal) await admission.refused(ledger, report.status);
    return report;
  };
  return {
    ...ledger,
    send: async (transaction) => noted(await ledger.send(transaction)),
    receipt: async (transactionId, nodeAccountId) => noted(await ledger.receipt(transactionId, nodeAccountId)),
  };
}
