import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { z } from "@hono/zod-openapi";
import { describe, expect, test, vi } from "vitest";
import { json, represented, whole } from "../../src/http/answers.ts";
import { openApiDocument, operations } from "../../src/http/app.ts";
import { forAll, wantedCoding, worthPackingBytes } from "../../src/http/compress.ts";
import { namesTag, requireMatch, requireMatchOf } from "../../src/http/conditional.ts";
import type { Rules } from "../../src/http/conventions.ts";
import { openApiText } from "../../src/http/document.ts";
import { type Operation, open, secured } from "../../src/http/operation.ts";
import { accepts } from "../../src/http/served.ts";
import { bodyOf, faceWithoutDatabase } from "./support.ts";

type Described = {
  readonly operationId: string;
  readonly deprecated?: boolean;
  readonly description: string;
  readonly security: readonly unknown[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<
    Record<
      string,
      { headers?: Record<string, unknown>; description: string; content?: Record<string, { schema?: Ref }> }
    >
  >;
};
type Ref = { readonly $ref?: string; readonly properties?: Record<string, unknown> };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Ref>> };
};

const document = JSON.parse(openApiDocument()) as Document;
const described = Object.values(document.paths).flatMap((methods) =>
  Object.entries(methods).map(([method, one]) => ({ ...one, method })),
);

const header = ({ parameters = [] }: Described, name: string) =>
  parameters.some((parameter) => parameter.in === "header" && parameter.name.toLowerCase() === name);
const query = ({ parameters = [] }: Described, name: string) =>
  parameters.some((parameter) => parameter.in === "query" && parameter.name === name);
const told = ({ responses }: Described, status: number) => responses[status]?.description ?? "";
function propertiesOf(one: Described): Record<string, unknown> {
  const schema = one.responses[200]?.content?.["application/json"]?.schema;
  const named = schema?.$ref === undefined ? schema : document.components.schemas[schema.$ref.split("/").at(-1) ?? ""];
  return named?.properties ?? {};
}

/** Whether there is a GET of the same path. */
const isShown = (id: string) =>
  Object.values(document.paths).some(
    (methods) => "get" in methods && Object.values(methods).some(({ operationId }) => operationId === id),
  );

/** What no quota counts: machines ask whether we live. */
const uncounted = ["getLiveness", "getReadiness", "getMetrics"];
/** Lists that end: a catalogue of this code. */
const endless = ["listProblems"];
/** The telemetry calls keep their keys with their records. */
const ownKeys = ["postTelemetry", "postTelemetryBatch", "orderTransfer", "orderRetirement"];

