import { assertState } from "../kernel/fault.ts";
import type { Clock, Randomness } from "../kernel/time.ts";
import type { AttemptTerms, BatchPart, BatchWork, Ledger, LedgerTime, LedgerWork, Mirror } from "../ledger/ledger.ts";
import { laterBy, ledgerTimeOf, nanosOf } from "./attempt.ts";
import type { FeeRoom } from "./fee-room.ts";
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
  /** Absent: nothing ever costs more than its usual cap. */
  readonly feeRoom?: FeeRoom;
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
  const { terms, validStart } = freshTerms(deps, purpose);
  const signed = { ...terms, ...(signers.length > 0 && { signers }) };
  return { ...(await deps.ledger.prepare(work, signed)), validStart };
}

/**
 * A fresh atomic batch. Its parts get ids of their own, which come with every attempt anew: only this batch can run
 * them, so when it is dead they never will.
 */
export async function prepareFreshBatch(
  deps: TermsDeps,
  fresh: readonly Pick<BatchPart, "work" | "signers">[],
): Promise<Omit<JournaledAttempt, "attemptNo">> {
  const { terms, validStart } = freshTerms(deps, "attempt");
  const partIds = fresh.map((_, i) => `${deps.ledger.payerAccountId}@${laterBy(validStart, 2n * BigInt(i + 1))}`);
  assertState(fresh.length * 2 < idGap, `a batch of ${fresh.length} parts`);
  const { validDurationS } = terms;
  const parts = fresh.map((part, i) => ({ ...part, transactionId: partIds[i] as string, validDurationS }));
  const work: BatchWork = { kind: "batch", parts };
  return { ...(await deps.ledger.prepare(work, terms)), validStart, partIds };
}

function freshTerms(deps: TermsDeps, purpose: Purpose): { readonly terms: AttemptTerms; readonly validStart: string } {
  const validDurationS = deps.validDurationS ?? defaultValidDurationS;
  const validStart = freshStart(deps, validDurationS, purpose);
  const transactionId = `${deps.ledger.payerAccountId}@${validStart}`;
  const feeFactor = deps.feeRoom?.factor ?? 1;
  deps.feeRoom?.signed(transactionId);
  return { terms: { transactionId, validDurationS, nodeAccountId: deps.rotation.next(), feeFactor }, validStart };
}

/** Nanoseconds between the ids of two attempts, at least: those between are of heartbeats (odd) and of batches' parts. */
const idGap = 8;

/**
 * Lies back as far as our clock may run ahead of the network's (3 s of a 30 s window), and up to a third of
 * that more at random: that keeps ids apart, also between gateways that share a payer.
 */
function freshStart({ ledgerClock, random }: TermsDeps, validDurationS: number, purpose: Purpose): LedgerTime {
  const toleranceMs = clockToleranceMs(validDurationS);
  const places = Math.floor((toleranceMs * 1_000_000) / 3 / idGap);
  const nanos = (Buffer.from(random.bytes(4)).readUInt32BE() % places) * idGap + (purpose === "heartbeat" ? 1 : 0);
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
  /** Notes the time as it runs now; to be called back once the network has taken what was dated by it. */
  noted(): () => void;
  /**
   * By how much it is ahead of what the mirror has shown, ms; 0 when that is nothing yet. What made up for a clock that was
   * late is dropped where it was put right since: no refusal would tell of it, as nothing is dated so far ahead.
   */
  compared(mirror: Pick<Mirror, "watermark">): Promise<number>;
  /**
   * The clock was set forward by minutes since the network took what it dated: an attempt that is journaled now may be
   * dated so late that its window could not be waited for.
   */
  readonly isInDoubt: boolean;
};

/** A clock this far ahead would date an attempt so late that its window could not be waited for. */
export const mostAheadMs = 60_000;
/** Set forward by less, it holds things up no longer than that. */
const mostSetForwardMs = 120_000;

export function createLedgerClock(clock: Clock): LedgerClock {
  let skewMs = 0;
  const nowMs = () => clock.nowMs() + skewMs;
  // Against a clock that nobody sets.
  const runMs = () => nowMs() - performance.now();
  let agreedMs = runMs();
  return {
    nowMs,
    get isInDoubt() {
      return runMs() - agreedMs > mostSetForwardMs;
    },
    noted() {
      const notedMs = runMs();
      return () => {
        agreedMs = notedMs;
      };
    },
    async compared(mirror) {
      const aheadMs = await msAhead(clock, mirror);
      if (aheadMs === undefined) return 0;
      if (aheadMs + skewMs > mostAheadMs) skewMs = Math.min(skewMs, Math.max(0, -aheadMs));
      return aheadMs + skewMs;
    },
    async refused(status, mirror) {
      if (status !== "TRANSACTION_EXPIRED" && status !== "INVALID_TRANSACTION_START") return;
      const aheadMs = await msAhead(clock, mirror).catch(() => undefined);
      if (aheadMs === undefined) return;
      // Whatever a mirror shows is past, so it can prove a clock to be late; early only a refusal does. By how much the
      // mirror tells with its own lag on top: a few seconds, for which a window has room.
      const isEarly = status === "INVALID_TRANSACTION_START";
      skewMs = aheadMs < 0 || isEarly ? -aheadMs : 0;
    },
  };
}

/** By how much our clock is ahead of what the mirror has shown, ms; undefined when it has shown nothing yet. */
async function msAhead(clock: Clock, mirror: Pick<Mirror, "watermark">): Promise<number | undefined> {
  const watermark = await mirror.watermark();
  return watermark === undefined ? undefined : clock.nowMs() - Number(nanosOf(watermark) / 1_000_000n);
}
