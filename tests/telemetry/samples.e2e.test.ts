import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes, sha256Hex } from "../../src/kernel/canonical.ts";
import { leafHash, verifyInclusion } from "../../src/proof/merkle.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { audit } from "../audit/support.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";

const sampleType = "application/vnd.hydro-mrv.sample+json";
const plant = "/api/v1/plants/SAMPLED";
const device = "TURBINE-S";
const startMs = Math.floor((Date.now() - 7_200_000) / 900_000) * 900_000;

let gateway: TestGateway;
let owner: string;
beforeAll(async () => {
  gateway = await testGateway();
  await createOrganisation(gateway.deps.tenancy, { orgId: "rival", name: "Rival" });
  owner = await gateway.sessionWith(["owner"]);
  const { plant_id: _, ...rest } = pilotPlant;
  const made = await call("POST", "/api/v1/plants", {
    ...{ ...rest, plant_id: "SAMPLED", accounting: {} },
    devices: [{ device_id: device, kind: "turbine" }],
  });
  expect([made.status, made.body.accounting]).toEqual([201, { interval_s: 300 }]);
});
afterAll(() => gateway.stop());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${owner}`, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  const json: any = JSON.parse(text.split("\n")[0] ?? "");
  return { status: response.status, headers: response.headers, text, body: json };
}

const reading = (endS: number, intervalS = 60, readings: Record<string, unknown> = {}) => ({
  ...pilotBody({ energy_kwh: 15, ...readings }, { interval_s: intervalS }),
  ...{ plant_id: "SAMPLED", device_id: device, timestamp: new Date(startMs + 1000 * endS).toISOString() },
});
const send = (endS: number, key?: string) =>
  gateway.post(reading(endS), { authorization: `Bearer ${owner}`, ...(key && { "idempotency-key": key }) });

describe("a plant with an accounting interval", () => {
  test("is answered 202 in a form of its own, and the record of the slot leads to each sample", async () => {
    const first = await send(60);
    expect([first.status, first.headers.get("content-type")]).toEqual([202, sampleType]);
    expect(first.body).toMatchObject({ kind: "sample", device_id: device, record_id: null, duplicate: false });
    expect(first.body.links).toEqual({ record: null });
    const latest = await call("GET", `${plant}/latest`);
    expect(latest.body.devices).toMatchObject([
      {
        device_id: device,
        values: {},
        newest_sample: { timestamp: first.body.timestamp, readings: { energy_kwh: 15 } },
      },
    ]);
    for (const endS of [120, 180, 240]) await send(endS);
    const last = await send(300, '"k"');
    expect(last.headers.get("location")).toBe(last.body.links.record);
    const again = await send(300, '"k"');
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([202, "true"]);
    const repeat = await send(60);
    expect([repeat.status, repeat.body.duplicate, repeat.body.record_id]).toEqual([200, true, last.body.record_id]);
    const { body: record } = await call("GET", last.body.links.record);
    expect(record).toMatchObject({
      kind: "reading",
      interval_s: 300,
      readings: { energy_kwh: 75 },
      samples: { count: 5 },
    });
    expect((await call("GET", `${plant}/latest`)).body.devices[0].newest_sample).toBeUndefined();
    const pages = [await call("GET", `${last.body.links.record}/samples?limit=3`)];
    pages.push(await call("GET", `${last.body.links.record}/samples?limit=3&cursor=${pages[0]?.body.next_cursor}`));
    expect(pages[1]?.body.next_cursor).toBeNull();
    const items = pages.flatMap(({ body }) => body.items);
    expect(items.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(items[0].sha256).toBe(first.body.sha256);
    for (const { index, sample, sha256, path } of items) {
      const bytes = new TextEncoder().encode(sample);
      expect(sha256).toBe(sha256Hex(bytes));
      const proof = { index, size: 5, path: path.map(hexToBytes), leafHash: leafHash(bytes) };
      expect(verifyInclusion({ ...proof, root: hexToBytes(record.samples.root) })).toBe(true);
    }
    expect(bytesToHex(leafHash(new TextEncoder().encode(items[0].sample)))).not.toBe(items[0].sha256);
    const madeUp = Buffer.from('["samples","-1"]').toString("base64url");
    const refused = await call("GET", `${last.body.links.record}/samples?cursor=${madeUp}`);
    expect([refused.status, refused.body.errors?.[0].parameter]).toEqual([400, "cursor"]);

    const exported = await call("GET", "/api/v1/records/samples?plant_id=SAMPLED");
    expect(exported.text).toBe(items.map(({ sample }) => `${sample}\n`).join(""));
  });

  test("takes samples in batches, each told by itself", async () => {
    const sent = [660, 720, 660, 780].map((endS) => reading(endS));
    const { status, body } = await call("POST", "/api/v1/telemetry/batch", [
      ...sent,
      reading(690),
      reading(1_800, 900, { energy_kwh: 225 }),
    ]);
    expect(status).toBe(207);
    expect(body.totals).toMatchObject({ received: 6, accepted: 4, samples: 3, duplicates: 1, refused: 1 });
    expect(body.totals.verdicts).toEqual({ APPROVED: 1, FLAGGED: 0, REJECTED: 0 });
    expect(body.items.map(({ result }: { result: string }) => result)).toEqual([
      ...["sample", "sample", "sample", "sample", "refused", "accepted"],
    ]);
    expect(body.items[2].sample).toMatchObject({ duplicate: true, record_id: null });
  });

  test("tells live streams of each sample, and of its record once", async () => {
    const leaving = new AbortController();
    const stream = await fetch(
      `${gateway.baseUrl}/api/v1/stream?plant_id=SAMPLED&events=sample,reading&metric=energy_kwh`,
      {
        headers: { authorization: `Bearer ${owner}` },
        signal: leaving.signal,
      },
    );
    for (const endS of [3_660, 3_720, 3_780, 3_840, 3_900]) await send(endS);
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes("event: reading")) break;
    }
    leaving.abort();
    const names = [...text.matchAll(/^event: (sample|reading)$/gm)].map(([, name]) => name);
    expect(names).toEqual(["sample", "sample", "sample", "sample", "sample", "reading"]);
    const data = [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json as string));
    expect(data.find(({ interval_s }) => interval_s === 60)).toMatchObject({
      ...{ plant_id: "SAMPLED", device_id: device, readings: { energy_kwh: 15 } },
    });
  });

  test("is audited from outside, samples and all", async () => {
    const { code, out } = await audit([
      ...["plant", "--plant", "SAMPLED", "--url", gateway.baseUrl, "--key", owner, "--allow-pending"],
      ...["--mirror", gateway.mirrorUrl],
    ]);
    expect(out).toMatch(/samples +2 readings made again from 10 samples/);
    expect([0, 3]).toContain(code);
    expect(out).not.toContain("BROKEN");
  });

  test("a sample that no record names, behind the others of a saved file, is told", async () => {
    const saved = await mkdtemp(join(tmpdir(), "hydro-samples-"));
    try {
      const live = ["plant", "--plant", "SAMPLED", "--url", gateway.baseUrl, "--key", owner, "--allow-pending"];
      await audit([...live, "--mirror", gateway.mirrorUrl, "--save", saved]);
      const again = () => audit(["plant", "--saved", saved, "--allow-pending"]);
      const told = /note {2}samples +the file goes on behind what these records name/;
      expect((await again()).out).not.toMatch(told);
      const file = join(saved, "samples.ndjson");
      const lines = (await readFile(file, "utf8")).split("\n").slice(0, -1);
      await writeFile(file, [...lines, lines.at(-1), ""].join("\n"));
      expect((await again()).out).toMatch(told);
    } finally {
      await rm(saved, { recursive: true, force: true });
    }
  });

  test("other plants never meet a sample, and other organisations none of this one's", async () => {
    const alone = await gateway.post(pilotBody({}, { timestamp: new Date(startMs).toISOString(), interval_s: 60 }));
    expect(alone.body.kind).toBe("reading");
    expect((await call("GET", `/api/v1/records/${alone.body.record_id}/samples`)).status).toBe(404);
    const rival = await gateway.keyWith(["owner"], "rival");
    expect((await gateway.get("/api/v1/records/samples?plant_id=SAMPLED", rival)).status).toBe(404);
  });

  test("an interval that does not divide 900 s is refused", async () => {
    const { headers } = await call("GET", plant);
    const change = { "content-type": "application/merge-patch+json", "if-match": String(headers.get("etag")) };
    const refused = await call("PATCH", plant, { accounting: { interval_s: 250 } }, change);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, "/accounting/interval_s"]);
    const removed = await call("PATCH", plant, { accounting: null }, change);
    expect([removed.status, removed.body.accounting]).toEqual([200, undefined]);
  });
});
