import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256Hex } from "../../src/kernel/canonical.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

/** Ends of intervals that never meet: each test takes its own day. */
let day = 0;
const nextDay = (intervalS: number) => ({
  timestamp: new Date(Date.UTC(2026, 0, 2 + ++day)).toISOString(),
  interval_s: intervalS,
});

async function proofOf(answer: Answer): Promise<Answer> {
  return gateway.get(answer.body.links.proof);
}

async function verify(document: unknown): Promise<Answer["body"]> {
  const response = await fetch(`${gateway.baseUrl}/api/v1/verify`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(document),
  });
  expect(response.status).toBe(200);
  return response.json();
}

describe("the main call", () => {
  test("a reading is durable, judged, anchored on the ledger and checkable when the answer comes", async () => {
    const answer = await gateway.post(pilotBody());
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe(`/api/v1/records/${answer.body.record_id}`);
    expect(answer.body).toMatchObject({
      status: "APPROVED",
      hashscan_url: null,
      anchor: { state: "anchored", network: "local" },
      carbon: { estimate: true },
      verification: { reasons: [] },
    });
    const onMirror = await fetch(
      `${gateway.mirrorUrl}/api/v1/transactions/${answer.body.hedera_tx_id.replace("@", "-").replace(/\.(\d{9})$/, "-$1")}`,
    );
    expect(await onMirror.json()).toMatchObject({
      transactions: [{ name: "CONSENSUSSUBMITMESSAGE", result: "SUCCESS" }],
    });
  });

  test("the ledger message shows the signed checkpoint and the leaf, and nothing private", async () => {
    const answer = await gateway.post(pilotBody());
    const message = (await (await fetch(answer.body.links.mirror)).json()) as { message: string };
    const text = Buffer.from(message.message, "base64").toString("utf8");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024);
    expect(JSON.parse(text).leaves).toContain(Buffer.from(answer.body.commitment, "hex").toString("base64"));
    for (const secret of [pilotPlant.plant_id, pilotTurbine.device_id, "pilot", answer.body.record_id])
      expect(text).not.toContain(secret);
  });

  test("with respond-async the answer comes at once as 202, and the record is anchored later", async () => {
    const answer = await gateway.post(pilotBody(), { prefer: "respond-async" });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("preference-applied")).toBe("respond-async");
    expect(answer.body).toMatchObject({ hedera_tx_id: null, hashscan_url: null, anchor: { state: "pending" } });
    await expect
      .poll(async () => (await gateway.get(answer.body.links.self)).body.anchor.state, { timeout: 10_000 })
      .toBe("anchored");
  });

  test("a stopped plant is a valid reading with a true zero, not an error", async () => {
    const answer = await gateway.post(
      pilotBody({ flow_rate_m3s: 0, power_output_kw: 0, energy_kwh: 0 }, nextDay(3600)),
    );
    expect(answer.body).toMatchObject({ status: "APPROVED", carbon: { energy_wh: "0", er_g: "0" } });
  });

  test("power at zero flow is stored, anchored and REJECTED", async () => {
    const answer = await gateway.post(pilotBody({ flow_rate_m3s: 0 }, nextDay(3600)));
    expect(answer).toMatchObject({
      status: 201,
      body: { status: "REJECTED", anchor: { state: "anchored" }, carbon: { creditable: false } },
    });
  });

  test("900 kWh in an hour give 664,425 g under the table of 2024-25, exact to the gram", async () => {
    const answer = await gateway.post(pilotBody({ energy_kwh: 900 }, nextDay(3600)));
    expect(answer.body.carbon).toMatchObject({
      energy_wh: "900000",
      energy_source: "interval_energy",
      er_g: "664425",
      er_t: "0.664425",
      creditable: true,
      factor: { year: "2024-25", ef_cm_g_per_mwh: "738250" },
    });
  });

  test("a repeat is answered 200 with the first record and its proof", async () => {
    const body = pilotBody({}, nextDay(3600));
    const first = await gateway.post(body);
    const again = await gateway.post(body);
    expect(again).toMatchObject({ status: 200, body: { record_id: first.body.record_id, duplicate: true } });
  });

  test("the same Idempotency-Key is answered again and says so; with another body it is refused", async () => {
    const key = { "idempotency-key": '"morning-1"' };
    const first = await gateway.post(pilotBody(), key);
    const again = await gateway.post(pilotBody(), key);
    expect(again).toMatchObject({ status: 201, body: { record_id: first.body.record_id } });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await gateway.post(pilotBody({ power_output_kw: 901 }), key)).toMatchObject({
      status: 422,
      body: { type: expect.stringMatching(/\/problems\/idempotency-key-reused$/) },
    });
  });
});

