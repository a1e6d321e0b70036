import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { HydroGateway, verifyProof, verifyWebhook, WebhookError } from "hydro-mrv-client";

const vectors = process.env.HYDRO_VECTORS ?? "";

test("every golden record is answered as the vectors say, check by check", async () => {
  const { cases } = JSON.parse(await readFile(join(vectors, "record.json"), "utf8"));
  assert.ok(cases.length > 15);
  for (const { about, expected, failing, record, proof, verifier_key } of cases) {
    const { valid, checks } = await verifyProof({ record, proof }, verifier_key);
    assert.equal(valid, expected, about);
    assert.deepEqual(
      checks.filter(({ ok }) => !ok).map(({ check }) => check),
      failing,
      about,
    );
  }
});

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwb1W1P8hUq3E=";
const body = '{"type":"webhook.test","timestamp":"2026-05-01T12:00:00.000Z","data":{"endpoint_id":"whk_1"}}';
const at = 1_777_636_800;
const signature = createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
  .update(`evt_1.${at}.${body}`)
  .digest("base64");
const headers = {
  "webhook-id": "evt_1",
  "webhook-timestamp": String(at),
  "webhook-signature": `v1,AAAA v1,${signature}`,
};
const now = { nowMs: at * 1000 };

test("a webhook's message is taken by its secret, and by either while it changes", async () => {
  assert.equal((await verifyWebhook({ headers, body }, secret, now)).type, "webhook.test");
  assert.equal(
    (
      await verifyWebhook(
        { headers: new Headers(headers), body: new TextEncoder().encode(body) },
        ["whsec_AAAA", secret],
        now,
      )
    ).type,
    "webhook.test",
  );
});

test("a message that is changed, old, of another secret or without a header is refused", async () => {
  const refused = (message: Parameters<typeof verifyWebhook>[0], by = secret, when = now) =>
    assert.rejects(verifyWebhook(message, by, when), WebhookError);
  await refused({ headers, body: body.replace("test", "tesT") });
  await refused({ headers, body }, "whsec_AAAA");
  await refused({ headers, body }, secret, { nowMs: (at + 301) * 1000 });
  await refused({ headers: { ...headers, "webhook-signature": "v1a,x" }, body });
  await refused({ headers: { "webhook-id": "evt_1" }, body });
});

test("a call that asks the gateway to wait is given that time on top", async () => {
  const members = [
    "anchor",
    "commitment",
    "device_id",
    "duplicate",
    "effective_status",
    "hashscan_url",
    "hedera_tx_id",
  ];
  const more = ["interval_s", "kind", "links", "plant_id", "received_at", "seq", "status", "timestamp", "trust_score"];
  const empty = Object.fromEntries([...members, ...more].map((name) => [name, null]));
  const slow: typeof fetch = (input) =>
    new Promise((resolve, reject) => {
      setTimeout(() => resolve(Response.json({ ...empty, record_id: "rec_1" }, { status: 202 })), 300);
      (input as Request).signal.addEventListener("abort", () => reject(new Error("cut off")));
    });
  const gateway = new HydroGateway({ baseUrl: "http://127.0.0.1:1", timeoutMs: 100, retries: 0, fetch: slow });
  const reading = { plant_id: "PLANT-HP-001", device_id: "TURBINE-001", readings: { power_output_kw: 900 } };
  assert.equal((await gateway.send(reading, { waitS: 1 })).record_id, "rec_1");
  await assert.rejects(gateway.send(reading, { waitS: 0 }), /No answer in 1 try/);
});
