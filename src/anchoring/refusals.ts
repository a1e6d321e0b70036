import type { Clock } from "../kernel/time.ts";
import type { SendReport } from "../ledger/ledger.ts";
import type { Metrics } from "../platform/metrics.ts";

/**
 * What the ledger refuses of what this gateway sends, by kind of work, until something of that kind is taken again. Decides
 * nothing: it is told to whoever has to fill up the account, raise a cap or wait.
 */
export class Refusals {
  readonly #standing = new Map<string, { readonly status: string; readonly sinceMs: number }>();

  refused(kind: string, status: string, nowMs: number): void {
    const before = this.#standing.get(kind);
    if (before?.status !== status) this.#standing.set(kind, { status, sinceMs: nowMs });
  }

  taken(kind: string): void {
    this.#standing.delete(kind);
  }

  /** In words; undefined: nothing is refused. */
  get words(): string | undefined {
    if (this.#standing.size === 0) return undefined;
    const all = [...this.#standing].map(
      ([kind, { status, sinceMs }]) => `${kind} with ${status} since ${new Date(sinceMs).toISOString()}`,
    );
    return `the ledger refuses ${all.join(", ")}${hintOf([...this.#standing.values()].map(({ status }) => status))}`;
  }
}

const hints: Readonly<Record<string, string>> = {
  INSUFFICIENT_PAYER_BALANCE: "the operator's account has too little HBAR",
  INSUFFICIENT_TX_FEE:
    "the ledger's fees are above what is paid at most, which doubles by itself up to LEDGER_MAX_FEE_FACTOR times the usual: set that higher where it does not end",
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
