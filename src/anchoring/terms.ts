import type { Clock, Randomness } from "../kernel/time.ts";
import type { AttemptTerms, Ledger, LedgerTime, LedgerWork, Mirror } from "../ledger/ledger.ts";
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
  signers: readonly string[] = [],
): Promise<Omit<JournaledAttempt, "attemptNo">> {
  const validDurationS = deps.validDurationS ?? defaultValidDurationS;
  const validStart = freshStart(deps, validDurationS, purpose);
  const terms: AttemptTerms = {
    transactionId: `${deps.ledger.payerAccountId}@${validStart}`,
    validDurationS,
    nodeAccountId: deps.rotation.next(),
    ...(signers.length > 0 && { signers }),
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
  /** A node refused a fresh transaction with this status: when that was for its time, the mirror's corrects ours. */
  refused(status: string, mirror: Pick<Mirror, "watermark">): Promise<void>;
};

/** A mirror runs a few seconds behind the network: only a wider gap says that our clock is ahead. */
const usualMirrorLagMs = 10_000;

export function createLedgerClock(clock: Clock): LedgerClock {
  let skewMs = 0;
  return {
    nowMs: () => clock.nowMs() + skewMs,
    async refused(status, mirror) {
      if (status !== "TRANSACTION_EXPIRED" && status !== "INVALID_TRANSACTION_START") return;
      const aheadMs = await msAhead(clock, mirror).catch(() => undefined);
      if (aheadMs === undefined) return;
      // Whatever a mirror shows is past, so it can prove a clock to be late; early only a refusal does.
      const isEarly = status === "INVALID_TRANSACTION_START" && aheadMs > usualMirrorLagMs;
      skewMs = aheadMs < 0 || isEarly ? -aheadMs : 0;
    },
  };
}

/** By how much our clock is ahead of what the mirror has shown, ms; undefined when it has shown nothing yet. */
export async function msAhead(clock: Clock, mirror: Pick<Mirror, "watermark">): Promise<number | undefined> {
  const watermark = await mirror.watermark();
  return watermark === undefined ? undefined : clock.nowMs() - Number(nanosOf(watermark) / 1_000_000n);
}
