import { anchoredRecord, pendingRecord } from "./examples.ts";

/** Examples of plants' models. */

const { plant_id } = anchoredRecord;
const prior = { id: "prior-v1", hash: "a".repeat(64) };
const policy = { id: "plant-models-v1", hash: "b".repeat(64) };
export const modelHash = "c".repeat(64);
const own = { id: "plant-v1-52416-1f0c9a2e", hash: modelHash };
const recordId = "rec_4k8w1zt7c2x9d6hqn0v5ymfjra";

const training = {
  policy,
  head_seq: 52416,
  from: "2025-03-27T06:00:00.000Z",
  to: "2026-05-01T06:00:00.000Z",
  most_readings: 4096,
  readings: { count: 4090, sha256: `1f0c9a2e${"d".repeat(56)}` },
  physics_plants: 256,
  seed: 2718281828,
  features: ["flow_fraction", "load_fraction", "head_ratio", "implied_efficiency", "load_residual"],
};

const drift = {
  against: prior,
  policy,
  recent: { from: "2026-04-01T06:00:00.000Z", to: "2026-05-01T06:00:00.000Z", readings: 2000 },
  reference_readings: 3760,
  scores: { psi: 0.31, ks: 0.22 },
  features: {
    flow_fraction: { psi: 0.4, ks: 0.28 },
    load_fraction: { psi: 0.38, ks: 0.27 },
    head_ratio: { psi: 0.06, ks: 0.08 },
    implied_efficiency: { psi: 0.09, ks: 0.11 },
    load_residual: { psi: 0.05, ks: 0.07 },
  },
  votes: { changed: 0.021, flags_added: 0, flags_gone: 0.001 },
  too_far: false,
  sentence:
    "Of 2000 recent approved readings it votes on 2.1 % otherwise than prior-v1, with 0 % found anomalous that were not and 0.1 % no longer: within the lines.",
};

export const decision = { decision: "approve", reason: "Drift report read; April's repair is in the readings." };

const decisionMade = {
  ...decision,
  record_id: recordId,
  seq: 52431,
  at: "2026-05-02T08:30:00.000Z",
  decided_by: "key_1",
};

const model = {
  plant_id,
  ...own,
  state: "approved",
  created_at: "2026-05-01T06:00:00.000Z",
  requested_by: null,
  training,
  drift,
  decisions: [decisionMade],
  content: `/api/v1/plants/${plant_id}/models/${modelHash}/content`,
};

export const modelDetail = model;

const schedule = {
  requested_at: null,
  checked_at: "2026-05-01T06:00:00.000Z",
  trained_at: "2026-05-01T06:00:00.000Z",
  outcome: `Trained ${own.id} on 4090 readings: it waits for a verifier.`,
};

export const modelPage = { in_force: own, training: schedule, items: [model], next_cursor: null };

export const requested = { ...schedule, requested_at: "2026-05-03T09:00:00.000Z" };

const { readings: _, verification: _v, carbon: _c, notice: _n, ...pending } = pendingRecord;

export const decided = {
  record: {
    ...pending,
    record_id: recordId,
    kind: "model",
    status: null,
    effective_status: null,
    trust_score: null,
    timestamp: null,
    interval_s: null,
    device_id: null,
    seq: 52431,
    received_at: decisionMade.at,
    commitment: "e".repeat(64),
    model: {
      decision: decision.decision,
      model: own,
      in_force_before: prior,
      reason: decision.reason,
      decided_by: "key_1",
      training,
      drift,
    },
    links: {
      self: `/api/v1/records/${recordId}`,
      proof: `/api/v1/records/${recordId}/proof`,
      mirror: null,
      hashscan: null,
    },
  },
  in_force: own,
  repeated: false,
};
