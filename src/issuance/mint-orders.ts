import { holdWorks, type OrderedWork, orderWork, readOrigin, readTopic, releaseWorks } from "../anchoring/outbox.ts";
import { refuse } from "../carbon/refusal.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Clock } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import { emit, publish } from "../platform/events.ts";
import { encodeIssuanceMessage } from "../proof/checkpoint-message.ts";
import { recordActs } from "../tenancy/acts.ts";
import { registrarOrg } from "../tenancy/tenancy.ts";
import type { AppendDeps, GatewayDeps } from "./append.ts";
import { markCertificateMinted } from "./certificate-store.ts";
import { fittingParts, seriesKeyOf } from "./mint-parts.ts";
import * as mints from "./mint-store.ts";
import { settlePart } from "./minting.ts";
import { listMovements } from "./movement-store.ts";
import { listStatements } from "./store.ts";
import * as tokens from "./token-store.ts";
import { creationMemo, describeToken, type MintTerms, maxSupplyOf, type TokenPlace } from "./tokens.ts";

/**
 * From committed intents to orders of the ledger, and back from what the ledger has done. The order of a token
 * comes before any mint in it; each part of an intent is ordered once, in the transaction that ties it to its job.
 * What is ordered in a token never comes to more than it may hold: the part that no longer fits opens the next one.
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
  const token = await tokens.lockNewest(tx, intent, "units");
  if (token === undefined) return openSeries(deps, tx, intent, 1);
  if (token.replacedAt !== null) return openSeries(deps, tx, intent, token.series + 1);
  if (token.tokenId === null || token.halt !== null) return 0;
  const topic = deps.terms.mintMode === "batch" ? await topicFor(tx, intent) : undefined;
  // What is told on the topic waits until there is one.
  if (deps.terms.mintMode === "batch" && topic === undefined) return 0;
  const waiting = intent.parts.filter(({ jobId }) => jobId === null);
  const { tokenKey, tokenId, maxSupply } = token;
  const { fitting, isFull } = fittingParts(waiting, await mints.orderedAmount(tx, tokenKey), maxSupply);
  for (const part of fitting) await orderPart(deps, tx, intent, part, { tokenKey, tokenId, topic });
  return fitting.length + (isFull ? await openSeries(deps, tx, intent, token.series + 1) : 0);
}

type Into = { readonly tokenKey: string; readonly tokenId: string; readonly topic: Topic | undefined };

async function orderPart(deps: MintDeps, tx: Tx, intent: mints.MintIntent, part: mints.StoredPart, into: Into) {
  const { terms, random, clock } = deps;
  const { tokenKey, tokenId, topic } = into;
  const { partNo, amount, memo } = part;
  const work: OrderedWork = { kind: "mint", tokenId, amount, transactionMemo: memo };
  const order = {
    ...({ kind: "mint", subject: tokenKey, work, signers: [terms.supplySigner] } as const),
    scheduled: terms.mintMode === "scheduled",
    ...(topic !== undefined && { told: messageOf(topic, { memo, tokenId, amount }) }),
  };
  const facts = { random, at: new Date(clock.nowMs()), trace: intent.trace ?? null };
  const jobId = await orderWork(tx, order, facts);
  const isFirst = await mints.assignJob(tx, intent.intentId, partNo, { jobId, tokenKey });
  assertState(isFirst, `a second order for ${memo}`);
}

/** Orders the next token of a kind. @returns how many orders that is */
async function openSeries(deps: MintDeps, tx: Tx, intent: mints.MintView, series: number): Promise<number> {
  const { terms, random } = deps;
  const { rulebook, vintage, unitG, treasuryAccountId } = { ...intent, ...terms };
  const maxSupply = terms.maxSupply ?? maxSupplyOf(unitG);
  const tooLarge = intent.parts.find(({ amount }) => amount > maxSupply);
  assertState(tooLarge === undefined, `a part of ${tooLarge?.amount} units for tokens of ${maxSupply}`);
  const tokenKey = seriesKeyOf(intent.tokenKey, series);
  const facts = { random, at: new Date(deps.clock.nowMs()) };
  const signers = terms.treasurySigner === undefined ? [] : [terms.treasurySigner];
  const place = { rulebook, vintage, unitG, series };
  const transactionMemo = creationMemo(tokenKey, await readOrigin(tx));
  const work: OrderedWork = { ...createTokenWork(terms, place, maxSupply), transactionMemo };
  const jobId = await orderWork(
    tx,
    { kind: "create-token", subject: tokenKey, work, signers, scheduled: false },
    facts,
  );
  await tokens.insertToken(tx, { ...place, tokenKey, holds: "units", maxSupply, treasuryAccountId, jobId }, facts.at);
  return 1;
}

