import type { z } from "@hono/zod-openapi";
import { jsonPointer, shortened } from "../hydropower/json-text.ts";
import { type PlainCheck, plainCheckOf } from "../hydropower/plain.ts";
import { Fault, type FieldError } from "../kernel/fault.ts";

/** Wrong places told in one answer: a body of a megabyte can have a hundred thousand. */
const mostErrors = 50;

/**
 * A JSON body by its schema.
 *
 * @param found errors seen already in the body's text; one of them stands for any of the schema's at its place
 * @throws {Fault} `invalid-request` with a JSON pointer for each wrong place
 */
export function validBody<S extends z.ZodType>(
  schema: S,
  value: unknown,
  found: readonly FieldError[] = [],
): z.output<S> {
  if (found.length === 0 && isPlainlyValid(schema, value)) return value;
  const result = schema.safeParse(value);
  const issues = result.success ? [] : fieldErrors(result.error.issues, value);
  const errors = [...found, ...issues.filter((issue) => found.every((seen) => seen.pointer !== issue.pointer))];
  if (result.success && errors.length === 0) return result.data;
  throw invalidRequest("The body is not valid", errors);
}

const plainChecks = new WeakMap<z.ZodType, PlainCheck>();
const neverPlain: PlainCheck = () => false;

function isPlainlyValid<S extends z.ZodType>(schema: S, value: unknown): value is z.output<S> {
  let check = plainChecks.get(schema);
  if (check === undefined) {
    check = plainCheckOf(schema) ?? neverPlain;
    plainChecks.set(schema, check);
  }
  return check(value);
}

/**
 * Query parameters by their schema; a parameter that stands once is text, one that is repeated is a list.
 *
 * @throws {Fault} `invalid-request` with the name of each wrong parameter
 */
export function validQuery<S extends z.ZodType>(schema: S, url: string): z.output<S> {
  const value: Record<string, string | string[]> = Object.create(null);
  for (const [name, text] of new URL(url).searchParams) {
    const before = value[name];
    value[name] = before === undefined ? text : [...(Array.isArray(before) ? before : [before]), text];
  }
  const result = schema.safeParse({ ...value });
  const withNul = Object.keys(value).filter((name) => [value[name]].flat().some((text) => text?.includes("\0")));
  if (withNul.length > 0) throw invalidRequest("The query is not valid", withNul.map(nulIn));
  if (result.success) return result.data;
  const errors = fieldErrors(result.error.issues, value).map(({ pointer = "", ...error }) => {
    const parameter = firstStep(pointer);
    return { parameter, ...error, ...repeatedIn(value[parameter], pointer, error.rule) };
  });
  throw invalidRequest("The query is not valid", errors);
}

/** One value is meant and there are several: whoever sent them sent no list, and none of them need be wrong. */
function repeatedIn(given: string | string[] | undefined, pointer: string, rule: string): object {
  const isWhole = pointer.lastIndexOf("/") === 0 && ["type", "choice"].includes(rule);
  return isWhole && Array.isArray(given) ? { detail: `stands ${given.length} times: give it once` } : {};
}

/** The name of the outermost member that a JSON pointer leads to, as it was sent (RFC 6901 section 4). */
const firstStep = (pointer: string) => (pointer.split("/")[1] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");

/** PostgreSQL has no text with a NUL in it; bodies are refused where they are read. */
const nulIn = (parameter: string): FieldError => ({ parameter, rule: "text", detail: "holds a NUL" });

/** A header that breaks its form. */
export function invalidHeader(name: string, rule: string, detail: string, cause?: unknown): Fault {
  return invalidRequest("A header is not valid", [{ parameter: name, rule, detail }], cause);
}

function invalidRequest(summary: string, errors: readonly FieldError[], cause?: unknown): Fault {
  const [first] = errors;
  const where = first?.parameter ?? (first?.pointer || "the body");
  const detail =
    errors.length === 1 && first !== undefined
      ? `${summary}: ${where} ${first.detail}.`
      : `${summary} at ${errors.length} places: see \`errors\`${errors.length > mostErrors ? `, which names the first ${mostErrors}` : ""}.`;
  return new Fault("invalid-request", detail, { errors: errors.slice(0, mostErrors), cause });
}

type Issue = z.core.$ZodIssue;

/** The schema's issues in plain words, each sentence going on from the name of its place. */
export function fieldErrors(issues: readonly Issue[], value: unknown): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, issue.path, value));
}

