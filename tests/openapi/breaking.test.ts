import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breaksOf, type Document, sentenceOf } from "../../openapi/breaking.ts";
import { openApiDocument } from "../../src/http/app.ts";

const json = (value: unknown) => ({ content: { "application/json": { schema: value } } });

/** A document with one call and one webhook; `ask` and `answer` are schemas of a member. */
function documentOf({
  ask = { type: "string" },
  asks = ["ask"],
  answer = { type: "string" },
  answers = ["answer"],
  query = [],
  id = "postThing",
  told = { type: "string" },
}: {
  ask?: unknown;
  asks?: string[];
  answer?: unknown;
  answers?: string[];
  query?: unknown[];
  id?: string;
  told?: unknown;
} = {}): Document {
  const body = { type: "object", properties: { ask, other: { type: "string" } }, required: asks };
  const reply = { $ref: "#/components/schemas/Reply" };
  const message = { type: "object", properties: { told }, required: ["told"] };
  return {
    paths: {
      "/things": {
        post: { operationId: id, parameters: query, requestBody: json(body), responses: { 201: json(reply) } },
      },
    },
    webhooks: { "thing.made": { post: { requestBody: json(message) } } },
    components: { schemas: { Reply: { type: "object", properties: { answer }, required: answers } } },
  } as Document;
}

type Change = Parameters<typeof documentOf>[0];
const found = (before: Change, after: Change) => breaksOf(documentOf(before), documentOf(after)).map(sentenceOf);
const post = "POST /things";

const kindOf = (kind: string) => ({
  type: "object",
  properties: { kind: { type: "string", enum: [kind] }, [kind]: { type: "string" } },
  required: ["kind", kind],
});

describe("a change that breaks existing clients is named with its operation and field", () => {
  test.each<[string, Change, Change, string]>([
    ["an operation's id", {}, { id: "makeThing" }, `${post} is called makeThing instead of postThing (operationId)`],
    ["a field asked for anew", {}, { asks: ["ask", "other"] }, `${post}: request body /other is required now`],
    [
      "an integer of 32 bits",
      { ask: { type: "integer" } },
      { ask: { type: "integer", format: "int32" } },
      `${post}: request body /ask takes less: format is int32 now`,
    ],
    [
      "an integer of 64 bits where any number was taken as a double",
      { ask: { type: "number", format: "double" } },
      { ask: { type: "number", format: "int64" } },
      `${post}: request body /ask takes less: format is int64 now`,
    ],
    [
      "a narrower type",
      { ask: { type: "number" } },
      { ask: { type: "integer" } },
      "changed its type from number to integer",
    ],
    [
      "a lower maximum",
      { ask: { type: "number", maximum: 9 } },
      { ask: { type: "number", maximum: 8 } },
      "maximum 9 is 8 now",
    ],
    ["a new minimum", { ask: { type: "number" } }, { ask: { type: "number", minimum: 1 } }, "minimum none is 1 now"],
    ["another pattern", {}, { ask: { type: "string", pattern: "^a" } }, "takes less: pattern is ^a now"],
    [
      "an enum value sent",
      { ask: { type: "string", enum: ["a", "b"] } },
      { ask: { type: "string", enum: ["a"] } },
      'has no value "b"',
    ],
    ["a new enum on what is sent", {}, { ask: { type: "string", enum: ["a"] } }, "takes only a now"],
    [
      "an enum value read",
      { answer: { type: "string", enum: ["a", "b"] } },
      { answer: { type: "string", enum: ["b"] } },
      `${post}: answer 201 /answer has no value "a"`,
    ],
    ["a field that may be absent", {}, { answers: [] }, `${post}: answer 201 /answer may be absent now`],
    [
      "a field that may be null",
      {},
      { answer: { type: ["string", "null"] } },
      `${post}: answer 201 /answer may be null now`,
    ],
    [
      "the type of a field",
      {},
      { answer: { type: "integer" } },
      "answer 201 /answer changed its type from string to integer",
    ],
    [
      "a new required parameter",
      {},
      { query: [{ in: "query", name: "of", required: true }] },
      "query parameter of is new and required",
    ],
    [
      "an alternative that nothing tells from one that was there",
      { answer: kindOf("a") },
      { answer: { anyOf: [kindOf("a"), { ...kindOf("a"), properties: { kind: { type: "string", enum: ["a"] } } }] } },
      "/answer/a is gone",
    ],
    ["a parameter that is gone", { query: [{ in: "query", name: "of" }] }, {}, "query parameter of is gone"],
    ["a message of a webhook", {}, { told: { type: "integer" } }, "webhook thing.made: message /told changed its type"],
    [
      "an alternative that is gone",
      { ask: { anyOf: [{ type: "string" }, { type: "number" }] } },
      {},
      "from string or number to string",
    ],
    [
      "a field deep in an array",
      { answer: { type: "array", items: { type: "object", properties: { deep: {} } } } },
      { answer: { type: "array", items: { type: "object", properties: {} } } },
      "/answer/items/deep is gone",
    ],
  ])("%s", (_name, before, after, sentence) => {
    expect(found(before, after)).toEqual([expect.stringContaining(sentence)]);
  });

  test("an operation, a webhook and a field that are gone", () => {
    const before = documentOf();
    expect(breaksOf(before, { ...before, paths: {} }).map(sentenceOf)).toEqual([`${post} is gone`]);
    expect(breaksOf(before, { ...before, webhooks: {} }).map(sentenceOf)).toEqual(["webhook thing.made is gone"]);
    const without = { ...before, components: { schemas: { Reply: { type: "object", properties: {} } } } };
    expect(breaksOf(before, without).map(sentenceOf)).toEqual([`${post}: answer 201 /answer is gone`]);
  });

  test("a schema that holds itself is compared once", () => {
    const tree = (leaf: unknown) =>
      ({
        ...documentOf(),
        components: {
          schemas: { Reply: { type: "object", properties: { leaf, of: { $ref: "#/components/schemas/Reply" } } } },
        },
      }) as Document;
    expect(breaksOf(tree({ type: "string" }), tree({ type: "integer" }))).toHaveLength(1);
  });
});

