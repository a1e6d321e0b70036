import type { Status } from "../verification/verdict.ts";

/**
 * What later records make of a reading: pure, so that the gateway and whoever replays the chain follow the
 * same rules. A record's own verdict never changes; only APPROVED counts.
 */

export const effectiveStatuses = ["APPROVED", "FLAGGED", "REJECTED", "REOPENED", "PROPOSED", "REPLACED"] as const;
/**
 * The record's verdict with every later decision. REOPENED: approved, then doubted by a later finding.
 * PROPOSED: a correction that no verifier has accepted yet. REPLACED: an accepted correction stands in its place.
 */
export type EffectiveStatus = (typeof effectiveStatuses)[number];

/** These wait for a verifier. */
export const waitingStatuses = ["FLAGGED", "REOPENED", "PROPOSED"] as const satisfies readonly EffectiveStatus[];

export const decisions = ["approve", "reject"] as const;
export type Decision = (typeof decisions)[number];

/** Where a record stands. */
export type Standing = {
  readonly kind: "reading" | "correction";
  readonly recordId: string;
  /** The record's own verdict. */
  readonly status: Status;
  readonly effectiveStatus: EffectiveStatus;
  /** It was put before a verifier, or replaced, at some time: machine findings leave it alone from then on. */
  readonly reviewed: boolean;
  /** The correction that stands in its place; exactly while REPLACED, as is the next. */
  readonly replacedBy: string | null;
  /** What it is again when that correction falls. */
  readonly comesBackAs: EffectiveStatus | null;
};

/** A rule that a request meets: its id, and what to do in one sentence. */
export type Refusal = { readonly rule: string; readonly detail: string };

/** A reading or a correction as its own record leaves it. */
export function firstStanding(kind: Standing["kind"], recordId: string, status: Status): Standing {
  const proposed = kind === "correction" && status !== "REJECTED";
  return {
    kind,
    recordId,
    status,
    effectiveStatus: proposed ? "PROPOSED" : status,
    reviewed: proposed || (kind === "reading" && status === "FLAGGED"),
    replacedBy: null,
    comesBackAs: null,
  };
}

/**
 * Why no verifier can decide on it; undefined where one can. A verdict of REJECTED is final: it rests on a
 * rule that no plant can break honestly, and what was truly measured enters as a correction, judged afresh.
 */
export function whyNotDecidable({ status, effectiveStatus, reviewed, replacedBy }: Standing): Refusal | undefined {
  if (status === "REJECTED") {
    const detail = "Its own verdict is REJECTED, which no decision lifts: file a correction with what was measured.";
    return { rule: "review.rejected-by-rule", detail };
  }
  if (effectiveStatus === "REPLACED") {
    return { rule: "review.replaced", detail: `The correction ${replacedBy} stands in its place: decide on that one.` };
  }
  if (reviewed) return undefined;
  const detail = "It is approved and nothing has put it in doubt: there is nothing to decide.";
  return { rule: "review.not-in-doubt", detail };
}

/**
 * A decision on a record, which is a correction where `replaces` is given. Accepting a correction makes what
 * it names stop counting; when it falls later, that comes back, but counts again only once a verifier says so.
 */
export function decided(
  decision: Decision,
  record: Standing,
  replaces: Standing | undefined,
): { readonly record: Standing; readonly replaced: Standing | undefined } | { readonly refusal: Refusal } {
  const refusal = whyNotDecidable(record);
  if (refusal !== undefined) return { refusal };
  const after: Standing = { ...record, effectiveStatus: decision === "approve" ? "APPROVED" : "REJECTED" };
  if (replaces === undefined) return { record: after, replaced: undefined };
  const stands = replaces.replacedBy === record.recordId;
  if (decision === "reject") return { record: after, replaced: stands ? back(replaces) : undefined };
  if (stands) return { record: after, replaced: undefined };
  const why = whyNotReplaceable(replaces);
  return why === undefined ? { record: after, replaced: replacedWith(replaces, record.recordId) } : { refusal: why };
}

/**
 * Why no correction can take its place; undefined where one can. At any time one record stands for a device
 * and time, and a correction names that one: two corrections of one reading can never both count.
 */
export function whyNotReplaceable({ kind, effectiveStatus, replacedBy }: Standing): Refusal | undefined {
  if (effectiveStatus === "REPLACED") {
    return { rule: "review.replaced", detail: `The correction ${replacedBy} stands in its place: name that one.` };
  }
  if (kind === "reading" || effectiveStatus === "APPROVED" || effectiveStatus === "REOPENED") return undefined;
  const detail = `It is a correction that is ${effectiveStatus}: name the reading that it was to replace.`;
  return { rule: "review.correction-not-accepted", detail };
}

/** A later finding doubts it; undefined where that changes nothing: what a verifier has seen, machines leave alone. */
export function reopened(record: Standing): Standing | undefined {
  if (record.reviewed || record.effectiveStatus !== "APPROVED") return undefined;
  return { ...record, effectiveStatus: "REOPENED", reviewed: true };
}

function replacedWith(record: Standing, replacedBy: string): Standing {
  const { effectiveStatus: before } = record;
  const comesBackAs = before === "FLAGGED" || before === "REJECTED" ? before : "REOPENED";
  return { ...record, effectiveStatus: "REPLACED", reviewed: true, replacedBy, comesBackAs };
}

function back(record: Standing): Standing {
  return { ...record, effectiveStatus: record.comesBackAs ?? "REOPENED", replacedBy: null, comesBackAs: null };
}
