import type { Reason, Sent } from "./api.ts";
import type { Body } from "./rows.ts";

/** What became of one selected row. */
export type Settled =
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly detail: string }
  | { readonly kind: "sent"; readonly deviceId: string; readonly answer: Sent };

export type Refusal = { readonly line: number; readonly detail: string };
export type Finding = {
  readonly line: number;
  readonly timestamp: string;
  readonly status: string;
  readonly trustScore: number;
  readonly recordId: string;
  readonly reasons: readonly Reason[];
};

/** The count of an import so far; plain JSON, kept between runs. */
export type Tally = {
  rows: number;
  sent: number;
  duplicates: number;
  /** Of a plant with an accounting interval; a tally that was begun before there were any has no count of them. */
  samples?: number;
  skipped: Record<string, number>;
  refused: number;
  /** The first {@link mostListed} of them, as with findings. */
  refusals: Refusal[];
  verdicts: Record<string, number>;
  /** Readings that were not approved. */
  findings: Finding[];
  /** Rules that objected, over all findings. */
  rules: Record<string, number>;
  /** Newest record of each device. */
  newest: Record<string, string>;
  /** Newest sample of each device: it has no record to ask for, but sent again it is known again. */
  newestSamples?: Record<string, Body>;
};

export const mostListed = 1_000;

export function emptyTally(): Tally {
  return {
    rows: 0,
    sent: 0,
    duplicates: 0,
    skipped: {},
    refused: 0,
    refusals: [],
    verdicts: {},
    findings: [],
    rules: {},
    newest: {},
  };
}

/** Adds one settled row to the count. */
export function count(tally: Tally, line: number, settled: Settled): void {
  tally.rows++;
  if (settled.kind === "skipped") bump(tally.skipped, settled.reason);
  else if (settled.kind === "unreadable") refuse(tally, { line, detail: settled.detail });
  else countSent(tally, line, settled.deviceId, settled.answer);
}

function countSent(tally: Tally, line: number, deviceId: string, answer: Sent): void {
  tally.sent++;
  if (answer.kind === "refused") {
    refuse(tally, { line, detail: `${answer.status} ${answer.code}: ${answer.detail}` });
    return;
  }
  if (answer.duplicate) tally.duplicates++;
  if (answer.kind === "sample") {
    tally.samples = (tally.samples ?? 0) + 1;
    tally.newestSamples ??= {};
    tally.newestSamples[deviceId] = answer.body;
    return;
  }
  tally.newest[deviceId] = answer.recordId;
  bump(tally.verdicts, answer.status);
  if (answer.status === "APPROVED") return;
  const reasons = answer.reasons.filter((reason) => reason.effect !== "note");
  for (const { rule } of reasons) bump(tally.rules, rule);
  if (tally.findings.length === mostListed) return;
  const { timestamp, status, trustScore, recordId } = answer;
  tally.findings.push({ line, timestamp, status, trustScore, recordId, reasons });
}

function refuse(tally: Tally, refusal: Refusal): void {
  tally.refused++;
  if (tally.refusals.length < mostListed) tally.refusals.push(refusal);
}

function bump(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