function errorsOf(issue: Issue, path: readonly PropertyKey[], value: unknown): FieldError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      rule: "unknown-field",
      detail: "is not a field of this request",
    }));
  }
  if (at(value, path) === undefined && issue.code !== "custom") {
    return [{ pointer: jsonPointer(path), rule: "required", detail: "is missing" }];
  }
  if (issue.code === "invalid_union" && isOwnWording(issue)) {
    const [least] = issue.errors.toSorted((a, b) => a.length - b.length);
    if (least !== undefined) return least.flatMap((one) => errorsOf(one, [...path, ...one.path], value));
  }
  const { rule, detail } = worded(issue, at(value, path));
  return [{ pointer: jsonPointer(path), rule, detail }];
}

/** True where the schema's author left the words to zod. */
const isOwnWording = (issue: Issue) => /^(Invalid|Too (small|big)|Unrecognized)\b/.test(issue.message);

function worded(issue: Issue, value: unknown): { rule: string; detail: string } {
  if (!isOwnWording(issue)) return { rule: ruleOf(issue), detail: `must be: ${issue.message}` };
  switch (issue.code) {
    case "invalid_type":
      return {
        rule: "type",
        detail: `must be ${articled(issue.expected)}, not ${kindOf(value)}${typeRemedy(issue.expected, value)}`,
      };
    case "too_small":
      return {
        rule: ruleOf(issue),
        detail: `must be ${issue.inclusive === false ? "more than" : "at least"} ${measured(issue, issue.minimum)}`,
      };
    case "too_big":
      return {
        rule: ruleOf(issue),
        detail: `must be ${issue.inclusive === false ? "less than" : "at most"} ${measured(issue, issue.maximum)}`,
      };
    case "invalid_value":
      return { rule: "choice", detail: `must be one of ${issue.values.map(String).join(", ")}` };
    case "invalid_union": {
      // No alternative was tried: the member that tells them apart is none of their values.
      const options = "options" in issue ? issue.options : undefined;
      if (options === undefined) return { rule: ruleOf(issue), detail: `is not valid (${issue.message})` };
      return { rule: "choice", detail: `must be one of ${options.map(String).join(", ")}` };
    }
    case "invalid_format":
      return { rule: "format", detail: `must be ${formats[issue.format] ?? `of the form ${issue.format}`}` };
    default:
      return { rule: ruleOf(issue), detail: `is not valid (${issue.message})` };
  }
}

const formats: Readonly<Record<string, string>> = {
  datetime: "an ISO 8601 time with an offset, such as 2026-05-01T12:00:00Z or 2026-05-01T17:30:00+05:30",
  date: "a calendar date such as 2026-05-01",
};

function ruleOf(issue: Issue): string {
  if (issue.code === "too_small") return "minimum";
  if (issue.code === "too_big") return "maximum";
  if (issue.code === "invalid_format") return "format";
  if (issue.code === "invalid_type") return "type";
  return "constraint";
}

function measured(issue: Extract<Issue, { code: "too_small" | "too_big" }>, bound: number | bigint): string {
  const many = (unit: string) => `${bound} ${unit}${Number(bound) === 1 ? "" : "s"} long`;
  if (issue.origin === "string") return many("character");
  return issue.origin === "array" ? many("item") : String(bound);
}

function articled(type: string): string {
  if (type === "int") return "a whole number";
  return `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "string") return `the string ${JSON.stringify(shortened(value))}`;
  if (typeof value === "number")
    return Number.isFinite(value) ? `the number ${value}` : "a number beyond the range of numbers";
  return articled(typeof value);
}

/** For what devices send most: a number in quotes, and null for what was not measured. */
function typeRemedy(expected: string, value: unknown): string {
  if (expected !== "number" && expected !== "int") return "";
  if (value === null) return ": leave out what is not known";
  return typeof value === "string" && /^[+-]?[\d.,]+$/.test(value)
    ? ": write it without quotes, decimals with a point"
    : "";
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}