describe("a change that clients live with is no break", () => {
  test.each<[string, Change, Change]>([
    ["nothing", {}, {}],
    [
      "an alternative that one value tells from the others",
      { answer: { anyOf: [kindOf("a"), kindOf("b")] } },
      { answer: { anyOf: [kindOf("a"), kindOf("b"), { ...kindOf("c"), required: ["kind"] }] } },
    ],
    ["a wider type", { ask: { type: "integer" } }, { ask: { type: "number" } }],
    ["that a number is a double", { ask: { type: "number" } }, { ask: { type: "number", format: "double" } }],
    ["that an integer has 64 bits", { ask: { type: "integer" } }, { ask: { type: "integer", format: "int64" } }],
    [
      "one list of whole numbers in place of an alternative for each",
      { ask: { anyOf: [1, 2].map((one) => ({ type: "number", enum: [one] })) } },
      { ask: { type: "integer", enum: [1, 2] } },
    ],
    ["a field that is asked for no more", { asks: ["ask", "other"] }, { asks: ["ask"] }],
    [
      "one more value in an answer",
      { answer: { type: "string", enum: ["a"] } },
      { answer: { type: "string", enum: ["a", "b"] } },
    ],
    [
      "one more value that is taken",
      { ask: { type: "string", enum: ["a"] } },
      { ask: { type: "string", enum: ["a", "b"] } },
    ],
    ["an answer that is never null now", { answer: { type: ["string", "null"] } }, {}],
    ["a new optional parameter", {}, { query: [{ in: "query", name: "of" }] }],
    ["a higher maximum", { ask: { type: "number", maximum: 8 } }, { ask: { type: "number", maximum: 9 } }],
    ["a looser alternative", {}, { ask: { anyOf: [{ type: "string" }, { type: "number" }] } }],
  ])("%s", (_name, before, after) => {
    expect(found(before, after)).toEqual([]);
  });
});

test("what may be null is no break when it gets a name, and a mere null none when it becomes something", () => {
  const place = { properties: { at: { type: "string" } } };
  const named = { anyOf: [{ type: "object", ...place }, { type: "null" }] };
  const words = { anyOf: [{ type: "string", enum: ["a", "b"] }, { type: "null" }] };
  expect(found({ answer: { type: ["object", "null"], ...place } }, { answer: named })).toEqual([]);
  expect(found({ answer: { type: ["string", "null"], enum: ["a", "b", null] } }, { answer: words })).toEqual([]);
  expect(found({ answer: { type: "null" } }, { answer: { type: ["object", "null"] } })).toEqual([]);
  // But not that it may be null where it could not.
  expect(found({ answer: { type: "object", ...place } }, { answer: named })).toHaveLength(1);
});

test("a response field taken out of the real document is named", () => {
  const now = JSON.parse(openApiDocument());
  delete now.components.schemas.PlantRecord.properties.trust_score;
  const sentences = breaksOf(JSON.parse(openApiDocument()), now).map(sentenceOf);
  expect(sentences).toContain("POST /api/v1/telemetry: answer 201 /trust_score is gone");
});

test("the check fails where a response field was taken out, and its message names operation and field", () => {
  const folder = mkdtempSync(join(tmpdir(), "hydro-breaks-"));
  try {
    for (const name of ["breaks.ts", "breaking.ts", "said-late.ts", "released.json"]) {
      cpSync(new URL(`../../openapi/${name}`, import.meta.url), join(folder, name));
    }
    const check = (document: unknown) => {
      writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
      return spawnSync(process.execPath, [join(folder, "breaks.ts")], { encoding: "utf8" });
    };
    const now = JSON.parse(openApiDocument());
    expect(check(now)).toMatchObject({ status: 0, stderr: "" });
    const late = join(folder, "said-late.ts");
    const said = readFileSync(late, "utf8");
    writeFileSync(late, said.replace("[\n", '[\n  "GET /nothing: is gone",\n'));
    const stale = "openapi/said-late.ts names what is no change: GET /nothing: is gone\n";
    expect(check(now)).toMatchObject({ status: 1, stderr: stale });
    writeFileSync(late, said);
    delete now.components.schemas.PlantRecord.properties.trust_score;
    const { status, stderr } = check(now);
    expect(status).toBe(1);
    expect(stderr).toContain("GET /api/v1/records/{id}: answer 200 /trust_score is gone\n");
    expect(stderr).toMatch(/changes break clients of version \d+\.\d+\.\d+/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the released document is one of an API, without words", () => {
  const released = JSON.parse(readFileSync(new URL("../../openapi/released.json", import.meta.url), "utf8"));
  expect(released.info.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Object.keys(released.paths).length).toBeGreaterThan(80);
  expect(breaksOf(released, { ...released, paths: {} }).length).toBeGreaterThan(100);
});
