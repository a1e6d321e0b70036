import { afterAll, beforeAll, expect, test } from "vitest";
import { openApiDocument } from "../../src/http/app.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { callerOf, callers, fuzz } from "./fuzz/campaign.ts";

let gateway: TestGateway;
beforeAll(async () => {
  const lifted = { RATE_LIMIT_KEY: "0", RATE_LIMIT_ORG: "0", RATE_LIMIT_ADDRESS: "0" };
  gateway = await testGateway({ env: { ...lifted, LOG_LEVEL: "silent" } });
});
afterAll(() => gateway?.stop());

test("requests of every operation, right and spoilt, never fail the gateway nor show what is inside it", async () => {
  const world = {
    baseUrl: gateway.baseUrl,
    document: openApiDocument(),
    roles: callers,
    keyOf: (caller: string) => {
      const [role, isPerson] = callerOf(caller);
      return isPerson ? gateway.sessionWith([role]) : gateway.keyWith([role]);
    },
    memory: () => 0,
  };
  const report = await fuzz(world, { seed: 7, requests: 4_000 });
  expect(report.failures).toEqual([]);
  expect(report.reached / report.requests).toBeGreaterThan(0.6);
}, 120_000);
