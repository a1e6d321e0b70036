import type { Clock, Randomness } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import { takeLease } from "../platform/lease.ts";
import { type LogKey, type LogKeySource, newOrigin, verifierKeyText } from "./identity.ts";
import { openJob } from "./journal.ts";
import * as store from "./log-store.ts";
import { insertPredecessor } from "./predecessors.ts";
import { leaseName } from "./tenure.ts";

/** What the operator says of the end of a log. */
export type Ending = { readonly reason: string; readonly by: string };

export type Succession = {
  readonly origin: string;
  readonly verifierKey: string;
  /** The log that ended; undefined where it had signed nothing, and the new one begins anew. */
  readonly before: { readonly origin: string; readonly size: number } | undefined;
};

/** Why a log cannot be followed by another, in a sentence. */
export class NoSuccessor extends Error {}

const leaseMs = 6_000;

/**
 * Ends the log whose key is lost or given up, and lets one under a new key go on from it: the same tree on the same topic. What
 * of the old one is still on its way is sent before the new one is announced. A log that has signed nothing leaves nothing to go
 * on from: another takes its place, on a topic of its own.
 *
 * @param settings `topicId`: where the configuration names one
 * @throws {NoSuccessor}
 */
export async function succeed(
  deps: { readonly db: Db; readonly clock: Clock; readonly random: Randomness },
  settings: { readonly logKey: LogKeySource; readonly topicId: string | undefined },
  ending: Ending,
): Promise<Succession> {
  const { db, random } = deps;
  requireEnding(await store.readLog(db), await settings.logKey.read());
  const holder = `successor/${Buffer.from(random.bytes(6)).toString("hex")}`;
  // As one more holder of the lease: whoever signed under the old key and wakes late is kept out by the rising token.
  const lease = await takeLease(db, leaseName, holder, leaseMs);
  if (lease === undefined)
    throw new NoSuccessor("A gateway with the log's key is at work on this database: stop it first.");
  try {
    return await db.transaction().execute(async (tx) => {
      await store.takeOver(tx, { token: lease.token, leaseMs });
      const log = await store.readLog(tx);
      const key = (await settings.logKey.read()) ?? (await settings.logKey.create());
      requireEnding(log, key);
      return begin(tx, deps, { log, key, topicId: settings.topicId, ending });
    });
  } finally {
    await db
      .updateTable("leases")
      .set({ expires_at: new Date(0) })
      .where("holder", "=", holder)
      .execute();
  }
}

function requireEnding(log: store.LogState | undefined, key: LogKey | undefined): asserts log is store.LogState {
  if (log === undefined)
    throw new NoSuccessor("There is no log yet: the first start of a gateway makes it, with a key of its own.");
  if (log.haltKind === "history")
    throw new NoSuccessor(`The log is halted for its history, which a new key does not mend: ${log.halted}.`);
  if (key !== undefined && verifierKeyText(log.origin, key) === log.verifierKey)
    throw new NoSuccessor(
      "The key at LOG_KEY_FILE (or LOG_KEY) is the log's own, so it is not lost: move it away, or name another, if it shall be given up.",
    );
}

async function begin(
  tx: Tx,
  { clock, random }: { readonly clock: Clock; readonly random: Randomness },
  given: {
    readonly log: store.LogState;
    readonly key: LogKey;
    readonly topicId: string | undefined;
    readonly ending: Ending;
  },
): Promise<Succession> {
  const { log, key, topicId, ending } = given;
  const origin = newOrigin(random);
  const verifierKey = verifierKeyText(origin, key);
  const at = new Date(clock.nowMs());
  if (log.size > 0) {
    // One that was never announced, and is not about to be, is in nobody's history.
    const isHeard = log.announced || (await openJob(tx))?.kind === "announce";
    if (isHeard) await insertPredecessor(tx, { ...log, ...ending, at });
    await store.updateLog(tx, { origin, verifierKey, announced: false });
    return { origin, verifierKey, before: { origin: log.origin, size: log.size } };
  }
  if (topicId !== undefined && topicId === log.topicId)
    throw new NoSuccessor(
      `Nothing was signed yet, and topic ${topicId} may hold the old log's announcement: set HEDERA_TOPIC_ID to another topic, or to none.`,
    );
  await store.abandonOpening(tx, at);
  await store.updateLog(tx, { origin, verifierKey, announced: false, topicId: topicId ?? null, scannedSequence: 0n });
  return { origin, verifierKey, before: undefined };
}
