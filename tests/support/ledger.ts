import type { Ledger, Mirror, PreparedTransaction, ReceiptReport, SendReport } from "../../src/ledger/ledger.ts";
import { decodeMessage } from "../../src/proof/checkpoint-message.ts";
import type { Steps } from "./steps.ts";

/** What a test may put in front of a ledger's calls; each gets the real call and may do it or not. */
export type LedgerFaults = {
  send?: (transaction: PreparedTransaction, real: () => Promise<SendReport>) => Promise<SendReport>;
  receipt?: (transactionId: string, real: () => Promise<ReceiptReport>) => Promise<ReceiptReport>;
  mirror?: Partial<Mirror>;
};

/** The ledger with faults in front; the object may be changed while it is in use. */
export function faultyLedger(ledger: Ledger, faults: LedgerFaults): Ledger {
  const mirror = new Proxy(ledger.mirror, {
    get: (target, name: keyof Mirror) => faults.mirror?.[name] ?? target[name],
  });
  return {
    ...ledger,
    mirror,
    send: (prepared) => {
      const real = () => ledger.send(prepared);
      return faults.send === undefined ? real() : faults.send(prepared, real);
    },
    receipt: (transactionId, node) => {
      const real = () => ledger.receipt(transactionId, node);
      return faults.receipt === undefined ? real() : faults.receipt(transactionId, real);
    },
  };
}

/**
 * What many clients do, as an adapter: a send without an answer counts as failed, so that a fresh id follows.
 * With it on, every check of "once in effect" has to fail.
 */
export function naiveLedger(ledger: Ledger): Ledger {
  const unanswered = new Set<string>();
  return {
    ...ledger,
    async send(transaction) {
      const report = await ledger.send(transaction);
      if (report.outcome === "unknown") unanswered.add(transaction.transactionId);
      return report;
    },
    async receipt(transactionId, node) {
      if (unanswered.has(transactionId)) return { outcome: "final", status: "TRANSACTION_EXPIRED" };
      return ledger.receipt(transactionId, node);
    },
  };
}

/** The ledger of a process that dies at one of its steps. What it sends is named by what it prepared it for. */
export function steppedLedger(ledger: Ledger, steps: Steps): Ledger {
  const { mirror } = ledger;
  const prepared = new Map<string, string>();
  const nameOf = (transactionId: string) => prepared.get(transactionId) ?? "journaled";
  return {
    ...ledger,
    prepare(work, terms) {
      const name = work.kind === "submit-message" ? (decodeMessage(work.message)?.type ?? "message") : work.kind;
      prepared.set(terms.transactionId, name);
      return steps.take(`prepare ${name}`, () => ledger.prepare(work, terms));
    },
    send: (transaction) => steps.take(`send ${nameOf(transaction.transactionId)}`, () => ledger.send(transaction)),
    receipt: (id, node) => steps.take(`receipt ${nameOf(id)}`, () => ledger.receipt(id, node)),
    mirror: {
      ...mirror,
      watermark: () => steps.take("watermark", () => mirror.watermark()),
      transactions: (id) => steps.take("look-up", () => mirror.transactions(id)),
      topic: (id) => steps.take("topic", () => mirror.topic(id)),
      messagesAfter: (id, after, limit) => steps.take("scan", () => mirror.messagesAfter(id, after, limit)),
      token: (id) => steps.take("token", () => mirror.token(id)),
      treasuryEntries: (...query) => steps.take("supply", () => mirror.treasuryEntries(...query)),
      tokenCreations: (...query) => steps.take("creations", () => mirror.tokenCreations(...query)),
      tokensOf: (...query) => steps.take("treasury's tokens", () => mirror.tokensOf(...query)),
      schedule: (id) => steps.take("schedule", () => mirror.schedule(id)),
      newestMessage: (id) => steps.take("newest message", () => mirror.newestMessage(id)),
    },
  };
}
