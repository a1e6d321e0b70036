import { readFileSync } from "node:fs";
import type { z } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { openApiDocument, operations } from "../../src/http/app.ts";
import { type Members, places as namedPlaces, shapeOf } from "../../src/http/document-names.ts";
import { messageSchema } from "../../src/http/webhook-events.ts";
import { reasonSchema } from "../../src/hydropower/reading.ts";
import { tenantEventTypes } from "../../src/platform/events.ts";
import { bodyOf, faceWithoutDatabase } from "./support.ts";

const shown = operations.filter(({ route }) => route.hide !== true).map(({ route }) => route);
const named = shown.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);

type Media = {
  readonly schema?: z.ZodType;
  readonly example?: unknown;
  readonly examples?: Record<string, { value: unknown }>;
};
type Content = Readonly<Record<string, Media>>;

const contentsOf = (responses: (typeof shown)[number]["responses"]) =>
  Object.entries(responses).map(([status, response]) => ({
    status: Number(status),
    content: "content" in response ? (response.content as Content) : {},
  }));

test("openapi/openapi.json is what the routes say: run `npm run openapi`", () => {
  const stored = readFileSync(new URL("../../openapi/openapi.json", import.meta.url), "utf8");
  expect(stored).toBe(openApiDocument());
});

test("the gateway serves the same document", async () => {
  const response = await faceWithoutDatabase().app.request("/openapi.json");
  expect(await bodyOf(response)).toEqual(JSON.parse(openApiDocument()));
});

test("nothing that comes out here is called by a programme's own name for its credits", () => {
  expect(openApiDocument()).not.toMatch(/\b(CERs?|VCUs?)\b/);
});

test("every operation has an id of its own", () => {
  const ids = shown.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(shown.length);
  expect(ids.every((id) => /^[a-z][A-Za-z]+$/.test(id ?? ""))).toBe(true);
});

test("every type of event is described as a webhook, with an example that its schema accepts", () => {
  const { webhooks } = JSON.parse(openApiDocument());
  expect(Object.keys(webhooks)).toEqual([...tenantEventTypes]);
  for (const type of tenantEventTypes) {
    const { example } = webhooks[type].post.requestBody.content["application/json"];
    expect(messageSchema(type).safeParse(example).error?.issues, type).toBeUndefined();
    expect(messageSchema(type).safeParse({ ...example, data: {} }).success, type).toBe(false);
  }
});

test("what of the log has a tag is said to be 304 to whom holds it", () => {
  const { paths } = JSON.parse(openApiDocument());
  for (const path of Object.keys(paths).filter((one) => one.startsWith("/log/"))) {
    const { get } = paths[path];
    expect([get.responses["200"].headers.ETag?.description, get.responses["304"]?.description], path).toEqual([
      "Strong validator of this answer (RFC 9110)",
      "Unchanged: `If-None-Match` names it",
    ]);
  }
});

test("generators of clients take the document", () => {
  const document = JSON.parse(openApiDocument());
  // openapi-generator refuses a document whose licence has neither.
  expect(document.info.license.identifier ?? document.info.license.url).toBeDefined();
  // A file for each tag: calls and webhooks of one tag would write over each other.
  const tagsOf = (paths: object) =>
    new Set(Object.values(paths).flatMap((path) => Object.values(path as object).flatMap(({ tags }) => tags)));
  expect([...tagsOf(document.webhooks)].filter((tag) => tagsOf(document.paths).has(tag))).toEqual([]);
  JSON.stringify(document.components.schemas, (name, value) => {
    // Written as a literal into code.
    if (value?.type === "object") expect(typeof value.default, name).toBe("undefined");
    // A null among several has no type in Python.
    if (value?.anyOf?.some?.(({ type }: { type?: string }) => type === "null"))
      expect(value.anyOf.length, name).toBe(2);
    return value;
  });
});