describe.each(described.map((one) => [one.operationId, one] as const))("%s", (id, one) => {
  const isRead = one.method === "get";
  const isSecured = one.security.length > 0;

  test("says which quotas, limits and negotiation it is under", () => {
    expect(told(one, 429).includes("quota-exceeded")).toBe(!uncounted.includes(id));
    expect(told(one, 406)).toContain("not-acceptable");
    expect(told(one, 503)).toContain("deadline-exceeded");
    if (one.requestBody !== undefined) {
      expect(told(one, 408)).toContain("request-timeout");
      expect(told(one, 413)).toContain("body-too-large");
      expect(told(one, 415)).toContain("unsupported-media-type");
    }
  });

  test("names in every answer the headers that a client goes on by", () => {
    for (const [status, { headers = {} }] of Object.entries(one.responses)) {
      const quotas = uncounted.includes(id) ? [] : ["RateLimit", "RateLimit-Policy"];
      expect(Object.keys(headers), status).toEqual(expect.arrayContaining(["X-Request-Id", ...quotas]));
    }
    if (one.responses[304] !== undefined) expect(one.responses[304].headers).toHaveProperty("ETag");
    if (one.requestBody !== undefined) {
      const accept = { post: "Accept-Post", patch: "Accept-Patch" }[one.method] ?? "Accept";
      expect(Object.keys(one.responses[415]?.headers ?? {})).toEqual(
        expect.arrayContaining([accept, "Accept-Encoding"]),
      );
    }
  });

  if (!isRead && isSecured)
    test("takes an Idempotency-Key", () => {
      expect(header(one, "idempotency-key")).toBe(true);
      expect(told(one, 422)).toContain("idempotency-key-reused");
      if (!ownKeys.includes(id)) expect(told(one, 409)).toContain("idempotency-key-in-flight");
      const success = Object.entries(one.responses).filter(([status]) => /^2/.test(status));
      expect(success.some(([, { headers }]) => headers !== undefined && "Idempotent-Replayed" in headers)).toBe(true);
    });

  if (isRead && "application/json" in (one.responses[200]?.content ?? {}) && !uncounted.includes(id))
    test("tags its answer, and answers 304 to whom holds it", () => {
      expect(header(one, "if-none-match")).toBe(true);
      expect(one.responses[200]?.headers).toHaveProperty("ETag");
      expect(one.responses).toHaveProperty("304");
    });

  if (["put", "patch"].includes(one.method) || (one.method === "delete" && isShown(id)))
    test("heeds If-Match", () => {
      expect(header(one, "if-match")).toBe(true);
      const match = one.parameters?.find(({ name }) => name === "if-match");
      expect(match?.required ?? false).toBe("428" in one.responses);
      expect(told(one, 412)).toContain("precondition-failed");
    });

  // What a batch answers with is no list of something that is kept.
  if ("items" in propertiesOf(one) && id !== "postTelemetryBatch" && !endless.includes(id))
    test("gives its list by pages", () => {
      expect([query(one, "cursor"), query(one, "limit")]).toEqual([true, true]);
      expect(propertiesOf(one)).toHaveProperty("next_cursor");
      expect(one.responses[200]?.headers).toHaveProperty("Link");
    });
});

test("every path of the API refuses query parameters that it does not know", () => {
  const lax = operations.filter(({ route }) => {
    const schema = route.request?.query as z.ZodObject | undefined;
    return route.path.startsWith("/api/") && schema?.safeParse({ no_such_parameter: "1" }).success !== false;
  });
  expect(lax.map(({ route }) => route.operationId)).toEqual([]);
});

const answerSchema = z.object({ text: z.string() });
const content = { "application/json": { schema: answerSchema, example: { text: "x" } } };

/** An operation of the test's own, as a route file would declare it. */
function own(rules: Rules, handle: Parameters<typeof open>[1], method: "get" | "put" | "post" = "get"): Operation {
  const route = {
    method,
    path: "/api/v1/own",
    operationId: "ownOperation",
    tags: ["Operation"],
    summary: "Something of the test's own",
    description: "As a new route file would declare it.",
    responses: { 200: { description: "It", content } },
  };
  return open(route, handle, rules);
}

describe("a deprecated operation", () => {
  const rules: Rules = { deprecated: { since: "2027-01-01", sunset: "2028-01-01", link: "/docs/changes#own" } };
  const operation = own(rules, (_deps, { c }) => json(c, { text: "old" }));

  test("says so on every answer: since when, until when, and where to read what to use", async () => {
    const { headers } = await faceWithoutDatabase({}, [operation]).app.request("/api/v1/own");
    expect(headers.get("Deprecation")).toBe("@1798761600");
    expect(headers.get("Sunset")).toBe("Sat, 01 Jan 2028 00:00:00 GMT");
    expect(headers.get("Link")).toBe('</docs/changes#own>; rel="deprecation"; type="text/html"');
    const refused = await faceWithoutDatabase({}, [operation]).app.request("/api/v1/own?x=1");
    expect([refused.status, refused.headers.get("Deprecation")]).toEqual([400, "@1798761600"]);
  });

  test("that is a list says so beside its link to the next page", async () => {
    const list = own(rules, (_deps, { c }) => json(c, { items: [] }, 200, { Link: '</next>; rel="next"' }));
    const { headers } = await faceWithoutDatabase({}, [list]).app.request("/api/v1/own");
    expect(headers.get("Link")).toBe('</next>; rel="next", </docs/changes#own>; rel="deprecation"; type="text/html"');
  });

  test("is marked in the document, and no other is", () => {
    const made = (JSON.parse(openApiText([operation])) as Document).paths["/api/v1/own"]?.get;
    expect(made?.deprecated).toBe(true);
    expect(made?.description).toContain(
      "**Deprecated** since 2027-01-01, gone after 2028-01-01: see /docs/changes#own.",
    );
    const marked = operations.filter(({ rules: { deprecated } }) => deprecated !== undefined);
    expect(described.filter(({ deprecated }) => deprecated)).toHaveLength(marked.length);
  });
});

