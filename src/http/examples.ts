/** Examples of the OpenAPI document. A test holds each against its schema. */

const recordId = "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e";
const hash = (digit: string) => digit.repeat(64);

export const instantaneousReading = {
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
};

export const meteredReading = {
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  timestamp: "2026-05-01T12:00:00Z",
  interval_s: 3600,
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900, energy_kwh: 900 },
};

const anchored = {
  state: "anchored",
  network: "testnet",
  topic_id: "0.0.6255930",
  sequence_number: "42",
  consensus_timestamp: "1777636803.123456789",
  leaf_index: "118",
  tree_size: "119",
};

const layer = (name: string, weight: number) => ({ layer: name, applies: true, score: 1, weight });

export const anchoredRecord = {
  record_id: recordId,
  kind: "reading",
  status: "APPROVED",
  effective_status: "APPROVED",
  trust_score: 0.985,
  hedera_tx_id: "0.0.6255927@1777636800.000000000",
  hashscan_url: "https://hashscan.io/testnet/transaction/0.0.6255927-1777636800-000000000",
  timestamp: "2026-05-01T12:00:00.000Z",
  interval_s: 3600,
  received_at: "2026-05-01T12:00:01.250Z",
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  seq: 17,
  commitment: hash("a"),
  duplicate: false,
  readings: meteredReading.readings,
  verification: {
    layers: [
      layer("physics", 0.4),
      layer("temporal", 0.2),
      layer("environmental", 0.1),
      layer("statistical", 0.1),
      layer("device", 0.2),
    ],
    reasons: [],
    policy: { id: "hydro-v1", hash: hash("b") },
    model: { id: "prior-v1", hash: hash("c") },
  },
  carbon: {
    estimate: true,
    label: "unverified estimate",
    energy_wh: "900000",
    energy_source: "interval_energy",
    creditable: true,
    er_g: "651510",
    er_t: "0.65151",
    factor: null,
    reasons: [],
  },
  anchor: anchored,
  notice: "Trust score and carbon figures are the gateway's own, unverified estimate.",
  links: {
    self: `/api/v1/records/${recordId}`,
    proof: `/api/v1/records/${recordId}/proof`,
    mirror: "https://testnet.mirrornode.hedera.com/api/v1/topics/0.0.6255930/messages/42",
    hashscan: "https://hashscan.io/testnet/transaction/0.0.6255927-1777636800-000000000",
  },
};

export const pendingRecord = {
  ...anchoredRecord,
  hedera_tx_id: null,
  hashscan_url: null,
  anchor: {
    state: "pending",
    network: "testnet",
    topic_id: null,
    sequence_number: null,
    consensus_timestamp: null,
    leaf_index: null,
    tree_size: null,
  },
  links: { ...anchoredRecord.links, mirror: null, hashscan: null },
};

export const duplicateRecord = { ...anchoredRecord, duplicate: true };

export const readingPage = { items: [anchoredRecord], next_cursor: "MTc3NzYzNjgwMDAwMC4xNw" };

export const plant = {
  plant_id: "PLANT-HP-001",
  name: "Alder Creek",
  time_zone: "Asia/Kolkata",
  commissioned_on: "2019-04-01",
  country: "IN",
  rated_power_kw: 1000,
  design_head_m: 45,
  design_flow_m3s: 2.6,
  turbine_type: "francis",
  grid_factor_table: "cea-v21.0",
};

export const anchoring = {
  anchor_mode: "record",
  public_fields: ["timestamp", "interval_s", "energy_wh", "er_g", "trust_score"],
};
export const publicPlant = { ...plant, ...anchoring };

export const device = { device_id: "TURBINE-001", kind: "turbine", rated_power_kw: 1000 };
export const plantPage = { items: [plant], next_cursor: null };

export const proof = {
  record_id: recordId,
  record: `{"id":"${recordId}","kind":"reading","org_id":"demo","plant_id":"PLANT-HP-001","prev":null,"salt":"..."}`,
  commitment: hash("a"),
  leaf_index: "0",
  tree_size: "1",
  proof: "c2sp.org/tlog-proof@v1\nindex 0\n\nhydro.example/log\n1\n...\n\n- hydro.example/log ...\n",
  verifier_key: "hydro.example/log+0a1b2c3d+AQ...",
  receipt: {
    network: "testnet",
    topic_id: "0.0.6255930",
    sequence_number: "42",
    consensus_timestamp: "1777636803.123456789",
    running_hash: "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
    previous_running_hash: "u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7",
    transaction_id: "0.0.6255927@1777636800.000000000",
    transaction_id_mirror: "0.0.6255927-1777636800-000000000",
    hashscan_url: "https://hashscan.io/testnet/transaction/0.0.6255927-1777636800-000000000",
    mirror_url: "https://testnet.mirrornode.hedera.com/api/v1/topics/0.0.6255930/messages/42",
    block_proof: null,
  },
};

export const verified = {
  valid: true,
  checks: [{ check: "inclusion", ok: true, detail: "the record is leaf 0 of the log's first 1" }],
  record_id: recordId,
};

export const refuted = {
  valid: false,
  checks: [
    { check: "inclusion", ok: false, detail: "the path from this record does not lead to the checkpoint's root" },
  ],
};

export const ready = { status: "ready", checks: [{ name: "database", ok: true, detail: "answers" }] };
export const notReady = {
  status: "not-ready",
  checks: [{ name: "database", ok: false, detail: "does not answer" }],
};

export const exportedRecords = `{"id":"${recordId}","kind":"plant", ... ,"seq":1}\n{"id":"rec_...","kind":"reading", ... ,"seq":2}\n`;

export const exportedSignatures = `{"form":"reading","signature":"...","signed":"{...}","v":1}\n`;
