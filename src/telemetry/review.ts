import type { Actor } from "../kernel/actor.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import { type ChainDeps, insertRecords, type LinkedRecord, link, type RecordDraft } from "../plants/chain.ts";
import { type LockedPlant, lockPlants, saveHeads } from "../plants/heads.ts";
import { plantKeyText } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { tellStreams } from "../platform/stream-log.ts";
import { deciders, requireRole, requireSecondFactor } from "../tenancy/scope.ts";
import { findRecords } from "./record-store.ts";
import { type Decision, decided, type Refusal, type Standing } from "./review-rules.ts";
import * as reviews from "./review-store.ts";
import { toldWith } from "./streamed.ts";
import type { StoredRecord } from "./types.ts";

export type ReviewDeps = ChainDeps & { readonly db: ScopedDb; readonly clock: Clock };

/** What a verifier's decision became: the record that holds it, and the one it is about with its new status. */
export type DecisionMade = {
  readonly decision: StoredRecord;
  readonly record: StoredRecord;
  /** The same decision had been made before: this is that one. */
  readonly repeated: boolean;
};

/**
 * A verifier decides on a record that is flagged, re-opened or a proposed correction. The decision is a new
 * record of the plant's chain; the one it is about stays as it is, and a later decision supersedes this one.
 *
 * @throws {Fault} `forbidden`, `second-factor-required`, `not-found`, `not-reviewable` with the `rule` that stands against it
 */
export async function decideOnRecord(
  deps: ReviewDeps,
  actor: Actor,
  recordId: string,
  input: { readonly decision: Decision; readonly reason: string },
): Promise<DecisionMade> {
  requireRole(actor, deciders);
  requireSecondFactor(actor);
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const { locked, reviewed } = await openReviewed(tx, actor, recordId);
      if (input.decision === "approve") requireOthersWork(actor, reviewed);
      const made = { ...input, decidedBy: actor.keyId };
      const earlier = await reviews.findSameDecision(tx, reviewed, made);
      const decisionId = earlier ?? (await record(deps, tx, { locked, reviewed, made, at })).recordId;
      return { ...(await told(tx, actor.orgId, decisionId, recordId)), repeated: earlier !== undefined };
    });
}

/** Whoever filed a correction does not accept it. @throws {Fault} `not-reviewable` */
function requireOthersWork(actor: Actor, { body, standing }: reviews.Reviewed): void {
  if (standing.kind !== "correction") return;
  const { correction } = JSON.parse(Buffer.from(body).toString()) as { correction?: { filed_by?: string } };
  if (correction?.filed_by !== actor.keyId) return;
  throw notReviewable({ rule: "review.own-correction", detail: "You filed this correction: another one must decide." });
}

type Made = { readonly decision: Decision; readonly reason: string; readonly decidedBy: string };
type Turn = { locked: LockedPlant; reviewed: reviews.Reviewed; made: Made; at: Date };

async function record(deps: ReviewDeps, tx: Tx, { locked, reviewed, made, at }: Turn): Promise<LinkedRecord> {
  const { replacesSeq } = reviewed;
  const replaces =
    replacesSeq === undefined ? undefined : await reviews.findReviewed(tx, { ...reviewed, seq: replacesSeq });
  const outcome = decided(made.decision, reviewed.standing, replaces?.standing);
  if ("refusal" in outcome) throw notReviewable(outcome.refusal);
  const changed = [{ ...reviewed, standing: outcome.record, made: made as Made | undefined }];
  if (replaces !== undefined && outcome.replaced !== undefined) {
    changed.push({ ...replaces, standing: outcome.replaced, made: undefined });
  }
  const linked = await append(deps, tx, locked, {
    kind: "review",
    receivedAtMs: at.getTime(),
    deviceId: reviewed.deviceId,
    verdict: "other",
    content: {
      review: {
        record: { ...named(reviewed), commitment: bytesToHex(reviewed.commitment) },
        decision: made.decision,
        reason: made.reason,
        decided_by: made.decidedBy,
        supersedes: (await reviews.findNewestDecision(tx, reviewed)) ?? null,
        effects: changed.map((one) => ({ ...named(one), effective_status: one.standing.effectiveStatus })),
      },
    },
  });
  await reviews.saveStandings(tx, changed);
  for (const { standing, made: decision, ...place } of changed) {
    await reviews.insertChange(tx, {
      ...place,
      changedSeq: linked.seq,
      cause: decision === undefined ? "replacement" : "decision",
      causeRecordId: linked.recordId,
      effectiveStatus: standing.effectiveStatus,
      decision: decision?.decision ?? null,
      reason: decision?.reason ?? null,
      decidedBy: decision?.decidedBy ?? null,
      at,
    });
  }
  await publish(tx, { type: "review.changed" });
  await tellStreams(tx, [toldWith(undefined, linked)]);
  return linked;
}

const named = ({ standing, seq }: { readonly standing: Standing; readonly seq: bigint }) => ({
  id: standing.recordId,
  seq: Number(seq),
});

/** The two records of an answer, as they stand now. */
async function told(tx: Tx, orgId: string, decisionId: string, recordId: string) {
  const found = new Map((await findRecords(tx, orgId, [decisionId, recordId])).map((one) => [one.recordId, one]));
  const [decision, about] = [found.get(decisionId), found.get(recordId)];
  assertState(decision !== undefined && about !== undefined, `review ${decisionId} or its record is not stored`);
  return { decision, record: about };
}

/**
 * Locks the plant of a record and reads where the record stands: nobody else moves it until the commit.
 *
 * @throws {Fault} `not-found`, in the same words for another organisation's; `not-reviewable` for what is no reading
 */
export async function openReviewed(
  tx: Tx,
  actor: Actor,
  recordId: string,
): Promise<{ locked: LockedPlant; reviewed: reviews.Reviewed }> {
  const place = await reviews.findPlace(tx, actor.orgId, recordId);
  if (place === undefined) throw new Fault("not-found", `There is no record ${recordId} in your organisation.`);
  const locked = (await lockPlants(tx, [place])).get(plantKeyText(place));
  assertState(locked !== undefined, "a plant without a chain head");
  const reviewed = await reviews.findReviewed(tx, place);
  if (reviewed !== undefined) return { locked, reviewed };
  const detail = "It is no reading: only readings and corrections carry a verdict.";
  throw notReviewable({ rule: "review.no-verdict", detail });
}

/** Appends a record to a locked plant's chain, with its place in line for the log. */
export async function append(
  deps: ReviewDeps,
  tx: Tx,
  { head: before }: Pick<LockedPlant, "head">,
  draft: RecordDraft,
): Promise<LinkedRecord> {
  const { record: linked, head } = link(deps, before, draft);
  await insertRecords(tx, [linked], new Date(draft.receivedAtMs));
  await saveHeads(tx, [{ head }]);
  return linked;
}

export function notReviewable({ rule, detail }: Refusal): Fault {
  return new Fault("not-reviewable", detail, { extensions: { rule } });
}
