import type { Dashboard } from "./panels.ts";
import { increase, max, min, now, quantile, rate, sum } from "./queries.ts";

/** A hundred million tinybars are one HBAR. */
const hbar = (gauge: string) => `${max(now(gauge))} / 1e8`;

const waiting = `${max(now("hydro_outbox_depth"))} + ${max(now("hydro_log_size"))} - ${max(now("hydro_log_anchored_size"))}`;
const sinceAnchored = `time() - ${max(now("hydro_anchor_last_success_timestamp_seconds"))}`;

/** How far the ledger is behind, what it costs, and whether its tokens agree with the books. */
export const ledger: Dashboard = {
  uid: "hydro-ledger",
  title: "Hydro MRV / Ledger and cost",
  description: "Anchoring on Hedera: how long it takes, what waits, sends and attempts, fees and balance, tokens.",
  rows: [
    {
      title: "Now",
      panels: [
        {
          kind: "value",
          title: "Leaves waiting",
          description: "Leaves that are accepted and not under an anchored checkpoint. One message takes all of them.",
          unit: "short",
          queries: [{ expr: waiting, legend: "leaves" }],
          runbook: "LedgerStalled",
        },
        {
          kind: "value",
          title: "Since the last anchor",
          description:
            "Time since a checkpoint was last anchored. It grows while nothing is sent: look at it together with what waits.",
          unit: "s",
          queries: [{ expr: sinceAnchored, legend: "since" }],
          runbook: "LedgerStalled",
        },
        {
          kind: "value",
          title: "Late records",
          description: "Approved records that have waited for the ledger for more than 60 s.",
          unit: "short",
          queries: [{ expr: max(now("hydro_anchor_pending_late")), legend: "late" }],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "red" },
          ],
          runbook: "AnchorBudgetBurns",
        },
        {
          kind: "value",
          title: "Anchoring halted",
          description: "Anchoring stops itself rather than sign a second history. A person has to decide.",
          unit: "bool_yes_no",
          queries: [
            {
              expr: max(now("hydro_anchoring_halted")),
              legend: "halted",
              steady: "only a foreign history or a missing key halts it",
            },
          ],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "red" },
          ],
          runbook: "AnchoringHalted",
        },
        {
          kind: "value",
          title: "Days left",
          description: "Days that the operator account lasts at the fees of the last seven days.",
          unit: "d",
          queries: [{ expr: min(now("hydro_ledger_operator_days_left")), legend: "days" }],
          thresholds: [
            { value: null, color: "red" },
            { value: 2, color: "orange" },
            { value: 14, color: "green" },
          ],
          runbook: "OperatorBalance",
        },
        {
          kind: "value",
          title: "Paused by the cap",
          description: "Whether the day's cap on fees holds everything new back until midnight UTC.",
          unit: "bool_yes_no",
          queries: [
            {
              expr: max(now("hydro_ledger_paused", 'reason="fee_cap"')),
              legend: "paused",
              steady: "a load below the cap does not reach it",
            },
          ],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "red" },
          ],
          runbook: "FeeCapReached",
        },
      ],
    },
    {
      title: "Anchoring",
      panels: [
        {
          kind: "lines",
          title: "From acceptance to anchor",
          description:
            "Half, and 99 of 100 approved records are anchored within these times. 60 s are promised for 99 of 100.",
          unit: "s",
          queries: [
            { expr: quantile(0.5, "hydro_anchor_seconds"), legend: "p50" },
            { expr: quantile(0.99, "hydro_anchor_seconds"), legend: "p99" },
          ],
          runbook: "AnchorBudgetBurns",
        },
        {
          kind: "lines",
          title: "The log",
          description: "Leaves in the log, and those of them under an anchored checkpoint. The distance is what waits.",
          unit: "short",
          queries: [
            { expr: max(now("hydro_log_size")), legend: "leaves" },
            { expr: max(now("hydro_log_anchored_size")), legend: "anchored" },
          ],
          runbook: "LedgerStalled",
        },
        {
          kind: "lines",
          title: "Outbox",
          description: "Records that are not in the log yet.",
          unit: "short",
          queries: [{ expr: max(now("hydro_outbox_depth")), legend: "records" }],
          runbook: "LedgerStalled",
        },
        {
          kind: "lines",
          title: "Age of the oldest in the outbox",
          description: "How long the first record has waited for the log.",
          unit: "s",
          queries: [{ expr: max(now("hydro_outbox_oldest_seconds")), legend: "oldest" }],
          runbook: "LedgerStalled",
        },
        {
          kind: "lines",
          title: "Flight of a message",
          description:
            "From a job's journal entry to its settled receipt. Minutes are an answer that was lost and had to be proven.",
          unit: "s",
          queries: [
            { expr: quantile(0.5, "hydro_ledger_flight_seconds"), legend: "p50" },
            { expr: quantile(0.99, "hydro_ledger_flight_seconds"), legend: "p99" },
          ],
        },
        {
          kind: "stacked",
          title: "In time and late",
          description:
            "Approved records a second by whether they were anchored within 60 s; a late one counts when the 60 s are over.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_anchor_slo_records_total"), "result"), legend: "{{result}}" }],
          runbook: "AnchorBudgetBurns",
        },
      ],
    },
    {
      title: "Sends and attempts",
      panels: [
        {
          kind: "stacked",
          title: "Sends by outcome",
          description: "Calls of nodes a second. Unknown is no answer: it is asked after, never sent anew blindly.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_ledger_sends_total"), "outcome"), legend: "{{outcome}}" }],
          runbook: "LedgerStalled",
        },
        {
          kind: "stacked",
          title: "Sends by kind",
          description:
            "What is sent: checkpoints mostly, records one by one where a plant publishes them, mints and transfers.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_ledger_sends_total"), "kind"), legend: "{{kind}}" }],
          runbook: "FeeCapReached",
        },
        {
          kind: "lines",
          title: "Attempts that ended",
          description: "By how: succeeded, or proven dead and followed by a fresh one.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_ledger_attempts_total"), "phase"), legend: "{{phase}}" }],
        },
      ],
    },
    {
      title: "Cost",
      panels: [
        {
          kind: "lines",
          title: "Balance",
          description: "HBAR on the operator account, as the mirror shows it.",
          unit: "short",
          queries: [{ expr: hbar("hydro_ledger_operator_balance_tinybars"), legend: "HBAR" }],
          runbook: "OperatorBalance",
        },
        {
          kind: "lines",
          title: "Fees today and their cap",
          description: "HBAR since midnight UTC, and the cap of a day (LEDGER_DAILY_FEE_CAP_HBAR) where there is one.",
          unit: "short",
          queries: [
            { expr: hbar("hydro_ledger_fees_today_tinybars"), legend: "fees today" },
            { expr: hbar("hydro_ledger_daily_fee_cap_tinybars"), legend: "cap", steady: "a setting" },
          ],
          runbook: "FeeCapReached",
        },
        {
          kind: "lines",
          title: "Fees not told yet",
          description:
            "Transactions whose fee the mirror has not told yet; the day's fees reckon with what their kind cost last.",
          unit: "short",
          queries: [{ expr: max(now("hydro_ledger_fees_untold")), legend: "transactions" }],
        },
        {
          kind: "value",
          title: "Messages in the time shown",
          description: "Transactions that nodes took, of all kinds.",
          unit: "short",
          queries: [{ expr: sum(increase("hydro_ledger_sends_total", 'outcome="accepted"')), legend: "accepted" }],
        },
        {
          kind: "value",
          title: "Readings for each message",
          description: "Readings recorded for each transaction that nodes took: what batching saves.",
          unit: "short",
          queries: [
            {
              expr: `${sum(increase("hydro_readings_total"))} / ${sum(increase("hydro_ledger_sends_total", 'outcome="accepted"'))}`,
              legend: "readings",
            },
          ],
        },
      ],
    },
    {
      title: "Tokens",
      panels: [
        {
          kind: "value",
          title: "Difference to the books",
          description:
            "Units by which the ledger and the signed statements differ, over all tokens. Anything but 0 is looked into.",
          unit: "short",
          queries: [
            {
              expr: max(now("hydro_mint_reconciliation_difference_units")),
              legend: "units",
              steady: "it is 0 unless something is wrong",
            },
          ],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "red" },
          ],
          runbook: "ReconciliationDifference",
        },
        {
          kind: "value",
          title: "Tokens halted",
          description: "Tokens in which nothing more is issued until somebody has found out why they differ.",
          unit: "short",
          queries: [
            { expr: max(now("hydro_tokens_halted")), legend: "halted", steady: "it is 0 unless something is wrong" },
          ],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "red" },
          ],
          runbook: "ReconciliationDifference",
        },
        {
          kind: "lines",
          title: "Mints and other works waiting",
          description: "Parts of statements that are not minted yet, and jobs of the ledger beside the log's.",
          unit: "short",
          queries: [
            {
              expr: max(now("hydro_queue_depth", 'queue=~"mints|ledger-works|direct-messages"'), "queue"),
              legend: "{{queue}}",
            },
          ],
          runbook: "QueueOld",
        },
        {
          kind: "lines",
          title: "Attempts of mints and transfers",
          description: "Attempts for tokens that ended, by kind.",
          unit: "ops",
          queries: [
            {
              expr: sum(rate("hydro_ledger_attempts_total", 'kind=~"create-token|mint|burn|transfer"'), "kind"),
              legend: "{{kind}}",
            },
          ],
        },
      ],
    },
  ],
};