describe("an answer to GET", () => {
  const text = "reading ".repeat(10_000);
  const face = () => faceWithoutDatabase({}, [own({}, (_deps, { c }) => json(c, { text }))]).app;
  const get = (headers: Record<string, string> = {}, method = "GET") =>
    face().request("/api/v1/own", { method, headers });

  test("has a strong tag by its bytes, and is a 304 without them to whom holds it", async () => {
    const first = await get();
    const tag = first.headers.get("ETag") ?? "";
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    for (const held of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const again = await get({ "If-None-Match": held });
      expect([held, again.status, await again.text(), again.headers.get("ETag")]).toEqual([held, 304, "", tag]);
    }
    for (const other of ['"other"', tag.slice(1, -1), `"x${tag.slice(1)}`]) {
      expect((await get({ "If-None-Match": other })).status).toBe(200);
    }
  });

  test("that is 304 says what 200 would have said, by the tag of the coding that the caller holds", async () => {
    const first = await get({ "Accept-Encoding": "gzip" });
    const tag = first.headers.get("ETag") ?? "";
    expect(tag).toMatch(/-gzip"$/);
    const again = await get({ "Accept-Encoding": "gzip", "If-None-Match": tag });
    expect([again.status, again.headers.get("ETag")]).toEqual([304, tag]);
    expect(again.headers.get("Vary")).toBe(first.headers.get("Vary"));
  });

  test("to HEAD has the same headers and no body", async () => {
    const [whole, head] = [await get(), await get({}, "HEAD")];
    expect([head.status, await head.text(), head.headers.get("ETag")]).toEqual([200, "", whole.headers.get("ETag")]);
  });

  test.each([
    ["gzip", gunzipSync],
    ["br", brotliDecompressSync],
  ] as const)("comes packed as %s where that is asked for, under a tag of its own", async (coding, unpack) => {
    const plain = await get();
    const packed = await get({ "Accept-Encoding": coding });
    expect([packed.headers.get("Content-Encoding"), packed.headers.get("Vary")]).toEqual([coding, "Accept-Encoding"]);
    expect(plain.headers.get("Vary")).toBe("Accept-Encoding");
    expect(packed.headers.get("ETag")).toBe(plain.headers.get("ETag")?.replace(/"$/, `-${coding}"`));
    const bytes = Buffer.from(await packed.arrayBuffer());
    expect(bytes.length).toBeLessThan(text.length / 10);
    expect(unpack(bytes).toString()).toBe(await plain.text());
  });

  test("that is the same for all is packed once in each coding; of any other the memory is given back", async () => {
    const bytes = { kept: forAll(Buffer.from(text)), other: Buffer.from(text) };
    const route = (of: "kept" | "other") => own({}, (_deps, { c }) => whole(c, bytes[of], 200, {}));
    const unpacked = async (of: "kept" | "other") => {
      const { app } = faceWithoutDatabase({}, [route(of)]);
      const answer = await app.request("/api/v1/own", { headers: { "Accept-Encoding": "gzip" } });
      return gunzipSync(Buffer.from(await answer.arrayBuffer())).toString();
    };
    expect([await unpacked("kept"), await unpacked("other")]).toEqual([text, text]);
    expect([bytes.kept.length, bytes.other.length]).toEqual([text.length, 0]);
    // What could never happen to it shows whether it is packed anew.
    bytes.kept.fill(0);
    expect(await unpacked("kept")).toBe(text);
  });

  test("that is short, or to a POST, or a failure, is never packed", async () => {
    const asked = { headers: { "Accept-Encoding": "gzip, br" } };
    const short = "x".repeat(worthPackingBytes - 20);
    const shortFace = faceWithoutDatabase({}, [own({}, (_deps, { c }) => json(c, { text: short }))]);
    const postFace = faceWithoutDatabase({}, [own({}, (_deps, { c }) => json(c, { text }), "post")]);
    for (const response of [
      await shortFace.app.request("/api/v1/own", asked),
      await postFace.app.request("/api/v1/own", { ...asked, method: "POST" }),
      await shortFace.app.request("/api/v1/nothing", asked),
    ]) {
      expect(response.headers.get("Content-Encoding")).toBeNull();
    }
  });
});

test.each([
  [undefined, undefined],
  ["", undefined],
  ["gzip", "gzip"],
  ["gzip, br", "br"],
  ["br;q=0.5, gzip;q=0.8", "gzip"],
  ["gzip;q=0, br;q=0", undefined],
  ["*", "br"],
  ["*;q=0.1, br;q=0", "gzip"],
  ["identity, gzip;q=0.5", undefined],
  ["deflate, zstd", undefined],
])("of Accept-Encoding %j the best we have is %s", (accepted, coding) => {
  expect(wantedCoding(accepted)).toBe(coding);
});

describe("If-Match on a change", () => {
  const standing: { text: string } | undefined = { text: "stands" };
  const face = (rules: Rules, current: unknown = standing) =>
    faceWithoutDatabase({}, [
      own({}, (_deps, { c }) => represented(c, current)),
      own(
        rules,
        (_deps, { c }) => {
          requireMatch(c, current, { required: rules.update === "if-match-required" });
          return represented(c, { text: "new" });
        },
        "put",
      ),
    ]).app;
  const put = (app: ReturnType<typeof face>, headers: Record<string, string> = {}) =>
    app.request("/api/v1/own", { method: "PUT", headers });
  const codeOf = async (response: Response) => [response.status, (await bodyOf(response)).type?.split("/").at(-1)];

  test("lets the one through who knows what stands, and tells the tag of what stands then", async () => {
    const app = face({ update: "if-match-optional" });
    const tag = (await app.request("/api/v1/own")).headers.get("ETag") ?? "";
    const changed = await put(app, { "If-Match": tag });
    expect([changed.status, changed.headers.get("ETag")]).toEqual([200, expect.not.stringMatching(tag)]);
    expect((await put(app, { "If-Match": "*" })).status).toBe(200);
    // Whoever got it compressed holds the tag of those bytes.
    expect((await put(app, { "If-Match": tag.replace(/"$/, '-br"') })).status).toBe(200);
  });

  test("that names another state is a 412, a weak tag too, and anything while nothing stands", async () => {
    const app = face({ update: "if-match-optional" });
    const tag = (await app.request("/api/v1/own")).headers.get("ETag") ?? "";
    for (const other of ['"other"', `W/${tag}`, "nonsense"]) {
      expect(await codeOf(await put(app, { "If-Match": other }))).toEqual([412, "precondition-failed"]);
    }
    const { app: empty } = faceWithoutDatabase({}, [
      own(
        { update: "if-match-optional" },
        (_deps, { c }) => {
          requireMatch(c, undefined);
          return represented(c, { text: "new" });
        },
        "put",
      ),
    ]);
    expect(await codeOf(await put(empty, { "If-Match": "*" }))).toEqual([412, "precondition-failed"]);
    expect((await put(empty)).status).toBe(200);
  });

  test("alone has what stands read before a key or an open period ends: who sends none fails of nothing more", async () => {
    const read = vi.fn(async () => standing);
    const ending = async (_deps: unknown, { c }: { c: Parameters<typeof requireMatchOf>[0] }) => {
      await requireMatchOf(c, read);
      return json(c, standing);
    };
    const { app } = faceWithoutDatabase({}, [own({ update: "if-match-optional" }, ending, "put")]);
    expect([(await put(app)).status, read.mock.calls.length]).toEqual([200, 0]);
    expect([(await put(app, { "If-Match": '"other"' })).status, read.mock.calls.length]).toEqual([412, 1]);
    expect([(await put(app, { "If-None-Match": "*" })).status, read.mock.calls.length]).toEqual([412, 2]);
    expect((await put(app, { "If-Match": "*" })).status).toBe(200);
  });

  test("is a 428 when left out where a change could undo another unseen, and only there", async () => {
    expect(await codeOf(await put(face({ update: "if-match-required" })))).toEqual([428, "precondition-required"]);
    expect((await put(face({ update: "if-match-optional" }))).status).toBe(200);
  });

  test("must be decided on by every operation that replaces something: else it cannot be declared", () => {
    const route = {
      method: "put",
      path: "/api/v1/own",
      operationId: "ownOperation",
      responses: { 200: { description: "It", content } },
    } as const;
    expect(() => secured(route, (_deps, { c }) => json(c, {}))).toThrow(
      /its rules must say what it does with If-Match/,
    );
  });
});

test.each([
  ["*", { weak: false }, true],
  ['"a"', { weak: false }, true],
  ['"b" , "a"', { weak: false }, true],
  ['W/"a"', { weak: false }, false],
  ['W/"a"', { weak: true }, true],
  ['"a,b"', { weak: true }, false],
  ["a", { weak: true }, false],
])('the list of tags %s (%j) names "a": %s', (list, comparison, names) => {
  expect(namesTag(list, '"a"', comparison)).toBe(names);
});

test("a path that a fixed last step and an id share takes the methods of both, and says so", async () => {
  const { app } = faceWithoutDatabase();
  const allowed = async (method: string, path: string) => (await app.request(path, { method })).headers.get("Allow");
  const shared = "POST, GET, HEAD, PUT, PATCH, OPTIONS";
  expect(await allowed("OPTIONS", "/api/v1/plants/import")).toBe(shared);
  expect(await allowed("DELETE", "/api/v1/plants/import")).toBe(shared);
  expect(await allowed("OPTIONS", "/api/v1/plants/OTHER")).toBe("GET, HEAD, PUT, PATCH, OPTIONS");
});

describe("a web page of another origin", () => {
  const origin = "https://app.example";
  const face = (origins = [origin]) => {
    const { deps } = faceWithoutDatabase();
    return faceWithoutDatabase({ limits: { ...deps.limits, corsOrigins: new Set(origins) } }).app;
  };

  test("on the list may call, see our headers and hear of failures; Vary says that answers differ", async () => {
    for (const path of ["/health/live", "/api/v1/plants", "/nothing"]) {
      const { headers } = await face().request(path, { headers: { Origin: origin } });
      expect([path, headers.get("Access-Control-Allow-Origin"), headers.get("Vary")]).toEqual([path, origin, "Origin"]);
      expect(headers.get("Access-Control-Expose-Headers")).toMatch(/\bETag\b.*\bRateLimit\b.*\bRetry-After\b/);
      expect(headers.get("Access-Control-Allow-Credentials")).toBeNull();
    }
  });

  test("is told before it asks what it may send, and with which methods", async () => {
    const preflight = await face().request("/api/v1/telemetry", {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, idempotency-key",
      },
    });
    const { headers } = preflight;
    expect([preflight.status, headers.get("Access-Control-Allow-Origin")]).toEqual([204, origin]);
    expect(headers.get("Access-Control-Allow-Methods")).toBe("POST, GET, HEAD, OPTIONS");
    expect(headers.get("Access-Control-Allow-Headers")).toMatch(
      /Authorization.*Content-Type.*Idempotency-Key.*If-Match/,
    );
    expect(headers.get("Access-Control-Max-Age")).toBe("7200");
  });

  test("may send every header that the document names", async () => {
    const operations = Object.values(JSON.parse(openApiDocument()).paths).flatMap((path) =>
      Object.values(path as object),
    );
    const named = operations.flatMap(({ parameters = [] }) =>
      parameters.filter((one: { in: string }) => one.in === "header"),
    );
    const preflight = await face().request("/api/v1/stream", {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "GET" },
    });
    const taken = preflight.headers.get("Access-Control-Allow-Headers")?.toLowerCase().split(", ") ?? [];
    // A browser writes that one itself, and lets no page do it.
    const written = ["upgrade"];
    const names = new Set<string>(named.map(({ name }: { name: string }) => name.toLowerCase()));
    expect([...names].filter((name) => ![...taken, ...written].includes(name))).toEqual([]);
    expect(names).toContain("last-event-id");
  });

  test.each(["https://evil.example", "https://app.example.evil.example", "http://app.example", "null"])(
    "not on the list, %s, gets no word of CORS",
    async (stranger) => {
      for (const method of ["GET", "OPTIONS"]) {
        const headers = { Origin: stranger, "Access-Control-Request-Method": "POST" };
        const response = await face().request("/api/v1/telemetry", { method, headers });
        expect([...response.headers.keys()].filter((name) => name === "access-control-allow-origin")).toEqual([]);
        expect(response.headers.get("Vary")).toBe("Origin");
      }
    },
  );

  test("without a list nobody may, and the public log is open to all as before", async () => {
    const closed = await face([]).request("/api/v1/telemetry", { headers: { Origin: origin } });
    expect([closed.headers.get("Access-Control-Allow-Origin"), closed.headers.get("Vary")]).toEqual([null, null]);
    const log = await face().request("/log/checkpoint", {
      method: "OPTIONS",
      headers: { Origin: "https://any.example" },
    });
    expect(log.headers.get("Access-Control-Allow-Origin")).toBe("*");
  });
});

describe("a request", () => {
  const { app } = faceWithoutDatabase();

  test("that accepts no form of the answer is a 406 that names them; failures come in their own form", async () => {
    const refused = await app.request("/problems", { headers: { Accept: "image/png" } });
    expect([refused.status, refused.headers.get("Content-Type")]).toEqual([406, "application/problem+json"]);
    expect((await bodyOf(refused)).detail).toContain("application/json or text/html");
    expect((await app.request("/problems", { headers: { Accept: "text/html, */*;q=0.1" } })).status).toBe(200);
  });

  test("whose Accept is a list of nothing is answered", async () => {
    expect((await app.request("/problems", { headers: { Accept: "" } })).status).toBe(200);
  });

  test("that takes nothing but our failures, as openapi-generator's clients say of what is no JSON, is answered", async () => {
    const { status, headers } = await app.request("/problems", { headers: { Accept: "application/problem+json" } });
    expect([status, headers.get("Content-Type")]).toEqual([200, "application/json"]);
  });

  test("with OPTIONS is told the methods of the path; of an unknown one, that there is nothing", async () => {
    const known = await app.request("/api/v1/plants", { method: "OPTIONS" });
    expect([known.status, known.headers.get("Allow"), await known.text()]).toEqual([
      204,
      "POST, GET, HEAD, OPTIONS",
      "",
    ]);
    expect((await app.request("/api/v1/nothing", { method: "OPTIONS" })).status).toBe(404);
  });

  test("is told the methods of each path of the public log too, from whatever page, and that there is nothing behind others", async () => {
    const ask = (path: string) => app.request(path, { method: "OPTIONS", headers: { Origin: "https://any.example" } });
    for (const path of ["/log/key", "/log/checkpoint", "/log/consistency", "/log/tile/0/000", `/c/${"0".repeat(64)}`]) {
      const { status, headers } = await ask(path);
      expect([status, headers.get("Allow")], path).toEqual([204, "GET, HEAD, OPTIONS"]);
      expect(headers.get("Access-Control-Allow-Origin"), path).toBe("*");
      expect(headers.get("Access-Control-Allow-Headers"), path).toBe("If-None-Match");
    }
    expect((await ask("/log/nothing")).status).toBe(404);
  });

  test.each([
    ["/api/v1/telemetry/batch", "Accept-Post", "application/json, application/x-ndjson"],
    ["/api/v1/plants/import", "Accept-Post", "text/csv"],
    ["/api/v1/plants/TIRTHAN", "Accept-Patch", "application/json, application/merge-patch+json"],
    ["/api/v1/holdings", "Accept-Post", null],
  ])("with OPTIONS of %s is told in %s: %s", async (path, name, types) => {
    const { headers } = await app.request(path, { method: "OPTIONS" });
    expect(headers.get(name)).toBe(types);
  });

  test("with a slash too many at its end is told so", async () => {
    const refused = await app.request("/api/v1/plants/");
    expect([refused.status, (await bodyOf(refused)).detail]).toEqual([
      404,
      "There is nothing at this path: leave out the slash at its end.",
    ]);
  });

  test("with slashes in the middle of its path, however many, costs no more than its length", async () => {
    const tookMs = async (path: string) => {
      const startMs = performance.now();
      expect((await app.request(path)).status).toBe(404);
      return performance.now() - startMs;
    };
    const path = `/${"/".repeat(15_000)}x`;
    const timesMs = [await tookMs(path), await tookMs(path), await tookMs(path)];
    expect(Math.min(...timesMs)).toBeLessThan(60);
  });

  test.each(["%", "a%zz", "a/b", "a~1b", "__proto__"])(
    "with a query parameter %j is refused by that very name",
    async (name) => {
      const refused = await app.request(`/api/v1/verify?${encodeURIComponent(name)}=1`, { method: "POST" });
      expect([refused.status, (await bodyOf(refused)).errors?.[0].parameter]).toEqual([400, name]);
    },
  );

  test("with a query parameter that the call does not know is refused by its name", async () => {
    const refused = await app.request("/api/v1/verify?colour=blue&colour=red", { method: "POST" });
    expect([refused.status, (await bodyOf(refused)).errors[0].parameter]).toEqual([400, "colour"]);
    // Pages and the log are often asked with something behind the question mark that means nothing to us.
    expect((await app.request("/docs?utm_source=x")).status).toBe(200);
  });

  test("that is not done in its time is answered 503, and its key is safe to send again", async () => {
    const limits = { ...faceWithoutDatabase().deps.limits, requestTimeoutMs: 20 };
    const never = own({}, () => new Promise(() => {}));
    const response = await faceWithoutDatabase({ limits }, [never]).app.request("/api/v1/own");
    expect([response.status, response.headers.get("Retry-After"), (await bodyOf(response)).type]).toEqual([
      503,
      "5",
      "https://gateway.example/problems/deadline-exceeded",
    ]);
  });
});

test.each([
  ["application/json", true],
  ["application/*", true],
  ["text/html, application/json;q=0.1", true],
  ["text/*;q=0.5, */*;q=0.1", true],
  ["*/*;q=0", false],
  ["application/json;q=0, */*", false],
  ["application/json; charset=utf-8", true],
  ["text/html", false],
  ["", false],
])("Accept: %s takes JSON: %s", (header, taken) => {
  expect(accepts(header, ["application/json"])).toBe(taken);
});
