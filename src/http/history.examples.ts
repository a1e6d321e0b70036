import { anchoredRecord } from "./examples.ts";

/** Examples of series, newest values and exports. */

const quality = { approved: 12, flagged: 0, rejected: 0, approved_share: 1 };

export const series = {
  plant_id: anchoredRecord.plant_id,
  metric: "power_output_kw",
  from: "2026-05-01T00:00:00.000Z",
  to: "2026-05-01T02:00:00.000Z",
  resolution: "1h",
  interval_s: 3600,
  devices: [
    {
      device_id: "TURBINE-001",
      buckets: 2,
      points: [
        { timestamp: "2026-05-01T01:00:00.000Z", avg: 899.5, min: 894, max: 903, last: 901, count: 12, quality },
        {
          ...{ timestamp: "2026-05-01T02:00:00.000Z", avg: 902.25, min: 899, max: 905, last: 899, count: 11 },
          quality: { approved: 10, flagged: 1, rejected: 1, approved_share: 0.8333 },
        },
      ],
    },
  ],
  behind: 0,
};

const from = {
  timestamp: "2026-05-01T12:00:00.000Z",
  received_at: "2026-05-01T12:00:01.204Z",
  record_id: anchoredRecord.record_id,
  effective_status: "APPROVED",
};

export const latest = {
  plant_id: anchoredRecord.plant_id,
  devices: [
    {
      device_id: "TURBINE-001",
      values: { flow_rate_m3s: { value: 2.5, ...from }, power_output_kw: { value: 900, ...from } },
    },
  ],
  behind: 0,
};

export const history = `timestamp,interval_s,device_id,kind,status,effective_status,trust_score,power_output_kw,received_at,seq,record_id\r
2026-05-01T12:00:00.000Z,300,TURBINE-001,reading,APPROVED,APPROVED,0.985,900,2026-05-01T12:00:01.204Z,305,${anchoredRecord.record_id}\r
`;
