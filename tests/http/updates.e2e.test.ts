import { afterAll, beforeAll, expect, test } from "vitest";
import * as periods from "../../src/http/periods.examples.ts";
import { noteSent } from "../../src/monitoring/alert-channel-store.ts";
import { registerDevice } from "../../src/plants/plants.ts";
import { authenticate } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotPlant } from "../support/pilot.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
  const actor = await authenticate(gateway.deps.tenancy, gateway.apiKey);
  await registerDevice(gateway.deps.plants, actor, pilotPlant.plant_id, { device_id: "METER-001", kind: "meter" });
});
afterAll(() => gateway.stop());

const plant = "/api/v1/plants/PLANT-HP-001";
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Answered = { status: number; headers: Headers; tag: string; body: any };
async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const tag = response.headers.get("etag") ?? "";
  const answer = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, tag, body: answer };
}
const chainLength = async () => {
  const response = await gateway.get("/api/v1/records/export?plant_id=PLANT-HP-001");
  return (response.body as string).trimEnd().split("\n").length;
};
const publicOf = (...fields: string[]) => ({ anchor_mode: "record", public_fields: fields });

test("a choice of anchoring is changed only by who knows the one that stands", async () => {
  const first = await call("GET", `${plant}/anchoring`);
  expect(first.body).toEqual({ anchor_mode: "log" });
  const changed = await call("PUT", `${plant}/anchoring`, publicOf("timestamp"), { "if-match": first.tag });
  expect([changed.status, changed.tag === first.tag]).toEqual([200, false]);
  const length = await chainLength();
  const stale = await call("PUT", `${plant}/anchoring`, publicOf("energy_wh"), { "if-match": first.tag });
  expect([stale.status, stale.body.type.split("/").at(-1)]).toEqual([412, "precondition-failed"]);
  expect(await chainLength()).toBe(length);
  const now = await call("GET", `${plant}/anchoring`);
  expect([now.tag, now.body]).toEqual([changed.tag, publicOf("timestamp")]);
});

test("of ten who change the same state at once, one does and nine are told", async () => {
  const { tag } = await call("GET", `${plant}/anchoring`);
  const length = await chainLength();
  const fields = ["energy_wh", "er_g", "interval_s", "trust_score", "timestamp"];
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => {
      const chosen = [fields[i % 5], fields[(i + 1 + Math.floor(i / 5)) % 5]] as [string, string];
      return call("PUT", `${plant}/anchoring`, publicOf(...chosen), { "if-match": tag });
    }),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  expect(await chainLength()).toBe(length + 1);
});

test("a project design has the tag of its newest version, whoever asks: the one who put it or the one who gets it", async () => {
  const none = await call("PUT", `${plant}/design`, periods.design, { "if-match": "*" });
  expect(none.status).toBe(412);
  // Only where there is none yet.
  const put = await call("PUT", `${plant}/design`, periods.design, { "if-none-match": "*" });
  const got = await call("GET", `${plant}/design`);
  expect([put.status, got.tag]).toEqual([201, put.tag]);
  const unit = { ...periods.design, ex_ante: { annual_er_t: "3100" } };
  expect((await call("PUT", `${plant}/design`, unit, { "if-match": '"other"' })).status).toBe(412);
  const second = await call("PUT", `${plant}/design`, unit, { "if-match": got.tag });
  expect([second.status, second.body.version]).toEqual([201, 2]);
  expect((await call("PUT", `${plant}/design`, periods.design, { "if-match": got.tag })).status).toBe(412);
  // Every version is kept: without If-Match it is taken as before.
  expect((await call("PUT", `${plant}/design`, periods.design)).body.version).toBe(3);
});

test("what is to be made only where it does not stand yet, or not where it stands as one knows it, changes nothing", async () => {
  const length = await chainLength();
  const design = { ...periods.design, ex_ante: { annual_er_t: "3300" } };
  const { tag } = await call("GET", `${plant}/design`);
  for (const unwanted of ["*", tag, `W/${tag}`]) {
    const refused = await call("PUT", `${plant}/design`, design, { "if-none-match": unwanted });
    expect([unwanted, refused.status, refused.body.type.split("/").at(-1)]).toEqual([
      unwanted,
      412,
      "precondition-failed",
    ]);
  }
  const chosen = await call("PUT", `${plant}/anchoring`, publicOf("er_g"), { "if-none-match": "*" });
  const named = await call("PATCH", plant, { name: "Other" }, { "if-match": "*", "if-none-match": "*" });
  expect([chosen.status, named.status, await chainLength()]).toEqual([412, 412, length]);
  expect((await call("PUT", `${plant}/design`, design, { "if-none-match": '"other"' })).status).toBe(201);
});

