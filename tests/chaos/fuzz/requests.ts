import type { SeededRandom } from "../../../src/fraud/random.ts";
import { mutated, oddText, pick, rawBytes } from "./mutate.ts";
import type { Parameter, Target } from "./targets.ts";

export type FuzzRequest = {
  readonly target: Target;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | undefined;
};

/** Values that answers have shown, by the name of their member: ids that exist. */
export class Pool {
  readonly #values = new Map<string, string[]>();

  /** Takes in every text member of an answer, a few of each name. */
  learn(value: unknown, name = ""): void {
    if (typeof value === "string" && value.length < 100) this.#keep(name, value);
    else if (Array.isArray(value)) for (const item of value.slice(0, 5)) this.learn(item, name);
    else if (typeof value === "object" && value !== null) {
      for (const [member, inner] of Object.entries(value)) this.learn(inner, member);
    }
  }

  #keep(name: string, value: string): void {
    const known = this.#values.get(name) ?? [];
    if (known.includes(value)) return;
    known.push(value);
    this.#values.set(name, known.slice(-20));
  }

  /** @param name of a parameter; `id` of a path is found under the member that ends so */
  draw(name: string, random: SeededRandom): string | undefined {
    const found = this.#values.get(name) ?? this.#values.get(`record_${name}`);
    return found && pick(random, found);
  }
}

/** HTTP clients set these themselves (RFC 9110 7.6.1). */
const ofTheConnection = new Set(["connection", "upgrade"]);

/** Most requests are right in form, so that they reach what lies behind; the others are spoilt in one or two places. */
export function requestFor(target: Target, random: SeededRandom, pool: Pool): FuzzRequest {
  const spoilt = random.below(100) < 25;
  const place = spoilt ? random.below(4) : -1;
  const value = (parameter: Parameter, isOdd: boolean) =>
    isOdd
      ? oddText(random)
      : (pool.draw(parameter.name, random) ?? textOf(parameter.example ?? parameter.schema?.example));
  let path = target.path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = { prefer: "respond-async" };
  for (const parameter of target.parameters) {
    const text = value(parameter, place === 0 && random.below(2) === 0);
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(safe(text)) || "x");
    else if (parameter.in === "query" && (parameter.required === true || random.below(4) === 0) && text !== "") {
      query.append(parameter.name, safe(text));
    } else if (parameter.in === "header" && !ofTheConnection.has(parameter.name) && random.below(8) === 0) {
      headers[parameter.name] = headerSafe(text);
    }
  }
  if (place === 1) query.append(headerSafe(oddText(random)).slice(0, 20) || "x", safe(oddText(random)));
  // Half of the changes say what they change; without it they are refused where that is asked for.
  if (["PUT", "PATCH"].includes(target.method)) headers["if-match"] = "*";
  const suffix = query.size === 0 ? "" : `?${query}`;
  return { target, path: `${path}${suffix}`, headers, body: bodyOf(target, random, place, headers) };
}

function bodyOf(target: Target, random: SeededRandom, place: number, headers: Record<string, string>) {
  if (target.bodies.length === 0) return undefined;
  const { type, examples } = pick(random, target.bodies);
  headers["content-type"] = place === 3 && random.below(2) === 0 ? "text/plain; charset=utf-7" : type;
  if (place === 3) return rawBytes(random);
  let value = examples.length === 0 ? {} : pick(random, examples);
  if (typeof value === "string") return place === 2 ? value.slice(0, random.below(value.length + 1)) : value;
  for (let i = place === 2 ? 1 + random.below(2) : 0; i > 0; i--) value = mutated(value, random);
  return JSON.stringify(varied(value, random)) ?? "null";
}

/** Times moved, so that not every reading is a repeat. */
function varied(value: unknown, random: SeededRandom): unknown {
  if (typeof value !== "object" || value === null || !("timestamp" in value)) return value;
  const at = Date.parse("2026-06-01T00:00:00Z") + 3_600_000 * random.below(4_000);
  return { ...value, ...(typeof value.timestamp === "string" && { timestamp: new Date(at).toISOString() }) };
}

const textOf = (value: unknown): string =>
  value === undefined ? "x" : typeof value === "object" ? JSON.stringify(value) : String(value);
/** What URLSearchParams and encodeURIComponent take: lone surrogates are replaced. */
const safe = (text: string): string => text.toWellFormed().slice(0, 3_000);
const headerSafe = (text: string): string =>
  text
    .replaceAll(/[^\x20-\x7e]/g, "")
    .slice(0, 2_000)
    .trim();
