/** Examples of samples. A test holds each against its schema. */

const hash = (digit: string) => digit.repeat(64);
const slot = { from: "2026-05-01T11:55:00.000Z", to: "2026-05-01T12:00:00.000Z" };

export const sample = {
  kind: "sample",
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  received_at: "2026-05-01T11:57:01.204Z",
  timestamp: "2026-05-01T11:57:00.000Z",
  interval_s: 1,
  sha256: hash("a"),
  slot,
  record_id: null,
  duplicate: false,
  notice:
    "A sample, durable and without a verdict: its plant declares an accounting interval, and the record that is made of its slot is judged.",
  links: { record: null },
};

export const samplePage = {
  record_id: "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e",
  count: 2,
  root: hash("c"),
  items: [
    {
      index: 0,
      sample:
        '{"device_id":"TURBINE-001","interval_s":150,"kind":"sample","org_id":"org_1","plant_id":"PLANT-HP-001","readings":{"energy_kwh":37.5},"received_at":"2026-05-01T11:57:31.204Z","signed":false,"slot":{"from":"2026-05-01T11:55:00.000Z","to":"2026-05-01T12:00:00.000Z"},"timestamp":"2026-05-01T11:57:30.000Z","v":1}',
      sha256: hash("a"),
      path: [hash("b")],
    },
  ],
  next_cursor: null,
};

export const exportedSamples = `${samplePage.items[0]?.sample}\n`;
