import { settleUnsent } from "../anchoring/outbox.ts";
import { refuse } from "../carbon/refusal.ts";
import { Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import { recordActs } from "../tenancy/acts.ts";
import { registrarOrg } from "../tenancy/tenancy.ts";
import type { GatewayDeps } from "./append.ts";
import {
  dropOrdered,
  jobOfCertificate,
  markCertificateMinted,
  waitingIn as waitingCertificates,
} from "./certificate-store.ts";
import { settlePart } from "./minting.ts";
import { listMovements } from "./movement-store.ts";
import type { ShownMint } from "./reconciled.ts";
import * as parts from "./token-parts.ts";
import * as tokens from "./token-store.ts";

/**
 * The way out of a token that its admin key deleted, which the ledger never undoes: what was ordered in it and is not
 * minted is ordered anew in the next token of its kind. What was minted stays where it is.
 *
 * Nothing is minted twice by that: an order is let go only behind a look at the ledger that had the token deleted, whose list of
 * mints is whole and does not have it, and while no attempt of it can have an effect; from the deletion on none could begin.
 * One that the list has, and a journal brought back from a backup has not, is settled by that mint.
 *
 *   crash before an order is let go   the next reconciliation finds it where it was
 *   after it                          the part waits without an order, and the planner finds it
 */

type Replacement = { readonly by: string; readonly reason: string };

/**
 * The registrar has it so; the gateway does it from its next reconciliation on.
 *
 * @throws {Fault} `not-found`; `rule-violated` for a token that is not known to be deleted, or with movements that are not in the books
 */
export async function replaceToken(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  tokenKey: string,
  { by, reason }: Replacement,
): Promise<{ readonly repeated: boolean }> {
  return db.transaction().execute(async (tx) => {
    const token = await tokens.lockToken(tx, tokenKey);
    if (token === undefined) throw new Fault("not-found", `There is no token ${tokenKey}.`);
    if (token.replacedAt !== null) return { repeated: true };
    if (token.deletedAt === null || token.halt === null) {
      const detail = `the token ${tokenKey} is not known to be deleted on the ledger: only such a one is replaced, and a reconciliation has to have seen it`;
      refuse({ rule: "token.not-deleted", clause: null, pointer: "", detail });
    }
    const open = (await listMovements(tx, tokenKey)).filter(({ booked }) => booked === null);
    if (open.length > 0) {
      const ids = open.map(({ transactionId }) => transactionId).join(", ");
      const detail = `the ledger has moved units that are not in the books: write down first what they were: ${ids}`;
      refuse({ rule: "token.unexplained", clause: null, pointer: "", detail });
    }
    const at = new Date(clock.nowMs());
    await tokens.markReplaced(tx, tokenKey, at);
    const detail = { token_id: token.tokenId, by, reason };
    const act = { orgId: registrarOrg, actor: undefined, act: "token.replaced", object: tokenKey, detail } as const;
    await recordActs(tx, [act], at);
    return { repeated: false };
  });
}

/**
 * Lets go what waits in a replaced token and the ledger did not do there; what it did is settled by that.
 *
 * @param shown all that the deleted token has, as the ledger shows it
 */
export async function letGo(
  deps: GatewayDeps,
  token: tokens.TokenState,
  shown: ReadonlyMap<string, ShownMint>,
): Promise<void> {
  const { tokenKey, tokenId } = token;
  if (tokenId === null) return;
  if (token.holds === "certificates") {
    for (const { intentId, uri } of await waitingCertificates(deps.db, tokenKey))
      await settled(deps, (tx, at) => letCertificateGo(tx, intentId, shown.get(uri), at));
    return;
  }
  for (const part of await parts.waitingIn(deps.db, tokenKey))
    await settled(deps, (tx, at) => letPartGo(deps, tx, { ...part, tokenKey, tokenId, at }, shown.get(part.memo)));
}

type Waiting = parts.WaitingPart & { readonly tokenKey: string; readonly tokenId: string; readonly at: Date };

async function letPartGo(deps: GatewayDeps, tx: Tx, part: Waiting, done: ShownMint | undefined): Promise<void> {
  const { intentId, partNo, jobId, tokenKey, tokenId, at } = part;
  // Another amount is the registrar's to book.
  if (done !== undefined && done.amount !== part.amount) return;
  await closeOrder(tx, jobId, at);
  if (done !== undefined) {
    const { transactionId } = done;
    await settlePart(deps, tx, { intentId, partNo, tokenId, transactionId });
  } else if (await parts.unassignJob(tx, { intentId, partNo, tokenKey, jobId })) {
    await publish(tx, { type: "mint.committed", intentId });
  }
}

async function letCertificateGo(tx: Tx, intentId: string, done: ShownMint | undefined, at: Date): Promise<void> {
  const jobId = await jobOfCertificate(tx, intentId);
  if (jobId === undefined) return;
  await closeOrder(tx, jobId, at);
  if (done !== undefined) return markCertificateMinted(tx, jobId, done.transactionId, at);
  await dropOrdered(tx, jobId);
  await publish(tx, { type: "mint.committed", intentId });
}

/** One step of the letting go; what is under way is followed to its end first, and the next reconciliation comes back. */
async function settled({ db, clock }: GatewayDeps, step: (tx: Tx, at: Date) => Promise<void>): Promise<void> {
  try {
    await db.transaction().execute(async (tx) => {
      // Who plans reads which parts have no order, and orders them.
      await tokens.planAlone(tx);
      await step(tx, new Date(clock.nowMs()));
    });
  } catch (error) {
    if (!(error instanceof UnderWay)) throw error;
  }
}

/** Undoes what was begun. */
class UnderWay extends Error {}

/** @throws {UnderWay} while an attempt of it may have an effect, or has had one */
async function closeOrder(tx: Tx, jobId: string, at: Date): Promise<void> {
  if (!(await settleUnsent(tx, jobId, at))) throw new UnderWay();
}
