import type { Ledger, ReceiptReport, SendReport } from "../ledger/ledger.ts";

/**
 * Whether this gateway reaches the ledger. One that does not, while others may, must not keep the lease of what only its
 * holder does: it stands back, so that another one can try. Where none can, it is its turn again soon. The consensus nodes
 * count by themselves: their way may be cut while the mirror's, an ordinary HTTPS address, is open.
 */
export class Reach {
  readonly #ledger = new Silence();
  readonly #nodes = new Silence();
  #backAtMs = Number.NEGATIVE_INFINITY;

  /** What was asked of the ledger came to its end. */
  heard(): void {
    this.#ledger.ends();
  }

  unheard(): void {
    this.#ledger.goesOn();
  }

  /** A consensus node was asked something. */
  node(hasAnswered: boolean): void {
    if (hasAnswered) this.#nodes.ends();
    else this.#nodes.goesOn();
  }

  /** True for so long, ms, once every question, or every one to a node, has gone unanswered for as long as the other. */
  standsBack(forMs: number, mostSilentMs: number): boolean {
    const nowMs = performance.now();
    if (this.#ledger.lastsMs(nowMs) >= mostSilentMs || this.#nodes.askedForMs() >= mostSilentMs) {
      this.#ledger.ends();
      this.#nodes.ends();
      this.#backAtMs = nowMs + forMs;
    }
    return nowMs < this.#backAtMs;
  }
}

/** Questions further apart are no one silence: nodes are asked only while there is something to send. Ms. */
const mostApartMs = 45_000;

class Silence {
  #span: { readonly firstMs: number; readonly lastMs: number } | undefined;

  ends(): void {
    this.#span = undefined;
  }

  goesOn(): void {
    const nowMs = performance.now();
    const before = this.#span;
    const isSame = before !== undefined && nowMs - before.lastMs <= mostApartMs;
    this.#span = { firstMs: isSame ? before.firstMs : nowMs, lastMs: nowMs };
  }

  /** Since the first question without an answer, ms. */
  lastsMs(nowMs: number): number {
    return this.#span === undefined ? 0 : nowMs - this.#span.firstMs;
  }

  /** From the first question without an answer to the newest, ms. */
  askedForMs(): number {
    return this.#span === undefined ? 0 : this.#span.lastMs - this.#span.firstMs;
  }
}

/** The ledger, whose nodes' answers tell how far this gateway reaches. */
export function reachedBy(reach: Reach, ledger: Ledger): Ledger {
  const noted = <T extends SendReport | ReceiptReport>(report: T): T => {
    reach.node(report.outcome !== "unknown" || report.isAnswer === true);
    return report;
  };
  return {
    ...ledger,
    send: async (transaction) => noted(await ledger.send(transaction)),
    receipt: async (transactionId, nodeAccountId) => noted(await ledger.receipt(transactionId, nodeAccountId)),
  };
}
