import { expect, test } from "vitest";
import * as examples from "../../src/http/shadow.examples.ts";
import { shadowPage } from "../../src/http/shadow.page.ts";
import type { ShadowReport } from "../../src/issuance/shadow.ts";

test("each column of a shadow report says what it is and in which unit, and each row which period", () => {
  const report = examples.report as unknown as ShadowReport;
  const html = shadowPage(report);
  const [, periods = ""] = html.split("<h2>Periods</h2>");
  const heads = [...periods.matchAll(/<th scope="col">(.*?)<\/th>/g)].map(([, text]) => text);
  expect(new Set(heads).size).toBe(heads.length);
  expect(heads).toEqual(expect.arrayContaining(["Export, kWh: gateway", "ER, tCO2e: manual", "ER, tCO2e: gateway"]));
  for (const { period } of report.rows) expect(periods).toContain(`<th scope="row">${period}</th>`);
});
