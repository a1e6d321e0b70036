/**
 * The points of the sequence at which the campaign kills a gateway: around every commit, every call to the
 * ledger and every answer. Each is a moment between two things the outside can see, so the names hold
 * however the product's own functions are cut.
 */

/** Reached by every gateway that serves. */
export const servingSteps = [
  "record written, not committed",
  "record committed, not answered",
  "anchor read, not answered",
  "event heard",
  "lease not asked for yet",
] as const;

/** Reached by the holder of the sequencer's lease only. */
export const sequencerSteps = [
  "lease taken",
  "lease renewed",
  "log seized",
  "topic not read yet",
  "topic read",
  "heartbeat sent",
  "history accounted for",
  "outbox read",
  "leaves written, not committed",
  "attempt written, not committed",
  "append committed",
  "attempt not sent yet",
  "attempt under way",
  "attempt sent",
  "receipt not asked for yet",
  "receipt read",
  "event written, not committed",
  "ending written, not committed",
  "ending committed",
] as const;

/** Reached only after an attempt has died: whoever wants them has to bring that about. */
export const deadAttemptSteps = [
  "death committed",
  "fresh attempt written, not committed",
  "fresh attempt committed",
] as const;

export const allSteps = [...servingSteps, ...sequencerSteps, ...deadAttemptSteps] as const;
export type Step = (typeof allSteps)[number];

export const isStep = (text: string): text is Step => (allSteps as readonly string[]).includes(text);

/** What a gateway process shall do to itself, and when. */
export type Order = {
  /** The first of them that is reached. */
  readonly steps: readonly Step[];
  /** How often one of them is passed before. */
  readonly after: number;
  readonly signal: "SIGKILL" | "SIGSTOP";
};

/** Waits for its step, then gives the process the signal. At most one order at a time. */
export class Trigger {
  readonly #strike: (step: Step, signal: Order["signal"]) => void;
  #order: Order | undefined;
  #passes = 0;

  constructor(strike: (step: Step, signal: Order["signal"]) => void) {
    this.#strike = strike;
  }

  set(order: Order | undefined): void {
    this.#order = order;
    this.#passes = order?.after ?? 0;
  }

  isSetFor(step: Step): boolean {
    return this.#passes === 0 && (this.#order?.steps.includes(step) ?? false);
  }

  reach(step: Step): void {
    const order = this.#order;
    if (order === undefined || !order.steps.includes(step) || this.#passes-- > 0) return;
    this.#order = undefined;
    this.#strike(step, order.signal);
  }
}
