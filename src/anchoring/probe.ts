import pRetry from "p-retry";
import type { Clock } from "../kernel/time.ts";
import type { Ledger, PreparedTransaction, ReceiptReport } from "../ledger/ledger.ts";
import type { Db } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { Tracing } from "../platform/tracing.ts";
import { encodeHeartbeatMessage } from "../proof/checkpoint-message.ts";
import { type FeeCap, isPaused } from "./fee-cap.ts";
import { noteFee } from "./fee-room.ts";
import { insertHeartbeatCharge } from "./fees-store.ts";
import type { Places } from "./places.ts";
import { noteSend, type Refusals } from "./refusals.ts";
import { prepareFresh, type TermsDeps } from "./terms.ts";

export type ProbeDeps = TermsDeps & {
  readonly db: Db;
  readonly clock: Clock;
  readonly feeCap?: FeeCap;
  readonly refusals?: Refusals;
  readonly tracing?: Tracing | undefined;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly origin: string;
  readonly pacing?: Pacing;
  readonly places: Places;
};

/** How fast the ledger is asked again, ms. */
export type Pacing = { readonly minMs: number; readonly maxMs: number };

/** The local ledger answers within milliseconds, a public one within seconds. */
export function pacingOf({ pacing, ledger }: Pick<ProbeDeps, "pacing" | "ledger">): Pacing {
  return pacing ?? { minMs: ledger.network === "local" ? 8 : 400, maxMs: 2_000 };
}

export type Probe =
  /** Everything that reached the topic before has a smaller sequence number. */
  | { readonly outcome: "landed"; readonly sequenceNumber: bigint }
  | { readonly outcome: "refused"; readonly status: string }
  | { readonly outcome: "unknown" };

/** Receipt questions before a probe is given up. */
const mostQuestions = 12;

/**
 * Sends a heartbeat: a message with no meaning whose place tells how far the topic has come, and whose
 * consensus time lies after everything before. It is not journaled: it has no effect, so any number may arrive.
 */
export async function probeTopic(deps: ProbeDeps, topicId: string, signal: AbortSignal): Promise<Probe> {
  if (await isPaused(deps)) return { outcome: "unknown" };
  const nonce = Buffer.from(deps.random.bytes(9)).toString("base64url");
  const message = encodeHeartbeatMessage({ origin: deps.origin, nonce });
  const agreed = deps.ledgerClock.noted();
  const beat = await prepareFresh(deps, { kind: "submit-message", topicId, message }, "heartbeat");
  await insertHeartbeatCharge(deps.db, beat.transactionId, new Date(deps.clock.nowMs()));
  deps.places.sent(beat.transactionId);
  try {
    const probe = await beatAndAwait(deps, topicId, beat, signal);
    if (probe.outcome !== "landed") return probe;
    deps.places.landed(beat.transactionId, probe.sequenceNumber);
    agreed();
    return probe;
  } finally {
    deps.places.gone(beat.transactionId);
  }
}

async function beatAndAwait(
  deps: ProbeDeps,
  topicId: string,
  beat: PreparedTransaction,
  signal: AbortSignal,
): Promise<Probe> {
  const report = await deps.ledger.send(beat);
  noteSend(deps, "heartbeat", report);
  deps.rotation.heard(beat.nodeAccountId, report);
  if (report.outcome === "refused") {
    deps.log.warn({ topic: topicId, status: report.status }, "a heartbeat was refused");
    noteFee(deps, beat.transactionId, report.status);
    await deps.ledgerClock.refused(report.status, deps.ledger.mirror);
    return { outcome: "refused", status: report.status };
  }
  if (report.outcome === "unknown") return { outcome: "unknown" };
  return awaitPlace(deps, beat.transactionId, beat.nodeAccountId, signal);
}

async function awaitPlace(
  deps: ProbeDeps,
  transactionId: string,
  nodeAccountId: string,
  signal: AbortSignal,
): Promise<Probe> {
  const { minMs, maxMs } = pacingOf(deps);
  const ask = async (): Promise<Probe> => {
    const place = placeOf(await deps.ledger.receipt(transactionId, nodeAccountId));
    if (place.outcome === "unknown") throw new NotYet();
    return place;
  };
  const options = { retries: mostQuestions - 1, factor: 1.5, minTimeout: minMs, maxTimeout: maxMs, signal };
  return pRetry(ask, { ...options, shouldRetry: ({ error }) => error instanceof NotYet }).catch((error: unknown) => {
    if (error instanceof NotYet) return { outcome: "unknown" };
    throw error;
  });
}

class NotYet extends Error {}

function placeOf(report: ReceiptReport): Probe {
  if (report.outcome !== "final") return { outcome: "unknown" };
  if (report.status !== "SUCCESS") return { outcome: "refused", status: report.status };
  return report.sequenceNumber === undefined
    ? { outcome: "unknown" }
    : { outcome: "landed", sequenceNumber: report.sequenceNumber };
}
