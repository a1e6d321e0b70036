import { type Accepted, handleTransaction, hasDueSchedules, runDueSchedules } from "./handle.ts";
import type { Store } from "./store.ts";

/**
 * Brings accepted transactions to consensus in rounds. A round executes everything that waits, in
 * order of acceptance, in one store transaction: either all of it is on disk or none.
 *
 * What waits is in memory only: a killed process loses it, as a real network loses a transaction
 * whose event goes stale, and its id was answered OK. Only a mirror's later watermark proves that it
 * will never happen. An orderly {@link close} executes it first.
 */
export class Consensus {
  readonly #store: Store;
  readonly #nowNs: () => bigint;
  readonly #latencyMs: number;
  readonly #onCrash: (error: unknown) => void;
  #waiting: Accepted[] = [];
  #timer: NodeJS.Timeout | undefined;
  #held = false;
  /** No later transaction may get this consensus time or an earlier one. */
  #floorNs: bigint;

  constructor(store: Store, nowNs: () => bigint, latencyMs: number, onCrash: (error: unknown) => void) {
    this.#store = store;
    this.#nowNs = nowNs;
    this.#latencyMs = latencyMs;
    this.#onCrash = onCrash;
    const sealed = store.meta<bigint>("sealed_ns") ?? 0n;
    const last = store.lastConsensusNs();
    this.#floorNs = last > sealed ? last : sealed;
  }

  submit(accepted: Accepted): void {
    this.#waiting.push(accepted);
    this.#schedule();
  }

  /** Accepted transactions wait until {@link release}. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Executes what waits and goes on as usual. */
  release(): void {
    this.#held = false;
    this.round();
  }

  /** Number of accepted transactions that have not reached consensus. */
  get waiting(): number {
    return this.#waiting.length;
  }

  #schedule(): void {
    if (this.#held || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      try {
        this.round();
      } catch (error) {
        this.#onCrash(error);
      }
    }, this.#latencyMs);
  }

  /** Executes everything that waits, and the schedules whose time has come, now. */
  round(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    let floor = this.#floorNs;
    const next = () => {
      floor = max(this.#nowNs(), floor + 1n);
      return floor;
    };
    this.#store.atomically(() => {
      this.#execute(() => runDueSchedules(this.#store, this.#nowNs(), next));
      for (const accepted of batch) this.#execute(() => handleTransaction(this.#store, accepted, next));
    });
    this.#floorNs = floor;
  }

  /** A transaction that trips over a fault of this program is undone and lost, its neighbours are not. */
  #execute(work: () => void): void {
    try {
      this.#store.atomically(work);
    } catch (error) {
      this.#onCrash(error);
    }
  }

  /** Runs the schedules whose time has come: a promise about the present would be broken by them later. */
  settle(): void {
    if (!this.#held && hasDueSchedules(this.#store, this.#nowNs())) this.round();
  }

  /**
   * Promises that everything up to a time is known: every later transaction gets a later consensus
   * time, also after a restart and when the clock steps back.
   */
  seal(ns: bigint): void {
    if (ns <= this.#floorNs) return;
    this.#store.setMeta("sealed_ns", ns);
    this.#floorNs = ns;
  }

  /** The present in ledger time: never before anything that reached consensus. */
  get presentNs(): bigint {
    return max(this.#nowNs(), this.#floorNs);
  }

  /** The present, sealed. */
  sealNow(): bigint {
    this.settle();
    const now = this.presentNs;
    this.seal(now);
    return now;
  }

  /** Executes what waits (unless held) and stops. */
  close(): void {
    clearTimeout(this.#timer);
    if (!this.#held) this.round();
  }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
