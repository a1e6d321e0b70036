import type { Clock, Randomness } from "../kernel/time.ts";
import type { AttemptTerms, Ledger, LedgerTime, LedgerWork } from "../ledger/ledger.ts";
import { ledgerTimeOf, nanosOf } from "./attempt.ts";
import type { JournaledAttempt } from "./journal.ts";
import type { NodeRotation } from "./rotation.ts";

/** Seconds an attempt may reach consensus in: short, so that an unknown outcome is settled soon. */
export const defaultValidDurationS = 30;
/** A node takes nothing that has less than this left to live. Seconds. */
const lifeLeftS = 10;

export type TermsDeps = {
  readonly ledger: Pick<Ledger, "payerAccountId" | "prepare">;
  readonly random: Randomness;
  readonly rotation: NodeRotation;
  readonly ledgerClock: LedgerClock;
  /** 15-180; {@link defaultValidDurationS} if absent. */
  readonly validDurationS?: number;
};

/**
 * What a transaction is for. Ids of the two never meet: an id that a heartbeat used up would show a
 * receipt with SUCCESS for an attempt that never ran.
 */
export type Purpose = "attempt" | "heartbeat";

/** A fresh transaction, signed but not yet journaled or sent. Touches no network. */
export async function prepareFresh(
  deps: TermsDeps,
  work: LedgerWork,
  purpose: Purpose,
): Promise<Omit<JournaledAttempt, "attemptNo">> {
  const validDurationS = deps.validDurationS ?? defaultValidDurationS;
  const validStart = freshStart(deps, validDurationS, purpose);
  const terms: AttemptTerms = {
    transactionId: `${deps.ledger.payerAccountId}@${validStart}`,
    validDurationS,
    nodeAccountId: deps.rotation.next(),
  };
  return { ...(await deps.ledger.prepare(work, terms)), validStart };
}

/**
 * Lies back as far as our clock may run ahead of the network's (3 s of a 30 s window), and up to a third of
 * that more at random: that keeps ids apart, also between gateways that share a payer.
 */
function freshStart({ ledgerClock, random }: TermsDeps, validDurationS: number, purpose: Purpose): LedgerTime {
  const toleranceMs = clockToleranceMs(validDurationS);
  const spreadNanos = Math.floor((toleranceMs * 1_000_000) / 6);
  const nanos = (Buffer.from(random.bytes(4)).readUInt32BE() % spreadNanos) * 2 + (purpose === "heartbeat" ? 1 : 0);
  const ms = Math.floor(ledgerClock.nowMs() - (toleranceMs * 4) / 3) + Math.floor(nanos / 1_000_000);
  return ledgerTimeOf(ms, nanos % 1_000_000);
}

export function clockToleranceMs(validDurationS: number): number {
  return Math.min(3_000, (validDurationS - lifeLeftS) * 150);
}

/** Our guess at the network's time. It paces, and it dates what we sign; it never proves anything. */
export type LedgerClock = {
  nowMs(): number;
  /** A node refused a fresh transaction for its time, so our clock is off: the mirror's time corrects it. */
  learn(watermark: LedgerTime | undefined): void;
};

/** A mirror runs a few seconds behind the network: only a wider gap says that our clock is ahead. */
const usualMirrorLagMs = 10_000;

export function createLedgerClock(clock: Clock): LedgerClock {
  let skewMs = 0;
  return {
    nowMs: () => clock.nowMs() + skewMs,
    learn(watermark) {
      if (watermark === undefined) return;
      const gapMs = Number(nanosOf(watermark) / 1_000_000n) - clock.nowMs();
      skewMs = gapMs > 0 || gapMs < -usualMirrorLagMs ? gapMs : 0;
    },
  };
}