describe("the proof", () => {
  test("it holds for the record as stored, and fails after any one byte of the record is changed", async () => {
    const answer = await gateway.post(pilotBody());
    const proof = (await proofOf(answer)).body;
    expect(sha256Hex(new TextEncoder().encode(proof.record))).toBe(answer.body.commitment);
    expect(await verify(proof)).toMatchObject({ valid: true });
    const bytes = Buffer.from(proof.record);
    for (let i = 0; i < bytes.length; i += 97) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] as number) ^ 1;
      expect(await verify({ ...proof, record: changed.toString("latin1") })).toMatchObject({ valid: false });
    }
  });

  test("every record posted at once is anchored under its own leaf, and each proof verifies", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => gateway.post(pilotBody({ power_output_kw: 880 + i }))),
    );
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map((answer) => answer.body.anchor.leaf_index)).size).toBe(40);
    for (const answer of answers) expect((await verify((await proofOf(answer)).body)).valid).toBe(true);
  });

  test("the log's key in the proof is the one in the topic's first message", async () => {
    const proof = (await proofOf(await gateway.post(pilotBody()))).body;
    const first = (await (
      await fetch(`${gateway.mirrorUrl}/api/v1/topics/${proof.receipt.topic_id}/messages/1`)
    ).json()) as { message: string };
    expect(JSON.parse(Buffer.from(first.message, "base64").toString())).toMatchObject({
      type: "log",
      verifier_key: proof.verifier_key,
    });
    const topic = (await (
      await fetch(`${gateway.mirrorUrl}/api/v1/topics/${proof.receipt.topic_id}`)
    ).json()) as Record<string, unknown>;
    expect(topic).toMatchObject({
      admin_key: null,
      submit_key: expect.anything(),
      memo: proof.verifier_key.split("+")[0],
    });
  });

  test("a record of another organisation and one that does not exist look the same", async () => {
    const answer = await gateway.post(pilotBody());
    const { tenancy } = gateway.deps;
    const { createOrganisation } = await import("../../src/tenancy/tenancy.ts");
    await createOrganisation(tenancy, { orgId: "rival", name: "Rival" });
    const rival = await gateway.keyWith(["owner", "auditor"], "rival");
    const absent = "/api/v1/records/rec_00000000000000000000000000";
    for (const suffix of ["", "/proof"]) {
      const foreign = await gateway.get(`/api/v1/records/${answer.body.record_id}${suffix}`, rival);
      const missing = await gateway.get(`${absent}${suffix}`, rival);
      expect([foreign.status, foreign.body.type, foreign.body.title]).toEqual([
        404,
        missing.body.type,
        missing.body.title,
      ]);
      expect(foreign.body.detail.replace(answer.body.record_id, "X")).toBe(
        missing.body.detail.replace("rec_00000000000000000000000000", "X"),
      );
    }
  });
});

describe("reading back", () => {
  test("pages follow each other by event time without a gap or a repeat, whatever their size", async () => {
    const key = gateway.apiKey;
    const all = (await gateway.get(`/api/v1/telemetry?plant_id=${pilotPlant.plant_id}&limit=1000`, key)).body.items;
    const seen: string[] = [];
    let path: string | undefined = `/api/v1/telemetry?plant_id=${pilotPlant.plant_id}&limit=7`;
    while (path !== undefined) {
      const page: Answer = await gateway.get(path, key);
      seen.push(...page.body.items.map((item: { record_id: string }) => item.record_id));
      path =
        page.body.next_cursor === null || page.body.next_cursor === undefined
          ? undefined
          : `/api/v1/telemetry?plant_id=${pilotPlant.plant_id}&limit=7&cursor=${page.body.next_cursor}`;
    }
    expect(seen).toEqual(all.map((item: { record_id: string }) => item.record_id));
    expect(seen.length).toBeGreaterThan(40);
  });

  test("the export holds every record's exact bytes: each line hashes to its commitment and chains to the next", async () => {
    const { body } = await gateway.get(`/api/v1/records/export?plant_id=${pilotPlant.plant_id}`);
    const lines = (body as string).trimEnd().split("\n");
    let previous: string | null = null;
    lines.forEach((line, i) => {
      const record = JSON.parse(line) as { seq: number; prev: string | null };
      expect([record.seq, record.prev]).toEqual([i + 1, previous]);
      previous = sha256Hex(new TextEncoder().encode(line));
    });
    const last = await gateway.get(`/api/v1/records/${JSON.parse(lines.at(-1) as string).id}`);
    expect(last.body.commitment).toBe(previous);
  });
});
