import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bytesToHex, sha256Bytes } from "../../src/kernel/canonical.ts";
import type { Checkpoint } from "../../src/proof/checkpoint.ts";
import { leafHash, verifyConsistency, verifyInclusion } from "../../src/proof/merkle.ts";
import { hashFromBase64 } from "../../src/proof/text.ts";
import { tilePath } from "../../src/proof/tiles.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { enqueueWithIds } from "../support/leaves.ts";
import { LogReader, rootOfEntries } from "../support/log-reader.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";

let gateway: TestGateway;
let reader: LogReader;
/** A record that went the whole way, and the first heads of the log that a reader saw. */
let record: { readonly record_id: string; readonly commitment: string; readonly anchor: { leaf_index: string } };
let small: Checkpoint;
let large: Checkpoint;

/** Two full levels of tiles (256 * 256 leaves) and a ragged edge on each. */
const manyLeaves = 66_000;

beforeAll(async () => {
  gateway = await testGateway();
  record = (await gateway.post(pilotBody())).body;
  reader = new LogReader(gateway.baseUrl, (await get("/log/key")).text.trim());
  small = await reader.checkpoint();
  const at = new Date();
  const leaves = Array.from({ length: manyLeaves }, (_, i) => ({
    orgId: "pilot",
    plantId: "PLANT-HP-002",
    seq: BigInt(i + 1),
    recordId: `rec_${String(i).padStart(26, "0")}`,
    verdict: "approved" as const,
    commitment: sha256Bytes(new TextEncoder().encode(`leaf ${i}`)),
  }));
  await gateway.roles.worker.db.transaction().execute((tx) => enqueueWithIds(tx, leaves, at));
  large = await vi.waitFor(
    async () => {
      const head = await reader.checkpoint();
      expect(head.size).toBe(small.size + manyLeaves);
      return head;
    },
    { timeout: 50_000, interval: 200 },
  );
});
afterAll(() => gateway.stop());

async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(`${gateway.baseUrl}${path}`, init);
  const text = Buffer.from(await response.arrayBuffer()).toString("latin1");
  return { status: response.status, headers: response.headers, text, at: (name: string) => response.headers.get(name) };
}

type ConsistencyAnswer = { first_size: string; second_size: string; hashes: string[] };

async function consistency(first: number, second: number): Promise<Uint8Array[]> {
  const answer = JSON.parse((await get(`/log/consistency?first=${first}&second=${second}`)).text) as ConsistencyAnswer;
  expect([answer.first_size, answer.second_size]).toEqual([String(first), String(second)]);
  return answer.hashes.map((hash) => hashFromBase64(hash) ?? new Uint8Array());
}

describe("an independent reader of the log", () => {
  test("rebuilds the signed root from the entry bundles alone, small and large", async () => {
    for (const { size, root } of [small, large]) {
      const entries = await reader.entries(size);
      expect(entries).toHaveLength(size);
      expect(bytesToHex(rootOfEntries(entries))).toBe(bytesToHex(root));
    }
  });

  test("finds the record's commitment at its leaf", async () => {
    const entries = await reader.entries(large.size);
    expect(bytesToHex(entries[Number(record.anchor.leaf_index)] ?? new Uint8Array())).toBe(record.commitment);
  });

  test("proves from tiles alone that every entry it picks is under the signed root, and no other is", async () => {
    const { size, root } = large;
    const entries = await reader.entries(size);
    const picked = [0, 1, 2, 255, 256, 257, 12_345, 65_279, 65_535, 65_536, size - 2, size - 1];
    for (const index of [Number(record.anchor.leaf_index), ...picked]) {
      const path = await reader.path(index, size);
      const proof = { leafHash: leafHash(entries[index] as Uint8Array), index, size, path, root };
      expect(verifyInclusion(proof), `leaf ${index}`).toBe(true);
      const other = entries[(index + 1) % size] as Uint8Array;
      expect(verifyInclusion({ ...proof, leafHash: leafHash(other) }), `leaf ${index}`).toBe(false);
    }
  });

  test("sees that the log only grew, between any two heads it holds and from any size between", async () => {
    const { size: secondSize, root: secondRoot } = large;
    const path = await consistency(small.size, secondSize);
    const growth = { firstSize: small.size, firstRoot: small.root, secondSize, secondRoot, path };
    expect(verifyConsistency(growth)).toBe(true);
    expect(verifyConsistency({ ...growth, firstRoot: secondRoot })).toBe(false);
    const entries = await reader.entries(secondSize);
    for (const firstSize of [1, 255, 256, 257, 65_536, 65_999, secondSize]) {
      const firstRoot = rootOfEntries(entries.slice(0, firstSize));
      const between = await consistency(firstSize, secondSize);
      expect(between.length).toBeLessThanOrEqual(20);
      expect(verifyConsistency({ firstSize, firstRoot, secondSize, secondRoot, path: between })).toBe(true);
    }
    expect(await consistency(0, secondSize)).toEqual([]);
  });

  test("learns nothing but hashes: no answer names a plant, a device, an organisation or a record", async () => {
    await reader.entries(large.size);
    await reader.path(0, large.size);
    const beside = await Promise.all([
      get("/log/key"),
      get("/log/key", { headers: { accept: "application/json" } }),
      get("/log/consistency?first=1&second=2"),
      get("/log/tile/0/999"),
      get("/log/nothing"),
    ]);
    const answers = [...reader.answers, ...beside.flatMap(({ text, headers }) => [text, JSON.stringify([...headers])])];
    expect(answers.length).toBeGreaterThan(260);
    const everything = answers.join("\n");
    const secrets = [
      pilotPlant.plant_id,
      "PLANT-HP-002",
      pilotTurbine.device_id,
      "pilot",
      "rec_0000000000",
      record.record_id,
    ];
    for (const secret of secrets) expect(everything.includes(secret), secret).toBe(false);
  });
});

