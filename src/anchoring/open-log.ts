import type { Randomness } from "../kernel/time.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Db } from "../platform/database.ts";
import { emptyRoot } from "../proof/merkle.ts";
import { type LogKey, type LogKeySource, newOrigin, verifierKeyText } from "./identity.ts";
import { insertLogUnlessThere, type LogState, readLog } from "./log-store.ts";

export type OpenedLog = {
  readonly log: LogState /** Undefined: the key is not here, and nothing is signed. */;
  readonly key: LogKey | undefined;
};

/**
 * The log this database belongs to, made at the first start. A key file is only ever created together with
 * a new log: for a log that exists, a missing key is a reason to sign nothing, not to make another.
 *
 * @throws with one sentence when the database belongs to another network or topic.
 */
export async function openLog(
  deps: { db: Db; ledger: Ledger; random: Randomness },
  settings: { logKey: LogKeySource; topicId: string | undefined },
): Promise<OpenedLog> {
  const { db, ledger, random } = deps;
  let key = await settings.logKey.read();
  if ((await readLog(db)) === undefined) {
    key ??= await settings.logKey.create();
    const origin = newOrigin(random);
    await insertLogUnlessThere(db, {
      origin,
      verifierKey: verifierKeyText(origin, key),
      network: ledger.network,
      payerAccountId: ledger.payerAccountId,
      topicId: settings.topicId ?? null,
      root: emptyRoot,
    });
  }
  const log = await readLog(db);
  if (log === undefined) throw new Error("The log's row vanished while it was being made.");
  refuseOtherLedger(log, ledger, settings.topicId);
  return { log, key };
}

function refuseOtherLedger(log: LogState, ledger: Ledger, topicId: string | undefined): void {
  if (log.network !== ledger.network) {
    throw new Error(
      `This database belongs to the ${log.network} ledger, but HEDERA_NETWORK is ${ledger.network}: give each network a database (DATABASE_URL or DATA_DIR) of its own.`,
    );
  }
  if (topicId !== undefined && log.topicId !== null && log.topicId !== topicId) {
    throw new Error(
      `This database belongs to topic ${log.topicId}, but HEDERA_TOPIC_ID is ${topicId}: leave it unset, or use another database.`,
    );
  }
}
