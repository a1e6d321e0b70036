import type { Clock } from "../kernel/time.ts";
import { Admission } from "./admission.ts";
import { FlightTimes } from "./flight-times.ts";
import { type Footing, goesOnFrom } from "./footing.ts";
import type { Landmark } from "./history.ts";
import type { LogKey } from "./identity.ts";
import type { Job, OpenAttempt } from "./journal.ts";
import { LeaseLost } from "./log-store.ts";
import { Places } from "./places.ts";
import { type ProbeDeps, pacingOf } from "./probe.ts";
import { Reach } from "./reach.ts";
import type { NodeRotation } from "./rotation.ts";
import type { SubmitDeps } from "./submit.ts";
import type { HeldLease, Tenure, TenureDeps } from "./tenure.ts";
import type { LedgerClock } from "./terms.ts";

export type SequencerDeps = Omit<SubmitDeps, "rotation" | "ledgerClock" | "places"> &
  TenureDeps & {
    readonly clock: Clock;
    /** Undefined: this gateway does not have the log's key and never signs. */
    readonly logKey: LogKey | undefined;
    /** Least time between two checkpoints, ms; 0 if absent. */
    readonly minIntervalMs?: number;
  };

/** What a sequencer remembers between passes. Losing it costs a few questions, nothing else. */
export type SequencerMemory = {
  /** The tenure in which the topic was proven to hold our own history. */
  guardedToken: bigint | undefined;
  /** When the topic was last read. */
  scannedAtMs: number;
  held?: HeldLease | undefined;
  readonly reach: Reach;
  seizedToken?: bigint | undefined;
  landmark?: Landmark | undefined;
  readonly admission: Admission;
  /** The database as the log was last read or written there. */
  footing?: Footing | undefined;
  /** What the pass before this one has committed, in its tenure: the next need not ask what is in flight. */
  journaled?: { readonly job: Job; readonly attempt: OpenAttempt; readonly token: bigint } | undefined;
  /** An announcement of this tenure: where it lands is a landmark too. */
  announcing?: { readonly jobId: string; readonly token: bigint };
  /** Which messages of the topic are known to be ours; what stands between them was written by others. */
  readonly places: Places;
  readonly flights: FlightTimes;
  /** Nothing could be signed in this pass, for want of an answer or of what it has to show. */
  isHeldUp?: boolean;
  /** At the last look nothing waited. */
  wasIdle?: boolean;
  rotation?: NodeRotation;
  ledgerClock?: LedgerClock;
};

export const newSequencerMemory = (): SequencerMemory => ({
  guardedToken: undefined,
  scannedAtMs: 0,
  reach: new Reach(),
  admission: new Admission(),
  places: new Places(),
  flights: new FlightTimes(),
});

/** The log as it was just read. On another footing everything is taken and proven anew, as after a start. */
export function standOn(
  { log }: Pick<SequencerDeps, "log">,
  memory: SequencerMemory,
  { server, size, root }: Footing,
): void {
  const before = memory.footing;
  memory.footing = { server, size, root };
  if (before === undefined || goesOnFrom(before, memory.footing)) return;
  log.warn(
    { size, before: before.size },
    "PostgreSQL was started anew, replaced or brought back: the topic is proven anew before anything is signed",
  );
  memory.guardedToken = undefined;
  memory.seizedToken = undefined;
  memory.landmark = undefined;
  memory.held = undefined;
  memory.journaled = undefined;
}

export type Pass = {
  readonly deps: SequencerDeps & SubmitDeps & { readonly logKey: LogKey };
  readonly memory: SequencerMemory;
  readonly tenure: Tenure;
  /** Shutdown, or the lease lost. */
  readonly signal: AbortSignal;
};

const longestBackoffMs = 30_000;

/** How long to wait before attempt number `attemptNo`, ms. */
export function backoffMs(deps: Pick<ProbeDeps, "pacing" | "ledger">, attemptNo: number): number {
  return Math.min(longestBackoffMs, pacingOf(deps).minMs * 2 ** Math.min(attemptNo, 20));
}

/** Lets pass what ends work without being a failure: a shutdown, a lost lease, a ledger that does not answer. @throws the rest */
export function excuse(deps: SequencerDeps, memory: SequencerMemory, error: unknown, isOver: boolean): void {
  if (error instanceof LeaseLost) memory.held = undefined;
  if (isOver || error instanceof LeaseLost) return;
  if (!(error instanceof Error) || error.name !== "LedgerUnavailable") throw error;
  memory.reach.unheard();
  holdsUp(deps, memory, error.message);
  deps.log.warn({ err: error }, "the ledger does not answer; anchoring waits");
}

/** What is told of the log's messages while nothing of it is signed. */
const logsOwn = "checkpoint";

/** Nothing of the log is signed for now: told where it lasts. */
export function holdsUp({ refusals, clock }: SequencerDeps, memory: SequencerMemory, reason: string): void {
  memory.isHeldUp = true;
  refusals?.waits(logsOwn, undefined, reason, clock.nowMs());
}

/** A pass has come to its end. */
export function goesOn({ refusals }: SequencerDeps, memory: SequencerMemory): void {
  if (!memory.isHeldUp) refusals?.waitsNoMore(logsOwn, undefined);
}
