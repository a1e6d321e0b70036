import { type MetricMaker, secondsBuckets } from "./metric.ts";

/** The log, what is sent to the ledger, what it costs, and the tokens. */

/** Kinds of jobs of the ledger. */
export const jobKinds = [
  "create-topic",
  "announce",
  "checkpoint",
  "record",
  "create-token",
  "mint",
  "burn",
  "transfer",
] as const;

/** Approved records must be anchored within this time. */
export const anchorSloMs = 60_000;

export function ledgerMetrics(make: MetricMaker) {
  return { ...logMetrics(make), ...sendMetrics(make), ...feeMetrics(make), ...tokenMetrics(make) };
}

function logMetrics(make: MetricMaker) {
  return {
    outboxDepth: make.gauge({ name: "hydro_outbox_depth", help: "Records that wait for the log" }),
    outboxOldestSeconds: make.gauge({
      name: "hydro_outbox_oldest_seconds",
      help: "Age of the oldest record that waits for the log; 0 when none does",
    }),
    logSize: make.gauge({ name: "hydro_log_size", help: "Leaves in the log" }),
    anchoredSize: make.gauge({ name: "hydro_log_anchored_size", help: "Leaves under an anchored checkpoint" }),
    anchoringHalted: make.gauge({
      name: "hydro_anchoring_halted",
      help: "1 when anchoring stopped to avoid a second history, or for want of the log's key",
    }),
    anchorSloRecords: make.counter({
      name: "hydro_anchor_slo_records_total",
      help: "Approved records by whether they were anchored within 60 s: in_time when they are, late as soon as 60 s are over without",
      labels: { result: ["in_time", "late"] },
    }),
    anchorPendingLate: make.gauge({
      name: "hydro_anchor_pending_late",
      help: "Approved records that wait for the ledger since more than 60 s",
    }),
    anchorSeconds: make.histogram({
      name: "hydro_anchor_seconds",
      help: "From the recording of an approved record to the receipt of the message that anchors it",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600],
    }),
    anchorLastSuccess: make.gauge({
      name: "hydro_anchor_last_success_timestamp_seconds",
      help: "When a checkpoint was last anchored, Unix time; the start of the process if none ever was",
    }),
    flightSeconds: make.histogram({
      name: "hydro_ledger_flight_seconds",
      help: "From the journal entry of a job of the log to its settled receipt",
      buckets: [...secondsBuckets, 30, 60, 120, 300],
    }),
  };
}

function sendMetrics(make: MetricMaker) {
  return {
    ledgerSends: make.counter({
      name: "hydro_ledger_sends_total",
      help: "Sends to the ledger, by outcome",
      labels: { kind: [...jobKinds, "heartbeat"], outcome: ["accepted", "refused", "unknown"] },
    }),
    ledgerRefusals: make.counter({
      name: "hydro_ledger_refusals_total",
      help: "Sends that a node refused before consensus, by the status that it named; they cost nothing",
      labels: {
        kind: [...jobKinds, "heartbeat"],
        status: { form: /^[A-Z][A-Z0-9_]*$/, words: "a status of the network's" },
      },
    }),
    ledgerAttempts: make.counter({
      name: "hydro_ledger_attempts_total",
      help: "Attempts that ended, by how",
      labels: { kind: jobKinds, phase: ["succeeded", "dead"] },
    }),
  };
}

function feeMetrics(make: MetricMaker) {
  return {
    operatorBalance: make.gauge({
      name: "hydro_ledger_operator_balance_tinybars",
      help: "Balance of the account that pays, as the mirror shows it; left out while the mirror does not answer",
    }),
    operatorDaysLeft: make.gauge({
      name: "hydro_ledger_operator_days_left",
      help: "Days that the balance lasts at the fees of the last 7 days; left out until both are known",
    }),
    feesToday: make.gauge({
      name: "hydro_ledger_fees_today_tinybars",
      help: "Fees since midnight UTC: charged as the mirror told, or what the kind cost last where it has not told yet",
    }),
    feesUntold: make.gauge({
      name: "hydro_ledger_fees_untold",
      help: "Transactions that were sent and whose fee the mirror has not told yet",
    }),
    feeCap: make.gauge({
      name: "hydro_ledger_daily_fee_cap_tinybars",
      help: "LEDGER_DAILY_FEE_CAP_HBAR; left out where there is none",
    }),
    ledgerPaused: make.gauge({
      name: "hydro_ledger_paused",
      help: "1 while nothing new is sent to the ledger, by why: fee_cap ends at midnight UTC or with a higher cap",
      labels: { reason: ["fee_cap"] },
    }),
  };
}

function tokenMetrics(make: MetricMaker) {
  return {
    tokensHalted: make.gauge({
      name: "hydro_tokens_halted",
      help: "Tokens in which nothing more is issued, because the ledger and the statements differ",
    }),
    mintDifference: make.gauge({
      name: "hydro_mint_reconciliation_difference_units",
      help: "Units by which the ledger and the statements differ, summed over all tokens as they were last compared",
    }),
  };
}
