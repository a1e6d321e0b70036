import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { AttemptTerms, Ledger, LedgerWork, PreparedTransaction, SendReport } from "../../src/ledger/ledger.ts";

/**
 * What many clients of the ledger do, to show that the campaign finds it: when no reply comes, the same work
 * goes out again at once under a fresh id. It keeps its own books of which id stands for which, so that the
 * gateway believes that it has sent one transaction.
 *
 * @param file the books, shared by all gateways of the campaign
 */
export function naiveLedger(ledger: Ledger, file: string): Ledger {
  const works = new Map<string, { readonly work: LedgerWork; readonly terms: AttemptTerms }>();
  const books = (): [fresh: string, first: string][] =>
    existsSync(file)
      ? readFileSync(file, "utf8")
          .trimEnd()
          .split("\n")
          .map((line) => line.split(" ") as [string, string])
      : [];
  const newestOf = (first: string) => books().findLast((entry) => entry[1] === first)?.[0] ?? first;
  const firstOf = (id: string | undefined) => books().find((entry) => entry[0] === id)?.[1] ?? id;

  const again = async (transaction: PreparedTransaction): Promise<SendReport> => {
    const known = works.get(transaction.transactionId);
    if (known === undefined) return { outcome: "unknown", detail: "no reply" };
    const transactionId = freshId(transaction.transactionId);
    const fresh = await ledger.prepare(withFreshParts(known.work), { ...known.terms, transactionId });
    appendFileSync(file, `${transactionId} ${transaction.transactionId}\n`);
    return ledger.send(fresh);
  };

  return {
    ...ledger,
    mirror: {
      ...ledger.mirror,
      async messagesAfter(topicId, after, limit) {
        const messages = await ledger.mirror.messagesAfter(topicId, after, limit);
        return messages.map((message) => ({ ...message, transactionId: firstOf(message.transactionId) }));
      },
    },
    async prepare(work, terms) {
      works.set(terms.transactionId, { work, terms });
      return ledger.prepare(work, terms);
    },
    async send(transaction) {
      const report = await ledger.send(transaction);
      return report.outcome === "unknown" ? again(transaction) : report;
    },
    receipt: (transactionId, nodeAccountId) => ledger.receipt(newestOf(transactionId), nodeAccountId),
  };
}

/** Whoever makes every id anew makes those of a batch's parts anew too. */
function withFreshParts(work: LedgerWork): LedgerWork {
  if (work.kind !== "batch") return work;
  return { ...work, parts: work.parts.map((part) => ({ ...part, transactionId: freshId(part.transactionId) })) };
}

/** The same payer, a valid start that nobody else has used: some nanoseconds later. */
function freshId(transactionId: string): string {
  const [payer = "", start = ""] = transactionId.split("@");
  const [seconds = "", nanos = ""] = start.split(".");
  const later = BigInt(seconds) * 1_000_000_000n + BigInt(nanos) + 1_000n + BigInt(Date.now() % 1_000_000);
  return `${payer}@${later / 1_000_000_000n}.${String(later % 1_000_000_000n).padStart(9, "0")}`;
}
