import { holdWorks, type OrderedWork, orderWork, releaseWorks } from "../anchoring/outbox.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Db, Tx } from "../platform/database.ts";
import { emit, publish } from "../platform/events.ts";
import { registrarOrg } from "../tenancy/tenancy.ts";
import type { AppendDeps, GatewayDeps } from "./append.ts";
import * as mints from "./mint-store.ts";
import { settlePart } from "./minting.ts";
import * as tokens from "./token-store.ts";
import { describeToken, type MintTerms } from "./tokens.ts";

/**
 * From committed intents to orders of the ledger, and back from what the ledger has done. The order of a token
 * comes before any mint in it; each part of an intent is ordered once, in the transaction that ties it to its job.
 *
 *   crash before an order's commit   the next pass orders the same: token, amount and memo follow from the intent
 *   after it                         the ledger's journal takes it from there
 */

export type MintDeps = GatewayDeps & { readonly terms: MintTerms };

const most = 100;

/** Orders what committed intents need next. @returns "more" when it ordered something */
export async function orderMints(deps: MintDeps): Promise<"more" | "idle"> {
  const waiting = await mints.listUnordered(deps.db, most);
  let ordered = 0;
  for (const intentId of waiting) {
    ordered += await deps.db.transaction().execute(async (tx) => {
      await tokens.planAlone(tx);
      const intent = await mints.findIntent(tx, intentId);
      return intent === undefined ? 0 : orderIntent(deps, tx, intent);
    });
  }
  return ordered > 0 ? "more" : "idle";
}

/** @returns how many orders it made */
async function orderIntent(deps: MintDeps, tx: Tx, intent: mints.MintView): Promise<number> {
  const { terms } = deps;
  const { tokenKey: subject } = intent;
  const facts = { random: deps.random, at: new Date(deps.clock.nowMs()) };
  const token = await tokens.lockToken(tx, subject);
  if (token === undefined) {
    const signers = terms.treasurySigner === undefined ? [] : [terms.treasurySigner];
    const work = createTokenWork(terms, intent);
    const order = { kind: "create-token", subject, work, signers, scheduled: false } as const;
    const jobId = await orderWork(tx, order, facts);
    const { rulebook, vintage, unitG } = intent;
    const { treasuryAccountId } = terms;
    await tokens.insertToken(tx, { tokenKey: subject, rulebook, vintage, unitG, treasuryAccountId, jobId }, facts.at);
    return 1;
  }
  const { tokenId } = token;
  if (tokenId === null || token.halt !== null) return 0;
  const parts = intent.parts.filter(({ jobId }) => jobId === null);
  for (const { partNo, amount, memo } of parts) {
    const work: OrderedWork = { kind: "mint", tokenId, amount, transactionMemo: memo };
    const scheduled = terms.mintMode === "scheduled";
    const order = { kind: "mint", subject, work, signers: [terms.supplySigner], scheduled } as const;
    const jobId = await orderWork(tx, order, facts);
    assertState(await mints.assignJob(tx, intent.intentId, partNo, jobId), `a second order for ${memo}`);
  }
  return parts.length;
}

function createTokenWork(terms: MintTerms, intent: mints.MintIntent): OrderedWork {
  const { treasuryAccountId, supplyKey, adminKey } = terms;
  return {
    kind: "create-fungible-token",
    ...describeToken(intent),
    treasuryAccountId,
    supplyKey,
    ...(adminKey !== undefined && { adminKey }),
  };
}

type Done = {
  readonly jobId: string;
  readonly kind: string;
  readonly work: OrderedWork;
  readonly transactionId: string;
  readonly entityId: string | undefined;
};

/** The ledger has done what was ordered here: in the transaction that settles its job. */
export async function mintDone(deps: AppendDeps, tx: Tx, done: Done): Promise<void> {
  const { jobId, work, transactionId, entityId } = done;
  if (work.kind === "create-fungible-token") {
    assertState(entityId !== undefined, "a token that was created without an id");
    await tokens.markTokenCreated(tx, jobId, entityId, transactionId);
    await publish(tx, { type: "token.created", tokenId: entityId });
  } else if (work.kind === "mint") {
    const part = await mints.partOfJob(tx, jobId);
    assertState(part !== undefined, `a mint of the job ${jobId}, which no part has`);
    await settlePart(deps, tx, { ...part, tokenId: work.tokenId, transactionId });
  }
}

/** Nothing more is issued in the token until a person has looked; an alert names the transaction that shows why. */
export async function haltToken(
  deps: AppendDeps,
  tx: Tx,
  tokenKey: string,
  why: { readonly reason: string; readonly transactionId: string | null },
): Promise<void> {
  const at = new Date(deps.clock.nowMs());
  await holdWorks(tx, tokenKey);
  if (!(await tokens.markHalted(tx, tokenKey, { ...why, at }))) return;
  const alertId = `alr_${base32(deps.random.bytes(16))}`;
  await publish(tx, { type: "alert.raised", alertId, kind: "mint.mismatch" });
  const type = "alert.mint.mismatch";
  const data = { token: tokenKey, reason: why.reason, transaction_id: why.transactionId };
  await emit(tx, [{ eventId: `evt_${alertId.slice("alr_".length)}`, orgId: registrarOrg, type, data }], at);
}

/**
 * The registrar has looked into what halted a token: issuance goes on. The transaction that was named stays listed
 * with the token for everybody to see.
 *
 * @throws {Fault} `not-found`
 */
export async function resumeToken(deps: { readonly db: Db }, tokenKey: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    if (!(await tokens.markResumed(tx, tokenKey))) throw new Fault("not-found", `No token ${tokenKey} is halted.`);
    await releaseWorks(tx, tokenKey);
  });
}
