import { type FeeCap, reaches } from "./anchoring/fee-cap.ts";
import { daysLeft, type FeeDeps, learnFees } from "./anchoring/fees.ts";
import { LedgerUnavailable } from "./ledger/ledger.ts";
import type { Log } from "./platform/log.ts";
import { startLoop } from "./platform/loop.ts";
import { forget } from "./platform/metric.ts";
import type { Metrics } from "./platform/metrics.ts";

type Deps = Omit<FeeDeps, "ledger"> & {
  readonly ledger: FeeDeps["ledger"] & { readonly network: string };
  readonly log: Log;
  readonly metrics: Metrics;
  readonly feeCap: FeeCap;
};

/** The part of the composition root that knows what the ledger costs. */
export function startFees(deps: Deps, cleanups: { add(step: () => Promise<unknown>): void }): void {
  const { log, ledger } = deps;
  const isLocal = ledger.network === "local";
  const memory = {};
  const fees = startLoop("ledger fees", log, isLocal ? 3_000 : 30_000, async (signal) => {
    try {
      return await learnFees(deps, memory, signal);
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) throw error;
      log.warn({ err: error }, "the mirror does not answer: fees later");
      return "idle";
    }
  });
  cleanups.add(() => fees.stop());
  measureFees(deps);
  measureBalance(deps, isLocal ? 5_000 : 60_000);
}

function measureFees({ metrics, feeCap }: Deps): void {
  const { feesToday, feesUntold, ledgerPaused } = metrics;
  const { tinybars: cap } = feeCap;
  if (cap !== undefined) metrics.feeCap.set(Number(cap));
  metrics.measurements.add({
    name: "fees",
    async read() {
      const spending = await feeCap.spending();
      feesToday.set(Number(spending.told + spending.expected));
      feesUntold.set(spending.untold);
      ledgerPaused.set({ reason: "fee_cap" }, cap !== undefined && reaches(spending, cap) ? 1 : 0);
    },
    forget: () => [feesToday, feesUntold, ledgerPaused].forEach(forget),
  });
}

function measureBalance(deps: Deps, keptMs: number): void {
  const { operatorBalance, operatorDaysLeft } = deps.metrics;
  const { mirror, payerAccountId } = deps.ledger;
  deps.metrics.measurements.add({
    name: "balance",
    keptMs,
    async read() {
      const account = await mirror.account(payerAccountId);
      if (account === undefined) throw new LedgerUnavailable(`the mirror does not know the account ${payerAccountId}`);
      operatorBalance.set(Number(account.balance));
      const days = await daysLeft(deps, account.balance);
      if (days === undefined) forget(operatorDaysLeft);
      else operatorDaysLeft.set(days);
    },
    forget: () => [operatorBalance, operatorDaysLeft].forEach(forget),
  });
}
