import { expect, test } from "vitest";
import { summary } from "../../src/importer/report.ts";
import { count, emptyTally } from "../../src/importer/tally.ts";

test("samples are counted by themselves: they have no verdict and are no finding", () => {
  const tally = emptyTally();
  for (const duplicate of [false, false, true]) {
    count(tally, 2, { kind: "sent", deviceId: "METER-001", answer: { kind: "sample", duplicate, body: {} } });
  }
  expect(tally).toMatchObject({ sent: 3, samples: 3, duplicates: 1, verdicts: {}, findings: [] });
  expect(summary(tally, { sent: 3, seconds: 1 })).toContain("samples     3, judged with the records of their slots");
  expect(summary(emptyTally(), { sent: 0, seconds: 1 })).not.toContain("samples");
});
