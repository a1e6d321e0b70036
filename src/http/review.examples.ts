import { anchoredRecord, pendingRecord } from "./examples.ts";

/** Examples of reviews and corrections. */

const { record_id, seq, commitment } = anchoredRecord;
const reviewed = { id: record_id, seq, commitment };
const reviewId = "rec_7c4m1zt8k2x9d6hqw0v5ynfjre";
const correctionId = "rec_2w8hxv4n6t0y3bqkz9m5d7cjrg";
const linksOf = (id: string) => ({
  self: `/api/v1/records/${id}`,
  proof: `/api/v1/records/${id}/proof`,
  mirror: null,
  hashscan: null,
});

export const decision = { decision: "approve", reason: "The trash rack was cleaned: log of 1 May, photo 3." };

export const correction = {
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 880, energy_kwh: 880 },
  reason: "Transposed digits in the operator's entry; meter photo attached to ticket 118.",
};

const flagged = { ...anchoredRecord, status: "FLAGGED", trust_score: 0.78 };

const reviewRecord = {
  record_id: reviewId,
  kind: "review",
  status: null,
  effective_status: null,
  trust_score: null,
  hedera_tx_id: null,
  hashscan_url: null,
  timestamp: null,
  interval_s: null,
  received_at: "2026-05-02T08:30:00.000Z",
  plant_id: anchoredRecord.plant_id,
  device_id: anchoredRecord.device_id,
  seq: 305,
  commitment: "d".repeat(64),
  duplicate: false,
  review: {
    record: reviewed,
    ...decision,
    decided_by: "key_1",
    supersedes: null,
    effects: [{ id: record_id, seq, effective_status: "APPROVED" }],
  },
  anchor: pendingRecord.anchor,
  links: linksOf(reviewId),
};

export const decided = {
  decision: reviewRecord,
  record: { ...flagged, effective_status: "APPROVED" },
  repeated: false,
};

export const filed = {
  ...pendingRecord,
  record_id: correctionId,
  kind: "correction",
  effective_status: "PROPOSED",
  seq: 306,
  commitment: "e".repeat(64),
  readings: correction.readings,
  correction: { replaces: reviewed, reason: correction.reason, filed_by: "key_2" },
  links: linksOf(correctionId),
};

export const filedBefore = { ...filed, duplicate: true };

export const reviewPage = {
  items: [
    {
      record: { ...anchoredRecord, effective_status: "REOPENED" },
      changes: [
        {
          cause: "reopen",
          record_id: "rec_9z3k7m5d1c8h2x6n4v0tqybwjr",
          seq: 290,
          at: "2026-05-02T06:00:01.100Z",
          effective_status: "REOPENED",
          decision: null,
          reason: null,
          decided_by: null,
        },
      ],
    },
  ],
  next_cursor: null,
};