type Topic = { readonly origin: string; readonly topicId: string; readonly commitment: Uint8Array };

/** Where the mints of a statement are told, and the leaf of its record. */
async function topicFor(tx: Tx, intent: mints.MintIntent): Promise<Topic | undefined> {
  const topic = await readTopic(tx);
  if (topic === undefined) return undefined;
  const { periodId, statementNo } = intent;
  const statement = (await listStatements(tx, intent)).find(
    (one) => one.periodId === periodId && one.statementNo === statementNo,
  );
  assertState(statement !== undefined, `a mint of statement ${statementNo} of ${periodId}, which is not stored`);
  return { ...topic, commitment: statement.commitment };
}

function messageOf(
  { origin, topicId, commitment }: Topic,
  mint: { readonly memo: string; readonly tokenId: string; readonly amount: bigint },
) {
  const message = new TextDecoder().decode(encodeIssuanceMessage({ origin, commitment, ...mint }));
  return { topicId, message };
}

function createTokenWork(terms: MintTerms, place: TokenPlace, maxSupply: bigint): OrderedWork {
  const { treasuryAccountId, supplyKey, adminKey } = terms;
  return {
    kind: "create-fungible-token",
    ...describeToken(place),
    ...{ maxSupply, treasuryAccountId, supplyKey },
    ...(adminKey !== undefined && { adminKey }),
  };
}

type Done = {
  readonly jobId: string;
  readonly kind: string;
  readonly work: OrderedWork;
  readonly transactionId: string;
  readonly entityId: string | undefined;
  /** Absent: the one that was ordered. */
  readonly treasuryAccountId?: string | undefined;
  readonly messageTransactionId?: string | undefined;
};

/** The ledger has done what was ordered here: in the transaction that settles its job. */
export async function mintDone(deps: AppendDeps, tx: Tx, done: Done): Promise<void> {
  const { jobId, work, transactionId, entityId, treasuryAccountId, messageTransactionId } = done;
  if (work.kind === "create-fungible-token" || work.kind === "create-nft-token") {
    assertState(entityId !== undefined, "a token that was created without an id");
    await tokens.markTokenCreated(tx, jobId, { tokenId: entityId, transactionId, treasuryAccountId });
    await publish(tx, { type: "token.created", tokenId: entityId });
  } else if (work.kind === "mint-nft") {
    await markCertificateMinted(tx, jobId, transactionId, new Date(deps.clock.nowMs()));
  } else if (work.kind === "mint") {
    const part = await mints.partOfJob(tx, jobId);
    assertState(part !== undefined, `a mint of the job ${jobId}, which no part has`);
    await settlePart(deps, tx, { ...part, tokenId: work.tokenId, transactionId, messageTransactionId });
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
  // The token first: whoever orders work in it holds its row, so that no order slips in unheld.
  const isNew = await tokens.markHalted(tx, tokenKey, { ...why, at });
  await holdWorks(tx, tokenKey);
  if (!isNew) return;
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
 * @throws {Fault} `not-found`; `rule-violated` while a movement on the ledger is not in the books, and for a token that was replaced
 */
export async function resumeToken(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  tokenKey: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const token = await tokens.lockToken(tx, tokenKey);
    if (token == null || token.halt === null) throw new Fault("not-found", `No token ${tokenKey} is halted.`);
    if (token.replacedAt !== null) {
      const detail = `the token ${tokenKey} is deleted on the ledger, and what waited in it goes into the next of its kind: nothing goes on in it`;
      refuse({ rule: "token.replaced", clause: null, pointer: "", detail });
    }
    const open = (await listMovements(tx, tokenKey)).filter(({ booked }) => booked === null);
    if (open.length > 0) {
      const ids = open.map(({ transactionId }) => transactionId).join(", ");
      const detail = `the ledger has moved units that are not in the books: write down first what they were: ${ids}`;
      refuse({ rule: "token.unexplained", clause: null, pointer: "", detail });
    }
    await tokens.markResumed(tx, tokenKey);
    await releaseWorks(tx, tokenKey);
    const detail = { reason: token.halt.reason, transaction_id: token.halt.transactionId };
    const act = { orgId: registrarOrg, actor: undefined, act: "token.resumed", object: tokenKey, detail } as const;
    await recordActs(tx, [act], new Date(clock.nowMs()));
  });
}
