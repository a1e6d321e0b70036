import { afterAll, beforeAll, expect, test } from "vitest";
import { runSimulate } from "../../src/simulator/simulate.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

async function simulate(key: string, ...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runSimulate(["--url", gateway.baseUrl, ...argv], key, {
    out: async (text) => void out.push(text),
    err: (text) => void err.push(text),
    signal: new AbortController().signal,
  });
  return { code, out: out.join(""), err: err.join("") };
}

test("a simulated morning is registered, sent and approved, and sent again changes nothing", async () => {
  const argv = ["--seed", "4", "--days", "0.25"];
  const first = await simulate(gateway.apiKey, ...argv);
  expect(first.err).toContain("SIM-4");
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^\d\d APPROVED\n$/) });
  expect((await simulate(gateway.apiKey, ...argv)).out).toBe(first.out);
  const page = await gateway.get("/api/v1/plants/SIM-4");
  expect(page.body.devices).toMatchObject([{ device_id: "SIM-4-STATION" }]);
});

test("a cheat that claims the same time twice is refused, and the program says so", async () => {
  const run = await simulate(gateway.apiKey, "--seed", "6", "--days", "0.1", "--cheat", "interval-doubling");
  expect(run.code).toBe(1);
  expect(run.err).toMatch(/refused: 409/);
});

test("a key that is not let in stops it at once", async () => {
  const run = await simulate("ghdk_nobody", "--days", "1");
  expect(run.code).toBe(1);
  expect(run.err).toContain("401");
});
