import type { Randomness } from "../kernel/time.ts";

/**
 * Which node the next transaction is signed for. A node admits only its share of the network's capacity,
 * so transactions go round; one that was silent is passed over for a while, because whatever is signed for
 * it alone would have to wait for its window to close.
 */
export type NodeRotation = {
  next(): string;
  /** Any node but this one, in turn; the same when there is only one. */
  nextBut(nodeAccountId: string): string;
  /** What came of asking a node: it answered something, or nothing. */
  heard(nodeAccountId: string, answered: boolean): void;
};

/** Turns that a silent node is passed over for. */
const restTurns = 200;

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
    heard(nodeAccountId, answered) {
      if (answered) restsUntil.delete(nodeAccountId);
      else restsUntil.set(nodeAccountId, turn + restTurns);
    },
  };
}
