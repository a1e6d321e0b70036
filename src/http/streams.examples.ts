/** Examples of live streams for the OpenAPI document. */

const place = {
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  record_id: "rec_d9ywrj1jb9c6fptjr7p39yqhtc",
  seq: 42,
};

export const message = {
  id: "4710.1777636800219",
  event: "reading",
  data: {
    ...place,
    timestamp: "2026-05-01T12:00:00.000Z",
    interval_s: 1,
    received_at: "2026-05-01T12:00:00.214Z",
    readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
  },
} as const;

const verdict = {
  ...place,
  timestamp: "2026-05-01T12:00:00.000Z",
  because: "reading",
  status: "APPROVED",
  trust_score: 0.985,
  rules: [],
};

export const eventStream = `retry: 2000
id: 4709.1777636798412
: open

id: 4710.1777636800219
event: reading
data: ${JSON.stringify(message.data)}

id: 4711.1777636800219
event: verdict
data: ${JSON.stringify(verdict)}

: heartbeat
id: 4711.1777636800219

`;
