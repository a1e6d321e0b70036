import { afterAll, beforeAll, expect, test } from "vitest";
import { messageSchema } from "../../src/http/webhook-events.ts";
import type { TenantEventType } from "../../src/platform/events.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { isSigned, Receiver } from "./receiver.ts";

let gateway: TestGateway;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await Receiver.open("127.0.0.5");
  gateway = await testGateway({ env: { OUTBOUND_ALLOW: "127.0.0.5/32" } });
});
afterAll(async () => {
  await gateway?.stop();
  await receiver?.close();
});

async function call(method: string, path: string, body?: unknown, key = gateway.apiKey) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

const reading = (power_output_kw: number) => ({
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw },
});

test("a plant's owner is told, signed, of a reading in doubt and of what was anchored", async () => {
  const made = await call("POST", "/api/v1/webhooks", { url: receiver.url, types: ["record.*"] });
  expect(made.status).toBe(201);
  const { endpoint_id, secret } = made.body;
  const honest = await gateway.post(reading(900));
  const doubtful = await gateway.post(reading(9_000));
  expect(doubtful.body.status).not.toBe("APPROVED");

  const told = await receiver.message(({ data }) => data.record_id === doubtful.body.record_id);
  expect(told).toMatchObject({
    type: `record.${doubtful.body.status.toLowerCase()}`,
    data: { plant_id: "PLANT-HP-001", device_id: "TURBINE-001", status: doubtful.body.status },
  });
  expect(told.data.rules.length).toBeGreaterThan(0);
  expect(isSigned(told, secret)).toBe(true);
  expect(told.headers["user-agent"]).toBe("hydro-mrv-gateway");

  const ids = ({ data }: { data: { records?: { record_id: string }[] } }) =>
    (data.records ?? []).map(({ record_id }) => record_id);
  const anchored = await receiver.message((one) => ids(one).includes(honest.body.record_id));
  expect(anchored.type).toBe("record.anchored");
  for (const { type, body } of [told, anchored]) {
    const described = messageSchema(type as TenantEventType).safeParse(JSON.parse(body));
    expect(described.error?.issues, type).toBeUndefined();
  }

  const deliveries = async () => (await call("GET", `/api/v1/webhooks/${endpoint_id}/deliveries`)).body.items;
  const ofRecord = async () => (await deliveries()).find((one: { event_id: string }) => one.event_id === told.id);
  await expect.poll(ofRecord).toMatchObject({ state: "delivered", attempts: 1, log: [{ status: 204 }] });
  const again = await call("POST", `/api/v1/webhooks/${endpoint_id}/deliveries/${told.id}/replay`);
  expect(again).toMatchObject({ status: 202, body: { replayed: 1 } });
  await receiver.message(() => receiver.received.filter(({ id }) => id === told.id).length === 2);
  const acts = await call("GET", "/api/v1/acts");
  const act = acts.body.items.find((one: { object: string }) => one.object === endpoint_id);
  expect(act).toMatchObject({ act: "webhook.created", detail: { types: ["record.*"] } });
  expect(JSON.stringify(act)).not.toContain("hidden");
});

test("the secret is told once and a URL that is none is refused with its place", async () => {
  const { body: list } = await call("GET", "/api/v1/webhooks");
  expect(list.items).toHaveLength(1);
  expect(JSON.stringify(list)).not.toContain("whsec_");
  const bad = await call("POST", "/api/v1/webhooks", { url: "ftp://example.com", types: ["record.*", "weather"] });
  expect(bad.status).toBe(400);
  expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/url", "/types/1"]);
});

test("a webhook is changed, switched off and deleted over the API", async () => {
  const made = await call("POST", "/api/v1/webhooks", { url: receiver.url, types: ["period.closed"] });
  const path = `/api/v1/webhooks/${made.body.endpoint_id}`;
  const changed = await call("PATCH", path, { types: ["period.*"], enabled: false });
  expect(changed.body).toMatchObject({ types: ["period.*"], enabled: false, disabled: { why: "by its owner" } });
  expect((await call("POST", `${path}/secret`)).body.secret).not.toBe(made.body.secret);
  expect((await call("DELETE", path)).status).toBe(200);
  expect((await call("GET", path)).status).toBe(404);
});

test("a URL that can never be called is refused where it is set, with what is wrong; one that can be is taken", async () => {
  const refused: [url: string, rule: string][] = [
    ["https://127.0.0.1/hook", "outbound.address"],
    ["https://0x0a000001/hook", "outbound.address"],
    ["https://[::1]/hook", "outbound.address"],
    ["https://[::ffff:169.254.169.254]/hook", "outbound.address"],
    ["http://8.8.8.8/hook", "outbound.url"],
  ];
  const made = await call("POST", "/api/v1/webhooks", { url: receiver.url, types: ["webhook.test"] });
  expect(made.status).toBe(201);
  for (const [url, rule] of refused) {
    for (const [method, path, body, pointer] of [
      ["POST", "/api/v1/webhooks", { url, types: ["*"] }, "/url"],
      ["PATCH", `/api/v1/webhooks/${made.body.endpoint_id}`, { url }, "/url"],
      ["POST", "/api/v1/alert-channels", { kind: "alertmanager", target: url }, "/target"],
    ] as const) {
      const answer = await call(method, path, body);
      expect([url, answer.status, answer.body.errors?.[0]]).toMatchObject([url, 400, { pointer, rule }]);
    }
  }
  const other = await call("POST", "/api/v1/webhooks", { url: "https://hooks.example/", types: ["webhook.test"] });
  expect(other.status).toBe(201);
});

test("a narrowed key's webhook tells nothing that the key may not read, nor does one that it sends elsewhere", async () => {
  const keyOf = async (...scopes: string[]) =>
    (await call("POST", "/api/v1/keys", { roles: ["owner"], label: "narrow", scopes })).body.api_key as string;
  const [writer, records, every] = [
    await keyOf("webhooks:write"),
    await keyOf("webhooks:write", "records:read"),
    await keyOf(...["webhooks:write", "records:read", "reviews:read", "periods:read"], ...readsMore),
  ];
  const make = (key: string, ...types: string[]) => call("POST", "/api/v1/webhooks", { url: receiver.url, types }, key);
  const told = async (answer: Awaited<ReturnType<typeof make>>) => [answer.status, answer.body.needed_scope];
  expect(await told(await make(writer, "record.flagged"))).toEqual([403, "records:read"]);
  expect(await told(await make(writer, "*"))).toEqual([403, "records:read"]);
  expect(await told(await make(records, "record.*"))).toEqual([403, "reviews:read"]);
  expect(await told(await make(records, "*"))).toEqual([403, "reviews:read"]);
  expect(await told(await make(records, "record.flagged", "alert.fired"))).toEqual([403, "alerts:read"]);
  const made = await make(records, "record.flagged", "record.rejected", "record.anchored");
  expect([made.status, (await make(every, "*")).status]).toEqual([201, 201]);

  const path = `/api/v1/webhooks/${made.body.endpoint_id}`;
  const elsewhere = { url: `${receiver.url}/elsewhere` };
  expect(await told(await call("PATCH", path, elsewhere, writer))).toEqual([403, "records:read"]);
  expect(await told(await call("PATCH", path, { types: ["*"] }, records))).toEqual([403, "reviews:read"]);
  expect((await call("PATCH", path, elsewhere, records)).status).toBe(200);
  expect((await call("PATCH", path, { enabled: false }, writer)).status).toBe(200);
  expect(await told(await call("PATCH", path, { enabled: true }, writer))).toEqual([403, "records:read"]);
});

const readsMore = ["issuance:read", "units:read", "alerts:read"];