describe("the checkpoint", () => {
  test("is the newest one that the ledger shows, and is not held longer than five seconds", async () => {
    const { text, at } = await get("/log/checkpoint");
    expect(at("content-type")).toBe("text/plain; charset=utf-8");
    expect(Number(/max-age=(\d+)/.exec(at("cache-control") ?? "")?.[1])).toBeLessThanOrEqual(5);
    const { topic_id } = JSON.parse((await get("/log/key", { headers: { accept: "application/json" } })).text);
    const newest = await fetch(`${gateway.mirrorUrl}/api/v1/topics/${topic_id}/messages?order=desc&limit=25`);
    const { messages } = (await newest.json()) as { messages: { message: string }[] };
    const onLedger = messages.map(({ message }) => JSON.parse(Buffer.from(message, "base64").toString("utf8")));
    const heads = onLedger.filter(({ type }) => type === "checkpoint").map(({ checkpoint }) => checkpoint);
    expect(heads[0]).toBe(Buffer.from(text, "latin1").toString("utf8"));
  });

  test("in flight is shown to nobody, and neither is what it adds", async () => {
    const held = gateway.localLedger?.consensus;
    if (held === undefined) throw new Error("the test runs on the local ledger");
    held.hold();
    try {
      const pending = await gateway.post(pilotBody(), { prefer: "respond-async" });
      expect(pending.status).toBe(202);
      const { db } = gateway.roles.owner;
      const size = async () => (await db.selectFrom("log_state").select("size").executeTakeFirstOrThrow()).size;
      await expect.poll(size, { timeout: 10_000 }).toBe(BigInt(large.size + 1));
      expect((await reader.checkpoint()).size).toBe(large.size);
      expect((await get(`/log/consistency?first=1&second=${large.size + 1}`)).status).toBe(404);
      const [index, width] = [Math.floor(large.size / 256), large.size % 256];
      for (const level of [0, "entries"] as const) {
        expect((await get(`/log${tilePath({ level, index, width })}`)).status).toBe(200);
        expect((await get(`/log${tilePath({ level, index, width: width + 1 })}`)).status).toBe(404);
      }
    } finally {
      held.release();
    }
    await expect.poll(async () => (await reader.checkpoint()).size, { timeout: 10_000 }).toBe(large.size + 1);
  });
});

