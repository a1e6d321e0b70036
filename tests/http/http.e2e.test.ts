import { createHash } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAnswerSchema } from "../../src/http/schemas.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
  await createOrganisation(gateway.deps.tenancy, { orgId: "rival", name: "Rival" });
});
afterAll(() => gateway.stop());

/** An hour of March 2026 that no other test has used. */
let hours = 0;
const freshHour = () => ({
  timestamp: new Date(Date.UTC(2026, 2, 1, ++hours)).toISOString(),
  interval_s: 3600,
});

const send = (path: string, init: RequestInit = {}, headers: Record<string, string> = {}) =>
  fetch(`${gateway.baseUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json", ...headers },
  });

const codeOf = (answer: { body: { type?: string } }) => answer.body.type?.split("/").at(-1);

describe("POST /api/v1/telemetry", () => {
  test("answers what the document says, and GET of the record the same", async () => {
    const posted = await gateway.post(pilotBody({}, freshHour()), { prefer: "wait=30" });
    expect([posted.status, posted.headers.get("preference-applied")]).toEqual([201, "wait=30"]);
    expect(recordAnswerSchema.parse(posted.body)).toEqual(posted.body);
    const { body } = await gateway.get(posted.headers.get("location") ?? "");
    // The mirror may tell the consensus time between the two answers.
    const { consensus_timestamp } = body.anchor;
    expect(body).toEqual({ ...posted.body, anchor: { ...posted.body.anchor, consensus_timestamp } });
    expect(posted.headers.get("cache-control")).toBe("no-store");
  });

  test("with other content for the same time is a 409 that leads to the record on file", async () => {
    const hour = freshHour();
    const first = await gateway.post(pilotBody({}, hour), { prefer: "respond-async" });
    const other = await gateway.post(pilotBody({ power_output_kw: 800 }, hour));
    expect([other.status, codeOf(other), other.body.record_id]).toEqual([
      409,
      "reading-conflict",
      first.body.record_id,
    ]);
    expect((await gateway.get(other.body.record)).body.record_id).toBe(first.body.record_id);
  });

  test("with an overlapping interval is a 409 of another kind", async () => {
    const hour = freshHour();
    freshHour();
    await gateway.post(pilotBody({}, hour), { prefer: "respond-async" });
    const later = new Date(Date.parse(hour.timestamp) + 1_800_000).toISOString();
    const other = await gateway.post(pilotBody({}, { ...hour, timestamp: later }));
    expect([other.status, codeOf(other)]).toEqual([409, "interval-overlap"]);
  });

  test("takes an Idempotency-Key with and without quotes as one key, and refuses one that is none", async () => {
    const first = await gateway.post(pilotBody(), { "idempotency-key": '"k-1"' });
    const again = await gateway.post(pilotBody(), { "idempotency-key": "k-1" });
    expect([again.body.record_id, again.headers.get("idempotency-replayed")]).toEqual([first.body.record_id, "true"]);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    const bad = await gateway.post(pilotBody(), { "idempotency-key": "two words" });
    expect([bad.status, bad.body.errors[0].parameter]).toEqual([400, "Idempotency-Key"]);
  });

  test("takes the key in X-API-Key too, but not two different ones", async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${gateway.baseUrl}/api/v1/plants`, { headers }).then(({ status }) => status);
    const other = await gateway.keyWith(["auditor"]);
    expect(await send({ "x-api-key": gateway.apiKey })).toBe(200);
    expect(await send({ "x-api-key": gateway.apiKey, authorization: `Bearer ${gateway.apiKey}` })).toBe(200);
    expect(await send({ "x-api-key": gateway.apiKey, authorization: `Bearer ${other}` })).toBe(401);
  });

  test("of a caller who hangs up ends its wait at once, and is stored and anchored all the same", async () => {
    const hour = freshHour();
    const body = JSON.stringify(pilotBody({}, hour));
    gateway.localLedger?.faults.ledgerDown();
    const url = new URL(`${gateway.baseUrl}/api/v1/telemetry`);
    const headers = {
      authorization: `Bearer ${gateway.apiKey}`,
      "content-type": "application/json",
      prefer: "wait=60",
      "x-request-id": "hang-up",
    };
    const call = request({ hostname: url.hostname, port: url.port, path: url.pathname, method: "POST", headers });
    call.on("error", () => undefined);
    call.end(body);
    const stored = async () => {
      const { timestamp } = hour;
      const from = new Date(Date.parse(timestamp) - 1).toISOString();
      return (await gateway.get(`/api/v1/telemetry?plant_id=${pilotPlant.plant_id}&from=${from}&to=${timestamp}`)).body
        .items;
    };
    await expect.poll(stored).toHaveLength(1);
    call.destroy();
    // The ledger is still down: only the caller's leaving can have ended the wait.
    await expect.poll(() => gateway.logLines.some((line) => line.includes('"req_id":"hang-up"'))).toBe(true);
    gateway.localLedger?.faults.ledgerUp();
    const again = await gateway.post(body, { prefer: "wait=60" });
    expect([again.status, again.body.duplicate, again.body.anchor.state]).toEqual([200, true, "anchored"]);
  });

  test("of a caller who closes its side with the last byte is answered with what is known", async () => {
    const body = JSON.stringify(pilotBody({}, freshHour()));
    gateway.localLedger?.faults.ledgerDown();
    const { hostname, port } = new URL(gateway.baseUrl);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }).setEncoding("utf8");
    const headers = `Host: x\r\nAuthorization: Bearer ${gateway.apiKey}\r\nContent-Type: application/json\r\nPrefer: wait=60`;
    socket.end(`POST /api/v1/telemetry HTTP/1.0\r\n${headers}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    const answer = (await socket.toArray()).join("");
    gateway.localLedger?.faults.ledgerUp();
    expect(answer).toMatch(/^HTTP\/1.1 202 /);
    expect(answer).toContain('"record_id":"rec_');
  });
});

describe("GET /api/v1/telemetry", () => {
  const list = (query: string, key?: string) =>
    gateway.get(`/api/v1/telemetry?plant_id=${pilotPlant.plant_id}${query}`, key);
  const ids = (page: { body: { items: { record_id: string }[] } }) => page.body.items.map(({ record_id }) => record_id);

  test("holds `from` exclusive and `to` inclusive, as ISO 8601, with an offset, or as milliseconds", async () => {
    const [a, b, c] = [freshHour(), freshHour(), freshHour()];
    const sent = [];
    for (const hour of [a, b, c])
      sent.push((await gateway.post(pilotBody({}, hour), { prefer: "respond-async" })).body.record_id);
    expect(ids(await list(`&from=${a.timestamp}&to=${c.timestamp}`))).toEqual([sent[1], sent[2]]);
    expect(ids(await list(`&from=${Date.parse(a.timestamp)}&to=${Date.parse(b.timestamp)}`))).toEqual([sent[1]]);
    const local = new Date(Date.parse(b.timestamp) + 19_800_000).toISOString().replace("Z", "+05:30");
    for (const to of [local, encodeURIComponent(local)])
      expect(ids(await list(`&from=${a.timestamp}&to=${to}`))).toEqual([sent[1]]);
  });

  test("keeps the verdicts asked for, repeated or separated by commas", async () => {
    await gateway.post(pilotBody({ flow_rate_m3s: 0 }, freshHour()), { prefer: "respond-async" });
    const statuses = async (query: string) =>
      new Set((await list(`&limit=1000${query}`)).body.items.map(({ status }: { status: string }) => status));
    expect(await statuses("&status=REJECTED")).toEqual(new Set(["REJECTED"]));
    expect(await statuses("&status=REJECTED,APPROVED")).toEqual(new Set(["REJECTED", "APPROVED"]));
    expect(await statuses("&status=REJECTED&status=APPROVED")).toEqual(new Set(["REJECTED", "APPROVED"]));
  });

  test("links its next page until the last", async () => {
    const all = ids(await list("&limit=1000"));
    const seen: string[] = [];
    let path: string | undefined = `/api/v1/telemetry?limit=3&plant_id=${pilotPlant.plant_id}`;
    while (path !== undefined) {
      const page = await gateway.get(path);
      seen.push(...ids(page));
      path = /^<([^>]+)>; rel="next"$/.exec(page.headers.get("link") ?? "")?.[1];
      expect(path === undefined).toBe(page.body.next_cursor === null);
    }
    expect(seen).toEqual(all);
  });

  test.each([
    ["&limit=0", "limit"],
    ["&limit=1001", "limit"],
    ["&limit=1e2", "limit"],
    ["&from=yesterday", "from"],
    ["&status=GOOD", "status"],
    ["&cursor=x", "cursor"],
    [`&cursor=${Buffer.from("9999999999999999.1").toString("base64url")}`, "cursor"],
    [`&cursor=${Buffer.from("-62167219200001.1").toString("base64url")}`, "cursor"],
    ["&colour=blue", "colour"],
    [`&plant_id=${pilotPlant.plant_id}`, "plant_id"],
  ])("refuses %s by the parameter's name", async (query, parameter) => {
    const answer = await list(query);
    expect([answer.status, answer.body.errors?.[0].parameter]).toEqual([400, parameter]);
  });
});

describe("GET /api/v1/records/export", () => {
  test("gives the part asked for, each line hashing to its record's commitment", async () => {
    const answer = await gateway.get(`/api/v1/records/export?plant_id=${pilotPlant.plant_id}&from_seq=2&to_seq=4`);
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
    const lines = (answer.body as string).split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual([2, 3, 4]);
    for (const line of lines) {
      const { commitment } = (await gateway.get(`/api/v1/records/${JSON.parse(line).id}`)).body;
      expect(createHash("sha256").update(line).digest("hex")).toBe(commitment);
    }
  });

  test("of nothing is empty, of an unknown plant a problem before the first byte", async () => {
    const none = await gateway.get(`/api/v1/records/export?plant_id=${pilotPlant.plant_id}&from_seq=100000`);
    expect([none.status, none.body]).toEqual([200, ""]);
    const unknown = await gateway.get("/api/v1/records/export?plant_id=NOWHERE");
    expect([unknown.status, codeOf(unknown)]).toEqual([404, "not-found"]);
  });
});

describe("plants", () => {
  const plant = { ...pilotPlant, plant_id: "SECOND", name: "Second" };
  const post = (path: string, body: unknown) => send(path, { method: "POST", body: JSON.stringify(body) });

  test("are registered once, looked at, given devices, and listed by page", async () => {
    const created = await post("/api/v1/plants", plant);
    expect([created.status, created.headers.get("location")]).toEqual([201, "/api/v1/plants/SECOND"]);
    expect((await post("/api/v1/plants", plant)).status).toBe(409);
    const device = { device_id: "METER-2", kind: "meter" };
    const given = await post("/api/v1/plants/SECOND/devices", device);
    expect([given.status, given.headers.get("location")]).toEqual([201, "/api/v1/plants/SECOND/devices/METER-2"]);
    expect((await gateway.get(given.headers.get("location") ?? "")).body).toMatchObject(device);
    expect((await post("/api/v1/plants/SECOND/devices", device)).status).toBe(409);
    expect((await gateway.get("/api/v1/plants/SECOND")).body).toEqual({ ...plant, devices: [device] });
    const first = await gateway.get("/api/v1/plants?limit=1");
    const second = await gateway.get(`/api/v1/plants?limit=1&cursor=${first.body.next_cursor}`);
    const found = [...first.body.items, ...second.body.items].map(({ plant_id }: { plant_id: string }) => plant_id);
    expect(found).toEqual([pilotPlant.plant_id, "SECOND"]);
    expect(second.body.next_cursor).toBeNull();
  });

  test("with wrong fields are refused by name", async () => {
    const answer = await post("/api/v1/plants", { ...plant, plant_id: "a/b", time_zone: "Nowhere", dam: 1 });
    const { errors } = (await answer.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(["/dam", "/plant_id", "/time_zone"]);
    const text = await post("/api/v1/plants", { ...plant, plant_id: "NUL", name: "a\u0000b" });
    expect(text.status).toBe(400);
  });
});

test("every route with an id answers another organisation as if there were nothing", async () => {
  const { record_id: id } = (await gateway.post(pilotBody(), { prefer: "respond-async" })).body;
  const rival = await gateway.keyWith(["owner"], "rival");
  const plantId = pilotPlant.plant_id;
  const paths = [
    (record: string) => `/api/v1/records/${record}`,
    (record: string) => `/api/v1/records/${record}/proof`,
    (_: string, plant: string) => `/api/v1/plants/${plant}`,
    (_: string, plant: string) => `/api/v1/telemetry?plant_id=${plant}`,
    (_: string, plant: string) => `/api/v1/records/export?plant_id=${plant}`,
    (_: string, plant: string) => `/api/v1/records/signatures?plant_id=${plant}`,
    (_: string, plant: string) => `/api/v1/plants/${plant}/devices/TURBINE-001`,
    (_: string, plant: string) => `/api/v1/plants/${plant}/devices/TURBINE-001/keys`,
  ];
  const nowhere = { record: `rec_${"0".repeat(26)}`, plant: "NOWHERE" };
  for (const path of paths) {
    const foreign = await gateway.get(path(id, plantId), rival);
    const absent = await gateway.get(path(nowhere.record, nowhere.plant), rival);
    const words = (body: { detail: string }) =>
      body.detail.replaceAll(new RegExp(`${id}|${plantId}|${nowhere.record}|${nowhere.plant}`, "g"), "X");
    expect([foreign.status, codeOf(foreign), words(foreign.body)]).toEqual([404, codeOf(absent), words(absent.body)]);
  }
  const posted = await gateway.post(pilotBody(), { authorization: `Bearer ${rival}` });
  expect([posted.status, codeOf(posted)]).toEqual([404, "not-found"]);
  const device = await send(
    `/api/v1/plants/${plantId}/devices`,
    { method: "POST", body: JSON.stringify(pilotTurbine) },
    { authorization: `Bearer ${rival}` },
  );
  expect(device.status).toBe(404);
  expect((await gateway.get("/api/v1/records/no-such-form")).status).toBe(404);
});

test("a chunked body without end is cut off with 413 over a real connection", async () => {
  const url = new URL(`${gateway.baseUrl}/api/v1/telemetry`);
  const headers = {
    authorization: `Bearer ${gateway.apiKey}`,
    "content-type": "application/json",
    "transfer-encoding": "chunked",
  };
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const call = request({ hostname: url.hostname, port: url.port, path: url.pathname, method: "POST", headers });
    const block = Buffer.alloc(65_536, 32);
    let over = false;
    const fill = () => {
      while (!over && call.write(block));
    };
    call.on("drain", fill);
    call.on("response", (response) => {
      over = true;
      resolve(response.statusCode);
      call.destroy();
    });
    call.on("error", (error) => !over && reject(error));
    fill();
  });
  expect(status).toBe(413);
});
