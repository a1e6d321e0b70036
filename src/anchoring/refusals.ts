import type { Clock } from "../kernel/time.ts";
import type { SendReport } from "../ledger/ledger.ts";
import type { Metrics } from "../platform/metrics.ts";

/**
 * What the ledger refuses of what this gateway sends: at a node's door, by kind of work, until something of that kind is taken
 * again; what it has taken, charged and ended without effect, for each token by itself, until that is done; and what waits
 * for a mirror that does not show all there has to be, or for anybody of the ledger to answer. Decides nothing: it is told to whoever has to fill up the account, raise a cap, put a key or a token right, or wait.
 */
export class Refusals {
  readonly #standing = new Map<string, Refusal>();
  readonly #ended = new Map<string, Refusal>();
  readonly #waiting = new Map<string, Wait>();

  refused(kind: string, status: string, nowMs: number): void {
    stand(this.#standing, kind, status, nowMs);
  }

  /** Work that will be tried again has ended without effect. @param subject the token it was for; absent: the log's own */
  ended(kind: string, subject: string | undefined, status: string, nowMs: number): void {
    if (isStatus(status)) stand(this.#ended, nameOf(kind, subject), status, nowMs);
  }

  /** Something of the kind is done there, or will not be tried again. */
  over(kind: string, subject: string | undefined): void {
    this.#ended.delete(nameOf(kind, subject));
  }

  taken(kind: string): void {
    this.#standing.delete(kind);
  }

  /** Nothing is signed for it, because the mirror does not show all that there has to be, or nobody of the ledger answers. */
  waits(kind: string, subject: string | undefined, reason: string, nowMs: number): void {
    const name = nameOf(kind, subject);
    this.#waiting.set(name, {
      reason: withoutAddress(reason),
      sinceMs: this.#waiting.get(name)?.sinceMs ?? nowMs,
      lastMs: nowMs,
      toldAtMs: performance.now(),
    });
  }

  waitsNoMore(kind: string, subject: string | undefined): void {
    this.#waiting.delete(nameOf(kind, subject));
  }

  /** In words; undefined: nothing is refused, and nothing waits for longer than mirrors lag. */
  get words(): string | undefined {
    // Whoever waits asks again and again: one that does not has been halted, or is another gateway's by now.
    const waiting = [...this.#waiting].filter(
      ([, { sinceMs, lastMs, toldAtMs }]) =>
        lastMs - sinceMs >= usualLagMs && performance.now() - toldAtMs < 2 * usualLagMs,
    );
    const told = waiting.map(([what, { reason, sinceMs }]) => `${what} waits since ${isoOf(sinceMs)}: ${reason}`);
    const all = [this.#refused, ...told].filter((one) => one !== undefined);
    return all.length === 0 ? undefined : all.join("; ");
  }

  get #refused(): string | undefined {
    const all = [...this.#standing, ...this.#ended];
    if (all.length === 0) return undefined;
    const told = all.map(([what, { status, sinceMs }]) => `${what} with ${status} since ${isoOf(sinceMs)}`);
    return `the ledger refuses ${told.join(", ")}${hintOf(all.map(([, { status }]) => status))}`;
  }
}

/** Whoever may ask for readiness need not know where a mirror is asked: some keep a key in its address. */
const withoutAddress = (reason: string) => reason.replaceAll(/:? ?(GET )?https?:\/\/\S+/g, "");

/** A mirror that shows everything is behind the network by seconds. */
const usualLagMs = 60_000;

const isoOf = (ms: number) => new Date(ms).toISOString();

type Wait = {
  readonly reason: string;
  readonly sinceMs: number;
  readonly lastMs: number;
  /** When it was last told, by a clock that nobody sets. */
  readonly toldAtMs: number;
};

type Refusal = { readonly status: string; readonly sinceMs: number };

function stand(all: Map<string, Refusal>, what: string, status: string, nowMs: number): void {
  if (all.get(what)?.status !== status) all.set(what, { status, sinceMs: nowMs });
}

const nameOf = (kind: string, subject: string | undefined) => (subject === undefined ? kind : `${kind} in ${subject}`);

/** An answer of the network's, not how absence was proven in words. */
export const isStatus = (ending: string): boolean => /^[A-Z_]+$/.test(ending);

const hints: Readonly<Record<string, string>> = {
  INSUFFICIENT_PAYER_BALANCE: "the operator's account has too little HBAR",
  INSUFFICIENT_TX_FEE:
    "the ledger's fees are above what is paid at most, which doubles by itself up to LEDGER_MAX_FEE_FACTOR times the usual: set that higher where it does not end",
  INVALID_SIGNATURE:
    "a key is not the one that the ledger has: of a token, its supply key or its treasury's was changed",
  TOKEN_IS_PAUSED: "the token is paused: whoever has its pause key lets it go on",
  TOKEN_WAS_DELETED: "the token is deleted, and nothing can be issued or moved in it",
  TOKEN_MAX_SUPPLY_REACHED: "the token is full, by mints that are not in the books",
  ACCOUNT_FROZEN_FOR_TOKEN: "the treasury's or the retirement account is frozen for the token",
  ACCOUNT_KYC_NOT_GRANTED_FOR_TOKEN: "the treasury's or the retirement account has no KYC for the token",
  TOKEN_NOT_ASSOCIATED_TO_ACCOUNT:
    "the token's treasury was changed, or the retirement account does not take it: associate that with the token",
  NO_REMAINING_AUTOMATIC_ASSOCIATIONS: "the retirement account does not take the token: associate it with it",
  INSUFFICIENT_TOKEN_BALANCE: "the treasury holds fewer units than the books: look for what left it",
  SCHEDULE_EXPIRED: "its schedule ended before all had signed it: the next one waits for the registrar",
  TREASURY_MUST_OWN_BURNED_NFT: "the token's treasury was changed",
  BUSY: "the network has no room, or this account is throttled",
  PLATFORM_NOT_ACTIVE: "the network is being upgraded",
};

function hintOf(statuses: readonly string[]): string {
  const known = [...new Set(statuses)].flatMap((status) => hints[status] ?? []);
  return known.length === 0 ? "" : `: ${known.join("; ")}`;
}

type Noting = { readonly metrics: Metrics; readonly clock: Pick<Clock, "nowMs">; readonly refusals?: Refusals };

/** Counts one send, and what a node answered to it. */
export function noteSend({ metrics, clock, refusals }: Noting, kind: string, report: SendReport): void {
  metrics.ledgerSends.inc({ kind, outcome: report.outcome });
  if (report.outcome === "accepted") refusals?.taken(kind);
  if (report.outcome !== "refused") return;
  metrics.ledgerRefusals.inc({ kind, status: report.status });
  refusals?.refused(kind, report.status, clock.nowMs());
}
