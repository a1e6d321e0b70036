import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { telemetryBody } from "../../src/http/schemas.ts";
import { plainCheckOf } from "../../src/hydropower/plain.ts";
import { energyQuantities, quantities, quantityNames } from "../../src/hydropower/quantities.ts";
import { longestIntervalS } from "../../src/hydropower/reading.ts";

/** The schema as the route has it. */
const isPlain = plainCheckOf(telemetryBody) ?? (() => expect.unreachable("a reading's schema has no plain check"));

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const timestamp = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
    .map((at) => at.toISOString()),
  fc.constantFrom("2024-02-29T23:59:59+05:30", "2026-05-01T12:00:00.123456-00:30"),
  fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
);
const quantityValues = Object.fromEntries(
  quantityNames.map((name) => {
    const { min, max } = quantities[name];
    return (energyQuantities as readonly string[]).includes(name)
      ? [name, fc.integer({ min: 0, max: 999_999_999_999 }).map((wh) => wh / 1000)]
      : [name, fc.oneof(fc.constantFrom(min, max), fc.double({ min, max, noNaN: true }))];
  }),
);

/** Bodies that the schema takes, their members in any order. */
const goodBody = fc
  .record(
    {
      plant_id: id,
      device_id: id,
      timestamp,
      interval_s: fc.integer({ min: 1, max: longestIntervalS }),
      device_seq: fc.nat(),
      readings: fc.record(quantityValues, { requiredKeys: [] }).filter((values) => Object.keys(values).length > 0),
    },
    { requiredKeys: ["plant_id", "device_id", "timestamp", "readings"] },
  )
  .chain((body) => fc.shuffledSubarray(Object.entries(body), { minLength: Object.keys(body).length }))
  .map((members): object => Object.fromEntries(members));

/** As it arrives: what JSON can say, and nothing else. */
const sent = (body: unknown): unknown => JSON.parse(JSON.stringify(body));

test("a body that the schema takes is plainly right, and is what the schema gives back", () => {
  fc.assert(
    fc.property(goodBody.map(sent), (body) => {
      expect(isPlain(body)).toBe(true);
      expect(telemetryBody.parse(body)).toEqual(body);
    }),
    { numRuns: 500 },
  );
});

test("where a schema would put another value, only it can tell; what it would leave as it is, is told at once", () => {
  const check = plainCheckOf(z.string().trim());
  expect([check?.("a b"), check?.(" a")]).toEqual([true, false]);
});

test("a quantity of -0 goes to the schema, which gives 0 back", () => {
  const body = { plant_id: "P", device_id: "D", timestamp: 1, readings: { power_output_kw: -0 } };
  expect(isPlain(body)).toBe(false);
  expect(telemetryBody.parse(body).readings.power_output_kw).toBe(0);
});

const edges = [
  ...quantityNames.flatMap((name) => [quantities[name].min, quantities[name].max]),
  1,
  longestIntervalS,
  64,
];
const oddValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(...edges).chain((edge) => fc.constantFrom(edge, edge - 1, edge + 1, edge + 0.5, edge - 1e-9)),
  fc.constantFrom(2 ** 53, 8_640_000_000_000_001, 1e300, 0.0005, 123_456_789_012.3456, 1e12 + 1, -0),
  fc.constantFrom("", "x".repeat(65), "-P", "P ", "P\n", "2025-02-29T00:00:00Z", "2026-05-01T12:00:00", "2026-05-01"),
  fc.double(),
);
const oddName = fc.constantFrom("timestamp", "interval_s", "plant_id", "ph", "unknown", "__proto__", "toString", "");

