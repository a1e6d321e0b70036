import { setTimeout as sleep } from "node:timers/promises";
import type { Ledger, PreparedTransaction, SendReport } from "../../src/ledger/ledger.ts";
import { decodeMessage } from "../../src/proof/checkpoint-message.ts";
import type { Trigger } from "./steps.ts";

/** Long enough for bytes to leave, too short for a reply to be sure. */
const underWayMs = 3;

/** The ledger, telling the trigger before and after each call. */
export function watchLedger(ledger: Ledger, trigger: Trigger): Ledger {
  const heartbeats = new Set<string>();
  const { mirror } = ledger;
  return {
    ...ledger,
    mirror: {
      ...mirror,
      async messagesAfter(topicId, after, limit) {
        trigger.reach("topic not read yet");
        const messages = await mirror.messagesAfter(topicId, after, limit);
        trigger.reach("topic read");
        return messages;
      },
    },
    async prepare(work, terms) {
      const isHeartbeat = work.kind === "submit-message" && decodeMessage(work.message)?.type === "heartbeat";
      if (isHeartbeat) heartbeats.add(terms.transactionId);
      return ledger.prepare(work, terms);
    },
    async send(transaction) {
      if (!heartbeats.delete(transaction.transactionId)) return sendAttempt(ledger, trigger, transaction);
      const report = await ledger.send(transaction);
      trigger.reach("heartbeat sent");
      return report;
    },
    async receipt(transactionId, nodeAccountId) {
      trigger.reach("receipt not asked for yet");
      const report = await ledger.receipt(transactionId, nodeAccountId);
      trigger.reach("receipt read");
      return report;
    },
  };
}

async function sendAttempt(ledger: Ledger, trigger: Trigger, transaction: PreparedTransaction): Promise<SendReport> {
  trigger.reach("attempt not sent yet");
  const sending = ledger.send(transaction);
  if (trigger.isSetFor("attempt under way")) await sleep(underWayMs);
  trigger.reach("attempt under way");
  const report = await sending;
  trigger.reach("attempt sent");
  return report;
}