test("what the page of the document fills in may be sent: it is nobody's key or state, and a span has a length", () => {
  type Parameter = { readonly name: string; readonly in: string; readonly schema: { readonly example?: string } };
  const { paths } = JSON.parse(openApiDocument());
  const calls = Object.values<Record<string, { parameters?: Parameter[] }>>(paths).flatMap((path) =>
    Object.values(path),
  );
  // One key for two calls is refused, as is a state that does not stand and a place in another's list or stream.
  const own = ["idempotency-key", "if-match", "if-none-match", "cursor", "last-event-id", "last_event_id"];
  const named = new Set<string>();
  for (const { parameters = [] } of calls) {
    const exampleOf = (name: string) =>
      parameters.find((one) => one.name === name && one.in === "query")?.schema.example;
    for (const { name } of parameters.filter((one) => own.includes(one.name))) named.add(name);
    expect(
      parameters.filter(({ name, ...one }) => own.includes(name) && /"examples?":/.test(JSON.stringify(one))),
    ).toEqual([]);
    const [from, to] = [exampleOf("from"), exampleOf("to")];
    if (from !== undefined && to !== undefined) expect(Date.parse(from)).toBeLessThan(Date.parse(to));
  }
  expect([...named].sort()).toEqual([...own].sort());
});

test("generators for Go make types of the document that compile", () => {
  const { schemas } = JSON.parse(openApiDocument()).components;
  // Go's constructor of an `Issuer` is called `NewIssuer`.
  expect(Object.keys(schemas).filter((name) => name.startsWith("New") && name.slice(3) in schemas)).toEqual([]);
  JSON.stringify(schemas, (name, value) => {
    if (Array.isArray(value?.type)) expect(value.type.length, name).toBe(2);
    if (Array.isArray(value?.type)) expect(value.type, name).toContain("null");
    // Of a mere null there is no type, and of several a default is no literal.
    for (const one of Object.values(value?.properties ?? {})) expect((one as { type?: unknown }).type).not.toBe("null");
    if (value?.anyOf !== undefined && "default" in value) expect(value.anyOf[0].$ref, name).toBeDefined();
    return value;
  });
  // The parameters of a call are the fields of one struct.
  type Named = { readonly name: string; readonly "x-go-name"?: string };
  const { paths } = JSON.parse(openApiDocument());
  for (const call of Object.values<Record<string, { parameters?: Named[] }>>(paths).flatMap((path) =>
    Object.values(path),
  )) {
    const fields = (call.parameters ?? []).map((one) =>
      (one["x-go-name"] ?? one.name).toLowerCase().replaceAll(/[-_]/g, ""),
    );
    expect(fields.filter((field, at) => fields.indexOf(field) !== at)).toEqual([]);
  }
});

test("one of some whole numbers is an integer with a list: openapi-generator's Java for each number apart compiles nowhere", () => {
  const document = openApiDocument();
  expect(JSON.parse(document).components.schemas.PlantGrid.properties.frequency_hz).toMatchObject({
    type: "integer",
    enum: [50, 60],
  });
  expect(document).not.toMatch(/"type":\s*"number",\s*"enum"/);
});

test("every number has a place in the type that clients make of it: Go's is one of 32 bits where the document says nothing", () => {
  const found: string[] = [];
  const wide = new Set<string>();
  const visit = (value: unknown, place: string, name: string): void => {
    if (typeof value !== "object" || value === null) return;
    const { type, format, maximum = 0, ...members } = value as { type?: unknown; format?: unknown; maximum?: number };
    const types = [type].flat();
    if (types.includes("number") && format !== "double") found.push(place);
    if (types.includes("integer") && maximum >= 2 ** 31 && format !== "int64") found.push(place);
    if (format === "int64") wide.add(name);
    for (const [below, one] of Object.entries(members)) {
      if (/^examples?$/.test(below)) continue;
      visit(one, `${place}.${below}`, /^(?:anyOf|\d+)$/.test(below) ? name : below);
    }
  };
  const { components } = JSON.parse(openApiDocument());
  visit(JSON.parse(openApiDocument()), "", "");
  expect(found).toEqual([]);
  expect(components.schemas.Quantities.properties.energy_export_kwh_total.format).toBe("double");
  const counters = ["device_seq", "leaf_index", "sequence_number", "tree_size"];
  expect([...wide].sort()).toEqual([...counters, "schema", "seed", "signed_at", "timestamp"].sort());
});

