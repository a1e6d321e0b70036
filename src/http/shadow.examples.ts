/** Examples of shadow reports. A test holds each against its schema. */

const hash = (digit: string) => digit.repeat(64);

export const manualReport = "period,export_kwh,import_kwh,er_t,interventions\n2025-01,371000,975,273.17,2\n";

const figures = { export_wh: "371000000", import_wh: "975000", gross_wh: null };

export const report = {
  report_id: "shr_5f2rkq0v9c8hxw3n7d1ytbgm4e",
  plant_id: "PLANT-HP-001",
  label: "unverified estimate: a comparison, nothing is closed or credited by it",
  created_at: "2025-02-03T04:00:00.000Z",
  source_sha256: hash("a"),
  chain: { head_seq: 8_949, head_commitment: hash("b") },
  design: { version: 1, record_id: "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e" },
  rulebook: { id: "acm0002-v22.0", hash: hash("c") },
  rows: [
    {
      period: "2025-01",
      from: "2025-01-01",
      to: "2025-02-01",
      manual: { ...figures, er_g: "273170000", er_t: "273.17" },
      gateway: { ...figures, er_g: "273170956", er_t: "273.170956" },
      refused: null,
      delta_percent: { export: "0", import: "0", gross: null, er: "0.0003" },
      readings: "8928",
      rejected: "2",
      reviewed: "11",
    },
  ],
  false_rejections: { readings: "8928", rejected: "2", false: "2", percent: "0.0224" },
  ledger: { records: "8928", anchored: "8928", percent: "100" },
  interventions: { gateway: "11", manual: "2" },
  verdict: {
    passed: true,
    marks: [
      { mark: "delta", limit: "< 5 % in every period", value: "0.0003", passed: true },
      { mark: "false rejections", limit: "< 0.5 % of readings", value: "0.0224", passed: true },
      { mark: "ledger success", limit: "> 99 % of records", value: "100", passed: true },
    ],
  },
};
