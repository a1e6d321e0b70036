import type { Randomness } from "../kernel/time.ts";
import type { SendReport } from "../ledger/ledger.ts";

/**
 * Which node the next transaction is signed for. A node admits only its share of the network's capacity,
 * so transactions go round; one that was silent, or takes nothing from anybody, is passed over for a while, because
 * whatever is signed for it alone would have to wait for its window to close.
 */
export type NodeRotation = {
  next(): string;
  /** Any node but this one, in turn; the same when there is only one. */
  nextBut(nodeAccountId: string): string;
  /** What a node made of what it was sent. */
  heard(nodeAccountId: string, report: SendReport): void;
};

/** Turns that such a node is passed over for. */
const restTurns = 200;

/**
 * What a node says of itself and not of the transaction: it has left the network, or has another account by now, is
 * starting or frozen for an upgrade, or has no room. Another node may well take the same work.
 */
const ofTheNode: ReadonlySet<string> = new Set([
  ...["INVALID_NODE_ACCOUNT", "PLATFORM_NOT_ACTIVE", "PLATFORM_TRANSACTION_NOT_CREATED", "BUSY"],
]);

const serves = (report: SendReport): boolean =>
  report.outcome === "accepted" || (report.outcome === "refused" && !ofTheNode.has(report.status));

/** @param nodeAccountIds at least one */
export function createNodeRotation(nodeAccountIds: readonly string[], random: Randomness): NodeRotation {
  const restsUntil = new Map<string, number>();
  let turn = Buffer.from(random.bytes(4)).readUInt16BE();
  const pick = (candidates: readonly string[]): string => {
    turn += 1;
    const rested = candidates.filter((node) => (restsUntil.get(node) ?? 0) <= turn);
    const from = rested.length > 0 ? rested : candidates;
    return from[turn % from.length] as string;
  };
  return {
    next: () => pick(nodeAccountIds),
    nextBut(nodeAccountId) {
      const others = nodeAccountIds.filter((node) => node !== nodeAccountId);
      return others.length === 0 ? nodeAccountId : pick(others);
    },
    heard(nodeAccountId, report) {
      if (serves(report)) restsUntil.delete(nodeAccountId);
      else restsUntil.set(nodeAccountId, turn + restTurns);
    },
  };
}