/** A body with some members of it or of its readings dropped, put in or given another value. */
const mutatedBody = fc
  .tuple(
    goodBody.map(sent),
    fc.array(fc.record({ inside: fc.boolean(), place: fc.nat(), name: oddName, value: oddValue, act: fc.nat(2) }), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([body, mutations]) => {
    let text = JSON.stringify(body);
    for (const { inside, place, name, value, act } of mutations) {
      const whole = JSON.parse(text) as Record<string, unknown>;
      const inner = whole.readings;
      const target = inside && typeof inner === "object" && inner !== null ? (inner as typeof whole) : whole;
      const names = Object.keys(target);
      const known = names[place % Math.max(names.length, 1)] ?? name;
      if (act === 0) delete target[known];
      else Object.defineProperty(target, act === 1 ? known : name, { value, enumerable: true, configurable: true });
      text = JSON.stringify(whole);
    }
    return JSON.parse(text) as unknown;
  });

test("a body with something odd in it is plainly right exactly when the schema takes it", () => {
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(mutatedBody, (body) => {
      const result = telemetryBody.safeParse(body);
      expect(isPlain(body)).toBe(result.success);
      if (result.success) expect(result.data).toEqual(body);
      if (result.success) taken++;
      else refused++;
    }),
    { numRuns: 5_000 },
  );
  expect(Math.min(taken, refused)).toBeGreaterThan(100);
});

test("anything that JSON can say is plainly right only when the schema takes it", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => isPlain(value) === telemetryBody.safeParse(value).success));
});

test("what is no plain object is left to the schema", () => {
  const body = { plant_id: "P", device_id: "D", readings: { ph: 7 } };
  expect(isPlain(body)).toBe(true);
  expect(isPlain(Object.create(body))).toBe(false);
  expect(isPlain(Object.assign(Object.create(null), body))).toBe(false);
  expect(isPlain(Object.assign(new Map(), body))).toBe(false);
  expect(isPlain({ ...body, timestamp: undefined })).toBe(false);
  expect(isPlain([body])).toBe(false);
});

test.each<[string, z.ZodType]>([
  ["a change of the value", z.strictObject({ a: z.string().transform(Number) })],
  ["a value that is put in", z.strictObject({ a: z.number().default(1) })],
  ["a list in an object", z.strictObject({ a: z.array(z.string()) })],
  ["a value made to fit", z.strictObject({ a: z.coerce.number() })],
  ["a text made to fit", z.strictObject({ a: z.coerce.string() })],
  ["an object that drops what it does not know", z.object({ a: z.number() })],
  ["an object that keeps what it does not know", z.looseObject({ a: z.number() })],
  ["a rule that words its own problems", z.number().superRefine(() => undefined)],
  ["a step of a number", z.number().multipleOf(2)],
  ["an address", z.email()],
  ["a pattern with a memory", z.string().regex(/a/g)],
  ["a number of another format", z.float32()],
  ["a bound that is no number", z.date().min(new Date(0))],
  ["a list", z.array(z.number())],
  ["a choice with such a part", z.union([z.number(), z.string().email()])],
])("%s is left to the schema", (_about, schema) => expect(plainCheckOf(schema)).toBeUndefined());

test.each<[string, z.ZodType, readonly unknown[], readonly unknown[]]>([
  ["a number", z.number(), [0, -1.5], [Number.NaN, Number.POSITIVE_INFINITY, "1", null]],
  ["open bounds", z.number().gt(0).lt(1), [0.5], [0, 1]],
  ["closed bounds", z.number().min(0).max(1), [0, 1], [-0.1, 1.1]],
  ["a whole number", z.int(), [1, -1], [0.5, 2 ** 53]],
  ["a text", z.string(), ["", "a"], [1, null, undefined]],
  ["a pattern", z.string().regex(/^a$/), ["a"], ["b", 1]],
  ["a rule of its own", z.number().refine((value) => value !== 3), [2], [3]],
  [
    "several rules",
    z
      .number()
      .min(1)
      .max(9)
      .refine((value) => value !== 3),
    [2],
    [0, 3, 10],
  ],
])("%s is told at once as the schema tells it", (_about, schema, good, bad) => {
  const check = plainCheckOf(schema);
  expect(good.map((value) => [check?.(value), schema.safeParse(value).success])).toEqual(good.map(() => [true, true]));
  expect(bad.map((value) => [check?.(value), schema.safeParse(value).success])).toEqual(bad.map(() => [false, false]));
});

test("a signed reading goes to the schema, and an unsigned one does not for that", () => {
  const plain = { plant_id: "P", device_id: "D", readings: { ph: 7 } };
  expect(isPlain(plain)).toBe(true);
  expect(isPlain({ ...plain, signature: { key_id: "none" } })).toBe(false);
});
