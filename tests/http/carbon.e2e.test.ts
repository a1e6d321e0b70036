import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { carbonAnswer } from "../../src/audit/carbon.ts";
import { january, type RequestParts, requestOf } from "../carbon/requests.ts";
import { misses, type Outcome, vectorCases, vectorRun } from "../carbon/vector-requests.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let deviceKey: string;
beforeAll(async () => {
  gateway = await testGateway();
  deviceKey = await gateway.keyWith(["device"]);
});
afterAll(() => gateway.stop());

async function post(body: unknown, key = deviceKey) {
  const response = await fetch(`${gateway.baseUrl}/api/v1/carbon/calculations`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

describe("POST /api/v1/carbon/calculations", () => {
  test.each(vectorCases.map((one) => [one.id, one] as const))("%s holds at its own tolerance", async (_id, one) => {
    const { requests, figures } = vectorRun(one);
    const outcomes: Outcome[] = [];
    for (const request of requests) {
      const { status, text, body } = await post(request);
      expect([200, 422]).toContain(status);
      if (status === 200) expect(text).toBe(carbonAnswer(JSON.stringify(request)));
      outcomes.push(status === 200 ? { answer: body } : body);
    }
    expect(misses(one, figures(outcomes))).toEqual([]);
  });

  test("refuses an ineligible design with the rule, its clause and the field", async () => {
    const design = { reservoir: "single", cap_pj_w: 4_000_000, a_pj_m2: 1_000_000 };
    const { status, body } = await post(requestOf({ design }));
    expect(status).toBe(422);
    expect(body).toMatchObject({
      type: expect.stringMatching(/\/problems\/rule-violated$/),
      rule: "applicability.power-density",
      clause: "ACM0002 v22.0 para 5, eq. 7 and 8",
      errors: [{ pointer: "/design/cap_pj_w", rule: "applicability.power-density" }],
    });
  });

  test.each<[string, RequestParts, number, string]>([
    ["an unknown rulebook", { rulebook: "acm0002-v1" }, 422, "/rulebook"],
    ["an unknown year", { grid: { table: "cea-v21.0", year: "1999-00", crediting_period: 1 } }, 422, "/grid/year"],
    ["a missing register", { periods: [{ ...january, export_wh: 1 }] }, 422, "/periods/0/import_wh"],
    ["NaN as text", { periods: [{ ...january, net_wh: "NaN" }] }, 400, "/periods/0/net_wh"],
    ["half a watt-hour", { periods: [{ ...january, net_wh: 0.5 }] }, 400, "/periods/0/net_wh"],
    ["margins without a crediting period", { grid: { ef_om: 0.9, ef_bm: 0.5 } }, 400, "/grid/crediting_period"],
    ["a factor of seven decimals", { grid: { ef_cm_t_per_mwh: "0.7382501" } }, 400, "/grid/ef_cm_t_per_mwh"],
  ])("names the field and the rule of %s", async (_name, parts, status, pointer) => {
    const answer = await post(requestOf(parts));
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0]).toMatchObject({ pointer, rule: expect.stringMatching(/./) });
  });

  test("does not read NaN as a number, nor answer without a key", async () => {
    expect((await post(JSON.stringify(requestOf()).replace('"1000500000"', "NaN"))).body.type).toMatch(
      /malformed-json$/,
    );
    expect((await post(requestOf(), "ghdk_local_nobody")).status).toBe(401);
  });
});