test("openapi-python-client makes a model of every object: none has the name it gives to another, none stands in a nameless alternative", () => {
  type Schema = { properties?: Record<string, Schema>; anyOf?: Schema[]; oneOf?: Schema[]; items?: Schema };
  const schemas: Record<string, Schema> = JSON.parse(openApiDocument()).components.schemas;
  const pascal = (name: string) => name.replaceAll(/(?:^|_)([a-z])/g, (_, first) => first.toUpperCase());
  const objectsOf = (one: Schema) =>
    Object.entries(one.properties ?? {}).filter(([, { properties, items }]) => properties ?? items?.properties);
  for (const [name, schema] of Object.entries(schemas)) {
    for (const [member] of objectsOf(schema)) expect(schemas, name).not.toHaveProperty(name + pascal(member));
    const nameless = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter((one) => objectsOf(one).length > 0);
    expect(nameless, name).toEqual([]);
  }
});

test("what may be null is a named object or plain: openapi-generator takes no null for an object without a name, nor true", () => {
  const found: string[] = [];
  const visit = (value: unknown, place: string): void => {
    if (typeof value !== "object" || value === null) return;
    const { type, properties = {}, enum: values } = value as { type?: unknown; properties?: object; enum?: unknown };
    if (Array.isArray(type) && type.includes("object") && Object.keys(properties).length > 0) found.push(place);
    if (type === "boolean" && values !== undefined) found.push(place);
    for (const [name, below] of Object.entries(value)) visit(below, `${place}.${name}`);
  };
  visit(JSON.parse(openApiDocument()), "");
  expect(found).toEqual([]);
});

test("whatever a GET answers may be sent back by the PUT of the same thing, what the gateway sets as read-only", () => {
  type Schema = { $ref?: string; properties?: Record<string, { readOnly?: boolean }> };
  type Media = { content: { "application/json": { schema: Schema } } };
  type Path = { get: { responses: { 200: Media } }; put?: { requestBody: Media } };
  const { paths, components } = JSON.parse(openApiDocument()) as {
    paths: Record<string, Path>;
    components: { schemas: Record<string, Schema> };
  };
  const membersOf = ({ content }: Media) => {
    const { schema } = content["application/json"];
    return (schema.$ref === undefined ? schema : components.schemas[schema.$ref.split("/").at(-1) ?? ""])?.properties;
  };
  const replaced = Object.entries(paths).filter(([, { put }]) => put !== undefined);
  expect(replaced.length).toBeGreaterThan(4);
  for (const [path, { get, put }] of replaced) {
    const taken = put && membersOf(put.requestBody);
    expect([path, Object.keys(taken ?? {})]).toEqual([
      path,
      expect.arrayContaining(Object.keys(membersOf(get.responses[200]) ?? {})),
    ]);
  }
  const devices = components.schemas.PlantReplacement?.properties?.devices;
  expect(devices).toMatchObject({ readOnly: true });
});

