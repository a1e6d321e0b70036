import { afterAll, beforeAll, expect, test } from "vitest";
import { scoped } from "../../src/platform/scoped.ts";
import { setOrgQuota } from "../../src/tenancy/org-quotas.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { pilotPlant } from "../support/pilot.ts";
import { type TwoGateways, twoGateways } from "../support/two-gateways.ts";

let both: TwoGateways;
beforeAll(async () => {
  both = await twoGateways({
    env: { RATE_LIMIT_KEY: "60", RATE_LIMIT_ORG: "100", RATE_LIMIT_ADDRESS: "20", TRUSTED_PROXIES: "127.0.0.1" },
    overrides: { http: { quotaWindowS: 86_400 * 365 } },
  });
  for (const orgId of ["a", "b", "c"]) await createOrganisation(both.first.deps.tenancy, { orgId, name: orgId });
});
afterAll(() => both.stop());

let address = 0;
async function get(path: string, headers: Record<string, string> = {}, gateway = both.first) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    headers: { "x-forwarded-for": `10.0.0.${++address}`, ...headers },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}
const withKey = (key: string, gateway?: typeof both.first) =>
  get("/api/v1/plants", { authorization: `Bearer ${key}` }, gateway);

test("a key's quota holds over both gateways together: no more than sixty pass, the next is a 429 that says when", async () => {
  const key = await both.first.keyWith(["owner"], "a");
  const gateways = [both.first, both.second as typeof both.first];
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => withKey(key, gateways[i % 2])));
  const passed = answers.filter(({ status }) => status === 200).length;
  // Whoever is done first may hold one request that the other would have needed.
  expect(passed).toBeLessThanOrEqual(60);
  expect(passed).toBeGreaterThanOrEqual(59);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({ title: "Too many requests", "violated-policies": ["key"] });
  expect(refused?.body.type).toMatch(/\/problems\/quota-exceeded$/);
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused?.headers.get("ratelimit")).toMatch(/^"key";r=0;t=\d+$/);
  const other = await both.first.keyWith(["owner"], "a");
  expect((await withKey(other)).status).toBe(200);
});

test("every answer says how the key and the organisation stand, failures too", async () => {
  const key = await both.first.keyWith(["owner"], "b");
  const { headers } = await withKey(key);
  expect(headers.get("ratelimit-policy")).toBe('"key";q=60;w=31536000, "org";q=100;w=31536000');
  expect(headers.get("ratelimit")).toMatch(/^"key";r=59;t=\d+, "org";r=99;t=\d+$/);
  const absent = await get("/api/v1/plants/NOWHERE", { authorization: `Bearer ${key}` });
  expect([absent.status, absent.headers.get("ratelimit")?.split(";t")[0]]).toEqual([404, '"key";r=58']);
});

test("an organisation's keys share its quota, which its operator may set", async () => {
  const keys = await Promise.all([1, 2].map(() => both.first.keyWith(["owner"], "c")));
  // At the console, which works as the owner.
  const console = { ...both.first.deps.tenancy, db: scoped(both.first.roles.owner.pool) };
  await setOrgQuota(console, "c", { orgPerMinute: 10, keyPerMinute: 0 });
  const statuses = [];
  for (let i = 0; i < 14; i++) statuses.push((await withKey(keys[i % 2] ?? "")).status);
  expect(statuses).toEqual([...Array(10).fill(200), ...Array(4).fill(429)]);
  const { headers, body } = await withKey(keys[0] ?? "");
  expect(headers.get("ratelimit-policy")).toBe('"org";q=10;w=31536000');
  expect(body["violated-policies"]).toEqual(["org"]);
});

test("calls without a key count by address, bad keys with them; probes never, and a good key passes all the same", async () => {
  const mine = { "x-forwarded-for": "1.1.1.1, 203.0.113.7" };
  const bad = { ...mine, authorization: "Bearer ghdk_local_mistyped" };
  for (let i = 0; i < 10; i++) {
    expect((await get("/problems", mine)).status).toBe(200);
    expect((await get("/api/v1/plants", bad)).status).toBe(401);
  }
  for (const refused of [await get("/problems", mine), await get("/api/v1/plants", bad)]) {
    expect([refused.status, refused.body["violated-policies"]]).toEqual([429, ["address"]]);
  }
  // What the caller itself wrote into the header does not make it another.
  expect((await get("/problems", { "x-forwarded-for": "9.9.9.9, 203.0.113.7" })).status).toBe(429);
  expect((await get("/health/live", mine)).status).toBe(200);
  expect((await get("/problems", { "x-forwarded-for": "203.0.113.8" })).status).toBe(200);
  const key = await both.first.keyWith(["owner"]);
  const good = await get(`/api/v1/plants/${pilotPlant.plant_id}`, { ...mine, authorization: `Bearer ${key}` });
  expect(good.status).toBe(200);
});

test("refusals are counted by policy, without a word of who was refused", async () => {
  const metrics = await (await fetch(`${both.first.baseUrl}/metrics`)).text();
  expect(metrics).toMatch(/hydro_requests_refused_total\{policy="address"\} [1-9]/);
  expect(metrics).not.toContain("203.0.113");
});
