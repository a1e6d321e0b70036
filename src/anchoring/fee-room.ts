/** The status of nodes and network for a transaction whose own cap is below its fee. */
export const feeAboveCap = "INSUFFICIENT_TX_FEE";

/** Ids that are remembered: many more than are in the air at once. */
const mostRemembered = 1_000;

/**
 * How many times its usual cap the fee of a transaction may come to. What is signed says in its bytes what it may cost at
 * most, and prices are in dollars: where HBAR has fallen, or the network's prices have risen, all of one kind would be
 * refused for ever. So each such refusal of what was signed under the present cap doubles it for what is signed next, up to
 * a ceiling; the refused one keeps its bytes and is followed to its end, as ever. A cap is no price: the network charges
 * its own, and what a day may cost is another setting.
 */
export class FeeRoom {
  /** The ceiling. */
  readonly most: number;
  readonly #signed = new Map<string, number>();
  #factor = 1;

  /** @param most times the usual cap, at least 1 */
  constructor(most: number) {
    this.most = most;
  }

  /** For what is signed now. */
  get factor(): number {
    return this.#factor;
  }

  /** A transaction was signed under the present cap. */
  signed(transactionId: string): void {
    this.#signed.set(transactionId, this.#factor);
    const [oldest] = this.#signed.keys();
    if (this.#signed.size > mostRemembered && oldest !== undefined) this.#signed.delete(oldest);
  }

  /**
   * The ledger said that its cap was below its fee. One that this process has not signed counts as of the usual cap.
   *
   * @returns the new factor; undefined: it is as it was
   */
  refused(transactionId: string): number | undefined {
    const wasHigher = (this.#signed.get(transactionId) ?? 1) < this.#factor;
    if (wasHigher || this.#factor >= this.most) return undefined;
    this.#factor = Math.min(this.most, this.#factor * 2);
    return this.#factor;
  }
}

/** After so many schedules whose work had too low a cap; a function of the order's own journal, so that its bytes are fixed by that. */
export const factorAfter = (refusals: number, most: number): number => Math.min(most, 2 ** Math.min(refusals, 30));

type Noting = {
  readonly feeRoom?: FeeRoom | undefined;
  readonly log: { warn(facts: object, text: string): void };
};

/** Notes what a node or the network answered to a transaction. */
export function noteFee({ feeRoom, log }: Noting, transactionId: string, status: string): void {
  const factor = status === feeAboveCap ? feeRoom?.refused(transactionId) : undefined;
  if (factor === undefined) return;
  log.warn({ factor }, "the ledger's fees are above what was paid at most: what is signed next may cost more");
}
