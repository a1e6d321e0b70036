import { expect, test } from "vitest";
import { javadocOf } from "../../sdk-gen/java/javadoc.ts";
import { nameObjects } from "../../sdk-gen/naming.ts";
import { plainViewOf, viewOf } from "../../sdk-gen/view.ts";
import { openApiDocument } from "../../src/http/app.ts";

// biome-ignore lint/suspicious/noExplicitAny: documents of every shape
const document = (): any => JSON.parse(openApiDocument());

/** Every object of a document with its place. */
function* objectsOf(value: unknown, place = ""): Generator<[string, Record<string, unknown>]> {
  if (Array.isArray(value)) for (const [i, one] of value.entries()) yield* objectsOf(one, `${place}/${i}`);
  else if (typeof value === "object" && value !== null) {
    yield [place, value as Record<string, unknown>];
    for (const [name, member] of Object.entries(value)) yield* objectsOf(member, `${place}/${name}`);
  }
}

test("a client's view keeps every operation but the operator's and the streams, without failures and conditional reads", () => {
  const idsOf = ({ paths }: { paths: object }) =>
    Object.values(paths).flatMap((item) =>
      Object.values(item as object).map(({ operationId }) => operationId as string),
    );
  const view = viewOf(document()) as never;
  const leftOut = idsOf(document()).filter((id) => !idsOf(view).includes(id));
  expect(leftOut.sort()).toEqual(["getMetrics", "getOpenApi", "openStream", "openWebSocket"]);
  const text = JSON.stringify(view);
  expect(text).not.toMatch(/if-none-match|problem\+json"/);
});

test("the plain view has no alternatives but null, no closed lists of values, and leads nowhere in vain", () => {
  // biome-ignore lint/suspicious/noExplicitAny: documents of every shape
  const view = JSON.parse(JSON.stringify(plainViewOf(document()))) as any;
  for (const [place, { anyOf, oneOf, enum: values, $ref }] of objectsOf({ ...view, tags: [] })) {
    if (place.endsWith("/properties")) continue;
    expect(oneOf, place).toBeUndefined();
    expect(values, place).toBeUndefined();
    if (Array.isArray(anyOf)) expect([anyOf.length, anyOf[1]], place).toEqual([2, { type: "null" }]);
    if (typeof $ref === "string")
      expect(view.components.schemas, place).toHaveProperty($ref.split("/").at(-1) as string);
  }
});

test("values of an enum are told in words, and a number that is taken as text too is text", () => {
  // biome-ignore lint/suspicious/noExplicitAny: documents of every shape
  const { schemas } = (plainViewOf(document()) as any).components;
  expect(schemas.PlantRecord.properties.status.description).toMatch(/One of `APPROVED`, `FLAGGED`, `REJECTED`/);
  expect(schemas.ClosingFacts.properties.invoice_net_wh.type).toBe("string");
  expect(schemas.BatchItem.required).toEqual(["index", "result"]);
  expect(Object.keys(schemas.BatchItem.properties)).toEqual(expect.arrayContaining(["record_id", "problem"]));
});

test("equal objects of several schemas become one, whatever is said of them", () => {
  const place = (description: string) => ({
    type: "object",
    description,
    properties: { lat: { type: "number" } },
  });
  const shared = nameObjects({
    Weir: { type: "object", properties: { place: place("of the weir") } },
    PowerHouse: { type: "object", properties: { place: { ...place("of the house"), type: ["object", "null"] } } },
  });
  const reference = { $ref: "#/components/schemas/WeirPlace" };
  expect(shared).toEqual({
    Weir: { type: "object", properties: { place: reference } },
    PowerHouse: { type: "object", properties: { place: { anyOf: [reference, { type: "null" }] } } },
    WeirPlace: { type: "object", properties: { lat: { type: "number" } } },
  });
});

test("an object in a list is called after what it is one of, unless something else is called so", () => {
  const object = (...names: string[]) => ({
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
  });
  const listOf = (items: ReturnType<typeof object>) => ({ type: "array", items });
  const named = nameObjects({
    HoldingList: { type: "object", properties: { items: listOf(object("account")) } },
    Period: { type: "object", properties: { statements: listOf(object("no")), entries: listOf(object("text")) } },
    PeriodStatement: object("figures"),
    Latest: { type: "object", properties: { values: { type: "object", additionalProperties: object("value") } } },
  });
  expect(Object.keys(named).sort()).toEqual([
    ...["Holding", "HoldingList", "Latest", "LatestValue", "Period", "PeriodEntry", "PeriodStatement"],
    "PeriodStatementItem",
  ]);
  expect(named.Period).toMatchObject({
    properties: { statements: { items: { $ref: "#/components/schemas/PeriodStatementItem" } } },
  });
});

test("the API's words are comments of Java: marks are kept, and nothing ends the comment", () => {
  expect(javadocOf('By `a < b`, **or** <b>*/ @x.\n\nSecond `{ "a" }` and `{`.', " * ")).toBe(
    'By {@code a < b}, <b>or</b> &lt;b&gt;*&#47; &#64;x.\n *\n * <p>Second {@code { "a" }} and <code>{</code>.',
  );
  const long = javadocOf("word ".repeat(60).trim(), "     * ").split("\n");
  expect(long).toHaveLength(3);
  expect(long.every((line) => line.length <= 120)).toBe(true);
});