test("patterns are of a form that Python, Go and Java read too, and mean the same without flags", () => {
  const patterns = new Set<string>();
  JSON.stringify(JSON.parse(openApiDocument()), (name, value) => {
    if (name === "pattern" && typeof value === "string") patterns.add(value);
    return value;
  });
  expect([...patterns].filter((one) => /\\[pP]\{|\(\?[=!<]/.test(one))).toEqual([]);
  const reason = new RegExp([...patterns].find((one) => one.endsWith("{0,499}$")) ?? "");
  const texts = ["tests", "x".repeat(500), "\u00e9t\u00e9", "", " a", "\u0085a", "a\nb", "a\u009f", "x".repeat(501)];
  expect(texts.map((text) => reason.test(text))).toEqual(texts.map((text) => reasonSchema.safeParse(text).success));
  expect(texts.filter((text) => reason.test(text))).toHaveLength(3);
});

test("an object or a list of words that stands at several places is one schema with a name", () => {
  const { schemas } = JSON.parse(openApiDocument()).components;
  const places = new Map<string, string[]>();
  const visit = (schema: Members, place: string): void => {
    const shape = shapeOf(schema);
    if (shape !== undefined) places.set(shape, [...(places.get(shape) ?? []), place]);
    for (const [name, one] of Object.entries(schema.properties ?? {})) visit(one as Members, `${place}.${name}`);
    for (const below of [schema.items, schema.additionalProperties, schema.anyOf, schema.oneOf].flat()) {
      if (typeof below === "object") visit(below as Members, `${place}[]`);
    }
  };
  for (const [name, schema] of Object.entries(schemas)) visit(schema as Members, name);
  const isInside = (place: string) => /[.[]/.test(place);
  expect([...places.values()].filter((some) => some.length > 1 && some.some(isInside))).toEqual([]);
  expect(Object.keys(namedPlaces).filter((name) => !(name in schemas))).toEqual([]);
  expect(schemas.DecisionMade.properties.record.$ref).toBe("#/components/schemas/PlantRecord");
  expect(schemas.PlantRegistration.properties.location.$ref).toBe(schemas.Plant.properties.location.$ref);
});

test("what may be null at one place is not said to be null at others", () => {
  const { schemas } = JSON.parse(openApiDocument()).components;
  const { PlantRecord, RecordReviewedEvent, EffectiveStatus } = schemas;
  expect(EffectiveStatus.type).toBe("string");
  expect(PlantRecord.properties.effective_status.anyOf).toContainEqual({ type: "null" });
  const { data } = RecordReviewedEvent.properties;
  expect(data.properties.effects.items.properties.effective_status.$ref).toContain("/EffectiveStatus");
  expect(Object.values<Members>(schemas).filter(({ type }) => Array.isArray(type))).toEqual([]);
});

test("what a client waits for after a failure is said to be told in Retry-After", () => {
  const { paths } = JSON.parse(openApiDocument());
  const { responses } = paths["/api/v1/plants"].post;
  const told = ["401", "409", "429", "503"].map((status) => Object.keys(responses[status].headers).at(-1));
  expect(told).toEqual(["WWW-Authenticate", "Retry-After", "Retry-After", "Retry-After"]);
});

test("every reference in the document leads somewhere", () => {
  const document = JSON.parse(openApiDocument());
  const references = [...openApiDocument().matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path]) => path as string);
  expect(references.length).toBeGreaterThan(50);
  for (const reference of new Set(references)) {
    const target = reference.split("/").reduce((here, step) => here?.[step], document);
    expect(target, reference).toBeDefined();
  }
});

describe.each(named)("%s", (_name, route) => {
  test("has summary, description and a tag that the document explains", () => {
    const tags = JSON.parse(openApiDocument()).tags.map(({ name }: { name: string }) => name);
    expect(route.summary).toMatch(/^[A-Z].{5,}[^.]$/);
    expect(route.description).toMatch(/\.$/);
    expect(route.tags).toHaveLength(1);
    expect(tags).toContain(route.tags?.[0]);
  });

  test("lists its errors, all of one schema", () => {
    const errors = contentsOf(route.responses).filter(({ content }) => "application/problem+json" in content);
    const statuses = errors.map(({ status }) => status);
    expect(statuses).toContain(500);
    if (route.security?.length) expect(statuses).toEqual(expect.arrayContaining([401, 403]));
    if (route.request?.body) expect(statuses).toEqual(expect.arrayContaining([400, 413, 415]));
    if (route.request?.query) expect(statuses).toContain(400);
    if (route.request?.params) expect(statuses).toContain(404);
    const schemas = new Set(errors.map(({ content }) => content["application/problem+json"]?.schema));
    expect(schemas.size).toBe(1);
  });

  test("shows examples that its own schemas accept", () => {
    const request = route.request?.body?.content as Content | undefined;
    const bodies = [request, ...contentsOf(route.responses).map(({ content }) => content)];
    const media = bodies.flatMap((content) => Object.entries(content ?? {}));
    let examples = 0;
    for (const [type, { schema, example, examples: several }] of media) {
      if (type === "application/problem+json" || type === "text/html") continue;
      const values = [
        ...(example === undefined ? [] : [example]),
        ...Object.values(several ?? {}).map(({ value }) => value),
      ];
      expect(values.length, `${type} without an example`).toBeGreaterThan(0);
      for (const value of values) expect(schema?.safeParse(value).error?.issues, JSON.stringify(value)).toBeUndefined();
      examples += values.length;
    }
    expect(examples).toBeGreaterThan(0);
  });
});