describe("tiles", () => {
  test("and bundles are immutable, public bytes with an ETag that answers 304", async () => {
    for (const path of ["/log/tile/0/000", "/log/tile/1/000", "/log/tile/2/000.p/1", "/log/tile/entries/001"]) {
      const { status, text, at } = await get(path);
      expect([status, at("content-type")]).toEqual([200, "application/octet-stream"]);
      expect(at("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(at("access-control-allow-origin")).toBe("*");
      expect(text).toHaveLength(path.includes("entries") ? 256 * 34 : path.includes(".p") ? 32 : 8192);
      const tag = at("etag") ?? "";
      expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
      const again = await get(path, { headers: { "if-none-match": `"other", W/${tag}` } });
      expect([again.status, again.text, again.at("etag")]).toEqual([304, "", tag]);
      const head = await get(path, { method: "HEAD" });
      expect([head.status, head.text, head.at("etag")]).toEqual([200, "", tag]);
      expect(head.at("content-length")).toBe(String(text.length));
    }
  });

  test("of any width are a beginning of the full one", async () => {
    for (const [kind, bytes] of [
      ["0", 32],
      ["1", 32],
      ["entries", 34],
    ] as const) {
      const full = (await get(`/log/tile/${kind}/000`)).text;
      for (const width of [1, 7, 255]) {
        expect((await get(`/log/tile/${kind}/000.p/${width}`)).text).toBe(full.slice(0, width * bytes));
      }
    }
  });

  test("that do not exist, or whose path has another form, are a 404 problem", async () => {
    const beyond = ["0/300", "0/257.p/255", "1/001.p/2", "2/000", "3/000.p/1", "63/000", "entries/999", "0/x001/000"];
    const levels = ["00/000", "64/000", "-1/000", "a/000", "data/000"];
    const indexes = ["0", "0000", "x000/000", "001/000", "000/", "x1/000", "%2e%2e/000", "000%00", "9".repeat(2_000)];
    const widths = ["000.p/0", "000.p/256", "000.p/07", "000.p/", "000.p"];
    const malformed = [...levels, ...[...indexes, ...widths].flatMap((path) => [`0/${path}`, `entries/${path}`])];
    for (const path of [...beyond, ...malformed]) {
      const { status, text, at } = await get(`/log/tile/${path}`);
      expect([path, status, at("content-type")]).toEqual([path, 404, "application/problem+json"]);
      expect(JSON.parse(text).type).toMatch(/\/problems\/not-found$/);
      expect(at("cache-control")).toBe("no-store");
    }
  });

  test("may be read by any web page, which may also ask whether its copy still holds", async () => {
    const { status, at } = await get("/log/tile/0/000", {
      method: "OPTIONS",
      headers: { origin: "https://auditor.example", "access-control-request-method": "GET" },
    });
    expect([status, at("access-control-allow-origin")]).toEqual([204, "*"]);
    expect(at("access-control-allow-methods")).toContain("GET");
    expect((await get("/log/checkpoint")).at("access-control-allow-origin")).toBe("*");
    expect((await get("/log/tile/0/999")).at("access-control-allow-origin")).toBe("*");
    expect((await get("/api/v1/plants")).at("access-control-allow-origin")).toBeNull();
  });
});

describe("the key", () => {
  test("is text, or JSON with the log's place on the ledger, and the one of the topic's first message", async () => {
    const asText = await get("/log/key");
    expect(asText.at("content-type")).toBe("text/plain; charset=utf-8");
    const asJson = await get("/log/key", { headers: { accept: "application/json" } });
    expect(asJson.at("content-type")).toBe("application/json");
    expect([asText.at("vary"), asJson.at("vary")]).toEqual(["Accept", "Accept"]);
    const key = JSON.parse(asJson.text);
    expect(asText.text).toBe(`${key.verifier_key}\n`);
    expect(key).toMatchObject({ origin: large.origin, network: "local", hashscan_url: null });
    const page = (await (await fetch(key.mirror_url)).json()) as { messages: { message: string }[] };
    const first = JSON.parse(Buffer.from(page.messages[0]?.message ?? "", "base64").toString("utf8"));
    expect(first).toMatchObject({ type: "log", origin: key.origin, verifier_key: key.verifier_key });
  });
});

describe("a consistency query", () => {
  test.each([
    ["", ["first", "second"]],
    ["first=1", ["second"]],
    ["first=2&second=1", ["first"]],
    ["first=-1&second=1", ["first"]],
    ["first=1&second=1e3", ["second"]],
    ["first=1&second=9007199254740993", ["second"]],
    ["first=1&first=2&second=3", ["first"]],
    ["first=1&second=2&third=3", ["third"]],
  ])("with ?%s is refused by the parameter's name", async (query, names) => {
    const { status, text } = await get(`/log/consistency?${query}`);
    expect(status).toBe(400);
    expect(JSON.parse(text).errors.map(({ parameter }: { parameter: string }) => parameter)).toEqual(names);
  });

  test("is answered for ever the same", async () => {
    const { at } = await get("/log/consistency?first=1&second=3");
    expect(at("cache-control")).toContain("immutable");
    expect(at("content-type")).toBe("application/json");
  });
});

test("before anything is on the ledger there is a key, but no checkpoint and no tile", async () => {
  // A mirror that never answers: nothing is signed on its silence.
  const young = await testGateway({ env: { MIRROR_URL: "http://127.0.0.1:9" } });
  try {
    const at = (path: string) => fetch(`${young.baseUrl}${path}`);
    expect((await at("/log/key")).status).toBe(200);
    for (const path of ["/log/checkpoint", "/log/tile/0/000.p/1", "/log/tile/entries/000.p/1"]) {
      expect((await at(path)).status).toBe(404);
    }
    expect((await at("/log/consistency?first=0&second=1")).status).toBe(404);
  } finally {
    await young.stop();
  }
});
