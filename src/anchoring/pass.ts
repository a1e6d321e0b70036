import type { Clock } from "../kernel/time.ts";
import type { Landmark } from "./history.ts";
import type { LogKey } from "./identity.ts";
import type { NodeRotation } from "./rotation.ts";
import type { SubmitDeps } from "./submit.ts";
import type { HeldLease, Tenure, TenureDeps } from "./tenure.ts";
import type { LedgerClock } from "./terms.ts";

export type SequencerDeps = Omit<SubmitDeps, "rotation" | "ledgerClock"> &
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
  seizedToken?: bigint;
  landmark?: Landmark | undefined;
  /** An announcement of this tenure: where it lands is a landmark too. */
  announcing?: { readonly jobId: string; readonly token: bigint };
  /** Place of the newest message known; whatever stands between it and ours was written by others. */
  newestSequence?: bigint;
  rotation?: NodeRotation;
  ledgerClock?: LedgerClock;
};

export const newSequencerMemory = (): SequencerMemory => ({ guardedToken: undefined, scannedAtMs: 0 });

export type Pass = {
  readonly deps: SequencerDeps & SubmitDeps & { readonly logKey: LogKey };
  readonly memory: SequencerMemory;
  readonly tenure: Tenure;
  /** Shutdown, or the lease lost. */
  readonly signal: AbortSignal;
};
