import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { escaped, lasting } from "../../src/http/answers.ts";
import { longestBodyBytes } from "../../src/http/body.ts";
import { hidden, open } from "../../src/http/operation.ts";
import { snippetLanguages, snippetTasks } from "../../src/http/snippets.page.ts";
import { vectors } from "../proof/fixtures.ts";
import { bodyOf, faceWithoutDatabase } from "./support.ts";

type Case = { about: string; expected: boolean; record: string; proof: string; verifier_key: string };
const { cases } = vectors<{ cases: Case[] }>("record.json");
const [good] = cases as [Case];
const verify = "/api/v1/verify";

describe("POST /api/v1/verify", () => {
  test.each(cases)("$about: $expected", async ({ expected, record, proof, verifier_key }) => {
    const response = await faceWithoutDatabase().post(verify, JSON.stringify({ record, proof, verifier_key }));
    expect(response.status).toBe(200);
    const body = await bodyOf(response);
    expect(body.valid).toBe(expected);
    expect(body.record_id).toBe(expected ? JSON.parse(record).id : undefined);
    expect(body.checks.every(({ ok }: { ok: boolean }) => ok)).toBe(expected);
  });

  test("takes the record as an object in any order of members, and the proof document as it is", async () => {
    const members = Object.entries(JSON.parse(good.record)).reverse();
    const document = { ...good, record: Object.fromEntries(members), receipt: { topic_id: "0.0.1" }, leaf_index: "6" };
    const response = await faceWithoutDatabase().post(verify, JSON.stringify(document));
    expect(await bodyOf(response)).toMatchObject({ valid: true, record_id: JSON.parse(good.record).id });
  });

  const withEnergy = (figure: string) => {
    const record = good.record.replace(/^\{/, `{"energy_kwh":${figure},`);
    const rest = JSON.stringify({ proof: good.proof, verifier_key: good.verifier_key }).slice(1);
    return `{"record":${record},${rest}`;
  };

  test("finds an object with one changed figure not valid, also one that would be refused in a reading", async () => {
    const response = await faceWithoutDatabase().post(verify, withEnergy("900.00001"));
    expect([response.status, (await bodyOf(response)).valid]).toEqual([200, false]);
  });

  test("refuses an object that no record can be", async () => {
    const response = await faceWithoutDatabase().post(verify, withEnergy("1e999"));
    expect([response.status, (await bodyOf(response)).errors[0].pointer]).toEqual([400, "/record"]);
  });

  test("needs all three", async () => {
    const response = await faceWithoutDatabase().post(verify, JSON.stringify({ record: good.record }));
    expect(response.status).toBe(400);
    const { errors } = await bodyOf(response);
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/proof", "/verifier_key"]);
  });
});

describe("a body", () => {
  const filler = (bytes: number) => JSON.stringify({ record: "x".repeat(bytes - 42), proof: "", verifier_key: "" });

  test("of exactly the limit is read", async () => {
    const text = filler(longestBodyBytes);
    expect(text).toHaveLength(longestBodyBytes);
    expect((await faceWithoutDatabase().post(verify, text)).status).toBe(200);
  });

  const tooLong = filler(longestBodyBytes + 1);
  const chunked = () => {
    const bytes = new TextEncoder().encode(tooLong);
    let at = 0;
    return new ReadableStream({
      pull(controller) {
        controller.enqueue(bytes.slice(at, at + 65_536));
        at += 65_536;
        if (at >= bytes.length) controller.close();
      },
    });
  };

  test.each<[string, () => RequestInit["body"], Record<string, string>]>([
    ["that says it is longer", () => "{}", { "Content-Length": String(longestBodyBytes + 1) }],
    ["that is longer than it says", () => tooLong, { "Content-Length": "10" }],
    ["that does not say how long it is", () => tooLong, {}],
    ["that comes in chunks", chunked, { "Transfer-Encoding": "chunked" }],
  ])("%s is 413", async (_about, body, headers) => {
    const { app } = faceWithoutDatabase();
    const response = await app.request(verify, {
      method: "POST",
      body: body() ?? null,
      headers: { "Content-Type": "application/json", ...headers },
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(413);
    expect((await bodyOf(response)).type).toMatch(/body-too-large$/);
  });

  test("without end is given up as soon as it is too long", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 100_000;
        controller.enqueue(new Uint8Array(100_000).fill(32));
      },
    });
    const { app } = faceWithoutDatabase();
    const init = { method: "POST", body: endless, headers: { "Content-Type": "application/json" }, duplex: "half" };
    expect((await app.request(verify, init as RequestInit)).status).toBe(413);
    expect(sent).toBeLessThan(2 * longestBodyBytes);
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
    "",
  ])("of type %j is 415", async (type) => {
    const { app } = faceWithoutDatabase();
    const response = await app.request(verify, { method: "POST", body: "{}", headers: { "Content-Type": type } });
    expect(response.status).toBe(415);
  });

  test.each(["application/json", "Application/JSON; charset=utf-8", "application/vnd.plant+json"])(
    "of type %s is read",
    async (type) => {
      const response = await faceWithoutDatabase().post(verify, JSON.stringify(good), { "Content-Type": type });
      expect(response.status).toBe(200);
    },
  );

  test.each<[string, (text: string) => Uint8Array]>([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
  ])("that is compressed as %s is read", async (coding, compress) => {
    const body = Uint8Array.from(compress(JSON.stringify(good)));
    const response = await faceWithoutDatabase().post(verify, body, { "Content-Encoding": coding });
    expect([response.status, (await bodyOf(response)).valid]).toEqual([200, true]);
  });

  test.each([
    ...["compress", "zstd", "gzip, br", "gzip, identity"],
    // Names that every object of JavaScript knows.
    ...["constructor", "__proto__"],
  ])("that is compressed as %s is 415", async (coding) => {
    const response = await faceWithoutDatabase().post(verify, "{}", { "Content-Encoding": coding });
    expect([response.status, response.headers.get("Accept-Encoding")]).toEqual([415, "gzip, br, deflate"]);
    expect(response.headers.get("Accept-Post")).toBeNull();
  });

  test("of a type that is not taken is told the types, and no word of how it was packed", async () => {
    const response = await faceWithoutDatabase().post(verify, "{}", { "Content-Type": "text/plain" });
    const told = ["Accept-Post", "Accept-Encoding"].map((name) => response.headers.get(name));
    expect([response.status, ...told]).toEqual([415, "application/json", null]);
  });

  test.each<[string, Uint8Array]>([
    ["longer than the limit when unpacked", gzipSync(filler(longestBodyBytes + 1), { level: 0 }).subarray(0)],
    ["that bursts: a thousand times as long", gzipSync(" ".repeat(900_000))],
    ["that bursts a thousandfold in brotli", brotliCompressSync(" ".repeat(900_000))],
    ["of many members that burst together", Buffer.concat(Array(50).fill(gzipSync(" ".repeat(100_000))))],
  ])("%s is 413", async (_about, bytes) => {
    const coding = bytes[0] === 0x1f ? "gzip" : "br";
    const response = await faceWithoutDatabase().post(verify, Uint8Array.from(bytes), { "Content-Encoding": coding });
    expect([response.status, (await bodyOf(response)).type]).toEqual([
      413,
      "https://gateway.example/problems/body-too-large",
    ]);
  });

  test("that is long and packs as readings do is read", async () => {
    const flow = (i: number) => (((i + 1) * 48_271) % 9_973) / 1000;
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"flow_rate_m3s":${flow(i)}}`).join(",");
    const text = JSON.stringify({ record: lines, proof: "", verifier_key: "" });
    const packed = gzipSync(text);
    expect(text.length / packed.length).toBeGreaterThan(5);
    const response = await faceWithoutDatabase().post(verify, Uint8Array.from(packed), { "Content-Encoding": "gzip" });
    expect(response.status).toBe(200);
  });

  test.each<[string, Uint8Array]>([
    ["cut short", gzipSync(JSON.stringify(good)).subarray(0, 100)],
    ["not what its header says", Buffer.from(JSON.stringify(good))],
  ])("that is %s is a 400 that names the header", async (_about, bytes) => {
    const { post } = faceWithoutDatabase();
    const response = await post(verify, Uint8Array.from(bytes), { "Content-Encoding": "gzip" });
    expect([response.status, (await bodyOf(response)).errors[0].parameter]).toEqual([400, "Content-Encoding"]);
  });

  test("that does not end is given up after its time, and its connection with it", async () => {
    const limits = { ...faceWithoutDatabase().deps.limits, bodyTimeoutMs: 30 };
    const { app } = faceWithoutDatabase({ limits });
    const silent = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from("{")) });
    const init = { method: "POST", body: silent, headers: { "Content-Type": "application/json" }, duplex: "half" };
    const response = await app.request(verify, init as RequestInit);
    expect([response.status, response.headers.get("Connection")]).toEqual([408, "close"]);
  });

  test("that is not UTF-8, or no JSON, is 400 malformed-json", async () => {
    for (const body of [Uint8Array.of(0x22, 0xff, 0x22), '{"record": NaN}', ""]) {
      const response = await faceWithoutDatabase().post(verify, body);
      expect([response.status, (await bodyOf(response)).type]).toEqual([
        400,
        "https://gateway.example/problems/malformed-json",
      ]);
    }
  });

  test("in UTF-16, as some senders write text, is told so, with or without a byte order mark", async () => {
    for (const text of ["{}", "\ufeff{}"]) {
      const response = await faceWithoutDatabase().post(verify, Buffer.from(text, "utf16le"));
      expect((await bodyOf(response)).detail).toMatch(/UTF-16 does: send it in UTF-8/);
    }
  });
});

describe("any path", () => {
  test("that is unknown is a 404 problem, and its text becomes no metric label", async () => {
    const { app, metrics } = faceWithoutDatabase();
    for (const path of [
      "/api/v1/no-such-path",
      "/api/v2/telemetry",
      "/.env",
      "/docs/../package.json",
      "/docs/index.html",
    ]) {
      const response = await app.request(path);
      expect(response.status).toBe(404);
      expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    }
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/route="unmatched",status="404"/);
    expect(text).not.toMatch(/no-such-path|\.env/);
  });

  test.each([
    ["DELETE", "/api/v1/telemetry", "POST, GET, HEAD, OPTIONS"],
    ["PUT", "/api/v1/records/rec_5f2rkq0v9c8hxw3n7d1ytbgm4e", "GET, HEAD, OPTIONS"],
    ["POST", "/api/v1/records/export", "GET, HEAD, OPTIONS"],
    ["GET", "/api/v1/verify", "POST, OPTIONS"],
    ["BREW", "/health/live", "GET, HEAD, OPTIONS"],
  ])("with another method is a 405 problem that names the right ones: %s %s", async (method, path, allow) => {
    const { app, metrics } = faceWithoutDatabase();
    const response = await app.request(path, { method });
    expect([response.status, response.headers.get("Allow")]).toEqual([405, allow]);
    expect((await bodyOf(response)).type).toMatch(/method-not-allowed$/);
    expect(await metrics.registry.metrics()).not.toContain("BREW");
  });

  test("is timed by its template", async () => {
    const { app, metrics } = faceWithoutDatabase();
    await app.request("/problems/internal");
    expect(await metrics.registry.metrics()).toContain('{method="GET",route="/problems/{code}",status="200"} 1');
  });

  test("is timed until its answer is sent, where that is made on the way", async () => {
    let end: () => void = () => undefined;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("so far"));
        end = () => controller.close();
      },
    });
    const slow = open(hidden("/slow"), (_, { c }) => c.body(lasting(c, stream), 200));
    const { app, metrics } = faceWithoutDatabase({}, [slow]);
    const response = await app.request("/slow");
    const shown = async () => {
      const text = await metrics.scrape();
      const inFlight = /^hydro_http_requests_in_flight (\d+)$/m.exec(text)?.[1];
      return { inFlight, isTimed: text.includes('route="/slow",status="200"} 1') };
    };
    expect(await shown()).toEqual({ inFlight: "1", isTimed: false });
    end();
    expect(await response.text()).toBe("so far");
    expect(await shown()).toEqual({ inFlight: "0", isTimed: true });
  });

  test("answers a sane X-Request-Id, and else one of its own, in header and log", async () => {
    const { app, logLines } = faceWithoutDatabase();
    const own = await app.request("/health/live", { headers: { "X-Request-Id": "abc-123" } });
    expect(own.headers.get("X-Request-Id")).toBe("abc-123");
    const made = await app.request("/health/live", { headers: { "X-Request-Id": '{"level":"fatal"}' } });
    expect(made.headers.get("X-Request-Id")).toMatch(/^req_[0-9a-z]{26}$/);
    expect(logLines.map((line) => JSON.parse(line).req_id)).toEqual(["abc-123", made.headers.get("X-Request-Id")]);
  });

  test("has standing security headers, and no answer of the API may be kept by a cache", async () => {
    const { app } = faceWithoutDatabase();
    for (const path of ["/health/live", "/nothing", "/problems"]) {
      const { headers } = await app.request(path);
      expect(headers.get("Cache-Control")).toBe("no-store");
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    }
  });
});

test("calls that need a key say so before they look at the body", async () => {
  // Only the words for a missing key are needed: no database is asked.
  const { post } = faceWithoutDatabase();
  const response = await post("/api/v1/telemetry", "not json");
  expect(response.status).toBe(401);
  expect(response.headers.get("WWW-Authenticate")).toBe('Bearer realm="hydro-mrv-gateway"');
});

test("a log line holds neither key, query nor body", async () => {
  const { post, logLines } = faceWithoutDatabase();
  await post("/api/v1/telemetry?token=s3cret", '{"secret_body":1}', { Authorization: "Bearer ghdk_local_mistyped" });
  expect(logLines).toHaveLength(1);
  expect(logLines[0]).toContain('"status":401');
  expect(logLines[0]).not.toMatch(/ghdk_|s3cret|secret_body/);
});

test("readiness is 503 with its checks when a check fails", async () => {
  const checks = [{ name: "anchoring", ok: false, detail: "stopped: the topic holds another history" }];
  const { app } = faceWithoutDatabase({ readiness: async () => ({ ready: false, checks }) });
  const response = await app.request("/health/ready");
  expect([response.status, await bodyOf(response)]).toEqual([503, { status: "not-ready", checks }]);
});

describe("the docs", () => {
  test("need nothing from elsewhere: every script and style comes from here, none is inline", async () => {
    const { app } = faceWithoutDatabase();
    const response = await app.request("/docs");
    const page = await response.text();
    expect(page).not.toMatch(/https?:\/\/|<script>|<style/);
    expect(response.headers.get("Content-Security-Policy")).toContain("script-src 'self';");
    const types: Record<string, string> = {
      js: "text/javascript; charset=utf-8",
      css: "text/css; charset=utf-8",
      png: "image/png",
    };
    const all = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link as string);
    const links = all.filter((link) => !["docs/snippets", "openapi.json", "problems"].includes(link));
    expect(links).toHaveLength(5);
    for (const link of links) {
      const asset = await app.request(`/${link}`);
      expect([asset.status, asset.headers.get("Content-Type")]).toEqual([200, types[link.split(".").at(-1) ?? ""]]);
      expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
  });

  test("the page of the API says where it is all told, to a browser that runs no script", async () => {
    const { app } = faceWithoutDatabase();
    const told = /<noscript>(.*?)<\/noscript>/s.exec(await (await app.request("/docs")).text())?.[1] ?? "";
    const links = [...told.matchAll(/href="([^"]+)"/g)].map(([, link]) => link as string);
    expect(links).toEqual(["openapi.json", "problems"]);
    for (const link of links) expect((await app.request(`/${link}`)).status).toBe(200);
  });

  test.each(["openapi.json", "docs/swagger-ui-bundle.js", "docs/swagger-ui.css"])(
    "%s is the same for whoever asks, packed or not, and however often",
    async (path) => {
      const { app } = faceWithoutDatabase();
      const unpacked = async (headers: Record<string, string>) => {
        const answer = await app.request(`/${path}`, { headers });
        const bytes = Buffer.from(await answer.arrayBuffer());
        return (answer.headers.has("Content-Encoding") ? gunzipSync(bytes) : bytes).toString();
      };
      const plain = await unpacked({});
      const gzip = { "Accept-Encoding": "gzip" };
      for (const again of [await unpacked(gzip), await unpacked(gzip), await unpacked({})]) {
        expect(again === plain).toBe(true);
      }
    },
  );

  test("the page of examples scrolls its long lines by themselves on a phone: its policy lets the style of that act", async () => {
    const answer = await faceWithoutDatabase().app.request("/docs/snippets");
    const style = /<style>(.*?)<\/style>/s.exec(await answer.text())?.[1] ?? "";
    expect(style).toContain("pre { overflow-x: auto; }");
    const digest = createHash("sha256").update(style).digest("base64");
    expect(answer.headers.get("content-security-policy")).toContain(`style-src 'sha256-${digest}'`);
  });

  test("show every snippet as it stands in the repository", async () => {
    const { app } = faceWithoutDatabase();
    expect(await (await app.request("/docs")).text()).toContain('href="docs/snippets"');
    const page = await (await app.request("/docs/snippets")).text();
    const folder = new URL("../../docs/snippets/", import.meta.url);
    const files = readdirSync(folder);
    expect(files).toHaveLength(Object.keys(snippetTasks).length * Object.keys(snippetLanguages).length);
    for (const file of files) expect(page, file).toContain(escaped(readFileSync(new URL(file, folder), "utf8")));
  });

  test("say every setting that a snippet reads", async () => {
    const page = await (await faceWithoutDatabase().app.request("/docs/snippets")).text();
    const told = [...page.matchAll(/<code>(HYDRO_[A-Z_]+)<\/code>/g)].map(([, name]) => name as string);
    const folder = new URL("../../docs/snippets/", import.meta.url);
    const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
    expect(new Set(told)).toEqual(new Set(texts.join().match(/\bHYDRO_[A-Z_]+\b/g)));
  });

  test("are linked from the landing page", async () => {
    const { app } = faceWithoutDatabase();
    expect((await bodyOf(await app.request("/"))).links.docs).toBe("/docs");
    const page = await (await app.request("/", { headers: { Accept: "text/html" } })).text();
    expect(page).toContain('href="docs"');
  });
});

test("/metrics is Prometheus text", async () => {
  const response = await faceWithoutDatabase().app.request("/metrics");
  expect(response.headers.get("Content-Type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toContain("# TYPE http_server_request_duration_seconds histogram");
});
