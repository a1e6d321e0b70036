import type { LinkedRecord } from "../plants/chain.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { Reason, Status } from "../verification/verdict.ts";
import { parseBody, type StoredRecord } from "./types.ts";

export type RecordMetrics = Pick<Metrics, "verdicts" | "trustScore" | "readingReasons">;

type Counted = Pick<StoredRecord, "body"> & {
  readonly status?: string | null | undefined;
  readonly trustScore?: number | null | undefined;
};

/** A record with a verdict, once it is durable. */
export function countRecord(metrics: RecordMetrics, record: Counted | LinkedRecord): void {
  if (record.status === null || record.status === undefined) return;
  metrics.verdicts.inc({ status: record.status as Status });
  metrics.trustScore.observe(record.trustScore ?? 0);
  if (record.status !== "APPROVED") countReasons(metrics, record);
}

/** Of what was not approved alone: it is seldom, and its body has to be read for it. */
function countReasons(metrics: RecordMetrics, record: Counted): void {
  const { reasons = [] } = (parseBody(record).verification ?? {}) as { readonly reasons?: readonly Reason[] };
  for (const { rule, effect } of reasons) if (effect !== "note") metrics.readingReasons.inc({ rule, effect });
}
