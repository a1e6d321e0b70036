import { insertLogUnlessThere } from "../../src/anchoring/log-store.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Db } from "../../src/platform/database.ts";
import { emptyRoot } from "../../src/proof/merkle.ts";

export const anyOrigin = "hydro-mrv.log/test";

/** The row of a log on which nobody writes, for tests of what is ordered beside it. */
export async function anyLog(db: Db, { network, payerAccountId }: Ledger): Promise<void> {
  const log = { origin: anyOrigin, verifierKey: "none", network, payerAccountId, topicId: null, root: emptyRoot };
  await insertLogUnlessThere(db, log);
}