const removable: Record<string, () => Promise<{ path: string; change?: () => Promise<Answered>; by?: string }>> = {
  async "an alert rule"() {
    const rule = { kind: "threshold", name: "Low head", quantity: "head_height_m", below: 38 };
    const { rule_id } = (await call("POST", `${plant}/alert-rules`, rule)).body;
    const path = `${plant}/alert-rules/${rule_id}`;
    return { path, change: () => call("PATCH", path, { below: 37 }) };
  },
  async "a webhook"() {
    const { endpoint_id } = (
      await call("POST", "/api/v1/webhooks", { url: "https://hooks.example/x", types: ["alert.*"] })
    ).body;
    const path = `/api/v1/webhooks/${endpoint_id}`;
    return { path, change: () => call("PATCH", path, { description: "Another's" }) };
  },
  async "an alert channel"() {
    const asked = { kind: "alertmanager", target: "https://alerts.example" };
    const { channel_id } = (await call("POST", "/api/v1/alert-channels", asked)).body;
    const path = `/api/v1/alert-channels/${channel_id}`;
    const tried = { orgId: "pilot", channelId: channel_id };
    return {
      path,
      async change() {
        await noteSent(gateway.deps.tenancy.db.of("pilot"), tried, new Date(), "status 500");
        return call("GET", path);
      },
    };
  },
  async "an API key"() {
    const { key_id } = (await call("POST", "/api/v1/keys", { label: "meter", roles: ["device"] })).body;
    const path = `/api/v1/keys/${key_id}`;
    return { path, change: () => call("POST", `${path}/rotate`, {}) };
  },
  async "an open period"() {
    const { period_id } = (await call("POST", `${plant}/periods`, { from: "2026-01-01", to: "2026-02-01" })).body;
    const path = `${plant}/periods/${period_id}`;
    // While it is open nothing changes of it.
    return { path };
  },
  async "a member"() {
    const { user } = (await call("GET", "/api/v1/auth/me", undefined, as(await gateway.sessionWith(["operator"]))))
      .body;
    const path = `/api/v1/members/${user.user_id}`;
    const by = await gateway.sessionWith(["owner"]);
    return { path, by, change: () => call("PUT", path, { roles: ["auditor"] }, as(by)) };
  },
};
const as = (session: string | undefined) => (session === undefined ? {} : { authorization: `Bearer ${session}` });

test.each(Object.entries(removable))("%s is removed only by who knows it as it stands", async (_, make) => {
  const { path, change, by } = await make();
  const seen = await call("GET", path, undefined, as(by));
  expect([seen.status, seen.tag]).toEqual([200, expect.stringMatching(/^"/)]);
  const changed = await change?.();
  expect(changed?.status ?? 200).toBeLessThan(300);
  for (const tag of ['"other"', ...(change === undefined ? [] : [seen.tag])]) {
    const stale = await call("DELETE", path, undefined, { ...as(by), "if-match": tag });
    expect([tag, stale.status, stale.body.type.split("/").at(-1)]).toEqual([tag, 412, "precondition-failed"]);
  }
  const now = await call("GET", path, undefined, as(by));
  expect([now.status, now.tag === seen.tag]).toEqual([200, change === undefined]);
  expect((await call("DELETE", path, undefined, { ...as(by), "if-match": now.tag })).status).toBe(200);
});

test("a list of edits, which no PATCH takes, is a 415 that names what it takes", async () => {
  const edits = [{ op: "replace", path: "/name", value: "Other" }];
  const refused = await call("PATCH", plant, edits, { "content-type": "application/json-patch+json", "if-match": "*" });
  expect([refused.status, refused.headers.get("accept-patch")]).toEqual([
    415,
    "application/json, application/merge-patch+json",
  ]);
});

test("what is held is not sent again, and what is long comes packed where that is asked for", async () => {
  const { tag } = await call("GET", plant);
  const held = await call("GET", plant, undefined, { "if-none-match": tag });
  expect([held.status, held.tag, held.body]).toEqual([304, tag, undefined]);
  expect(held.headers.get("ratelimit")).toMatch(/^"key";r=\d+/);
  const packed = await call("GET", "/openapi.json", undefined, { "accept-encoding": "br" });
  expect([packed.headers.get("content-encoding"), packed.body.openapi]).toEqual(["br", "3.1.0"]);
});

test("what GET answers is sent back as it is, changed in one place, for each thing that PUT takes", async () => {
  const changes = {
    "": { name: "Read, changed and put back" },
    "/design": { ex_ante: { annual_er_t: "3500" } },
    "/alert-defaults": { enabled: false },
    "/anchoring": publicOf("timestamp", "interval_s"),
  };
  for (const [path, change] of Object.entries(changes)) {
    const got = await call("GET", `${plant}${path}`);
    const same = await call("PUT", `${plant}${path}`, got.body, { "if-match": got.tag });
    expect([path, same.status, same.tag]).toEqual([path, 200, got.tag]);
    const put = await call("PUT", `${plant}${path}`, { ...got.body, ...change }, { "if-match": got.tag });
    expect([path, put.status < 300, put.body]).toEqual([path, true, expect.objectContaining(change)]);
    // What has gone on meanwhile is told as that, not as a wrong member.
    expect((await call("PUT", `${plant}${path}`, got.body, { "if-match": got.tag })).status).toBe(412);
  }
});

test("what only the gateway sets changes nothing: said otherwise than it stands it is refused by its place", async () => {
  const wrong = { "": { devices: [] }, "/design": { version: 77, eligible: false }, "/alert-defaults": { rules: [] } };
  for (const [path, members] of Object.entries(wrong)) {
    const got = await call("GET", `${plant}${path}`);
    const length = await chainLength();
    const refused = await call("PUT", `${plant}${path}`, { ...got.body, ...members }, { "if-match": got.tag });
    expect([path, refused.status]).toEqual([path, 400]);
    const said = Object.keys(members).map((name) => ({ pointer: `/${name}`, rule: "read-only" }));
    expect(refused.body.errors).toHaveLength(said.length);
    expect(refused.body.errors).toEqual(expect.arrayContaining(said.map((one) => expect.objectContaining(one))));
    const now = await call("GET", `${plant}${path}`);
    expect([now.tag, await chainLength()]).toEqual([got.tag, length]);
  }
  const { body, tag } = await call("GET", plant);
  const odd = ['["\\ud800"]', '"\\ud800"', "1e400", '{ "__proto__": null, "a": -0 }'];
  for (const devices of odd) {
    const raw = JSON.stringify({ ...body, devices: "DEVICES" }).replace('"DEVICES"', devices);
    expect([devices, (await call("PUT", plant, raw, { "if-match": tag })).status]).toEqual([devices, 400]);
  }
});
