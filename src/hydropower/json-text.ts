import { Fault, type FieldError } from "../kernel/fault.ts";
import { energyQuantities, wattHoursFromKwhText } from "./quantities.ts";

/** Deeper nesting than any body of this API has; bounds the recursion here and behind. */
const deepestLevel = 32;

export type JsonText = {
  readonly value: unknown;
  /** Energy figures whose text says more than an exact integer of Wh can hold. */
  readonly energyErrors: readonly FieldError[];
};

/**
 * Reads JSON text as strictly as a measurement needs: one value per name (RFC 8259 leaves repeats open), no
 * lone surrogates or NUL, and energies of kWh judged by the digits that were written, not by the nearest
 * binary float.
 *
 * @throws {Fault} `malformed-json` with the place
 */
export function readJsonText(text: string): JsonText {
  const scanner = new Scanner(text);
  scanner.document();
  return { value: JSON.parse(text), energyErrors: scanner.energyErrors };
}

const space = /[ \t\n\r]*/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 section 7 forbids exactly these, unescaped.
const stringToken = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const wordToken = /true|false|null/y;
const energyNames: ReadonlySet<string> = new Set(energyQuantities);

class Scanner {
  readonly energyErrors: FieldError[] = [];
  readonly #text: string;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value();
    if (this.#at < this.#text.length)
      throw this.#flaw(`something follows the JSON value${decimalComma(this.#text, this.#at)}`);
  }

  #value(): void {
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === "{") this.#object();
    else if (first === "[") this.#array();
    else if (first === '"') this.#string();
    else if (first === "-" || (first !== undefined && first >= "0" && first <= "9")) this.#number();
    else if (this.#token(wordToken) === undefined) {
      throw this.#flaw(noValue(this.#text, this.#at));
    }
    this.#skipSpace();
  }

  #object(): void {
    const names = new Set<string>();
    this.#open();
    if (this.#closes("}")) return;
    do {
      this.#skipSpace();
      const start = this.#at;
      if (this.#text[start] !== '"') {
        throw this.#flaw(`a member's name in double quotes should stand here${decimalComma(this.#text, start)}`);
      }
      const name = this.#string();
      if (names.has(name)) throw this.#flaw(`the name ${JSON.stringify(name)} stands twice in one object`, start);
      names.add(name);
      this.#skipSpace();
      if (this.#text[this.#at] !== ":") throw this.#flaw("a colon should stand here");
      this.#at++;
      this.#path.push(name);
      this.#value();
      this.#path.pop();
    } while (this.#continues("}"));
  }

  #array(): void {
    let index = 0;
    this.#open();
    if (this.#closes("]")) return;
    do {
      this.#path.push(index++);
      this.#value();
      this.#path.pop();
    } while (this.#continues("]"));
  }

  #open(): void {
    if (this.#path.length >= deepestLevel) throw this.#flaw("the value is nested too deep");
    this.#at++;
    this.#skipSpace();
  }

  #closes(bracket: string): boolean {
    if (this.#text[this.#at] !== bracket) return false;
    this.#at++;
    return true;
  }

  #continues(bracket: string): boolean {
    if (this.#closes(bracket)) return false;
    if (this.#text[this.#at] !== ",") throw this.#flaw(`a comma or ${bracket} should stand here`);
    this.#at++;
    return true;
  }

  #string(): string {
    const start = this.#at;
    const token = this.#token(stringToken);
    if (token === undefined) throw this.#flaw("the string that begins here is not closed or holds a wrong character");
    const value = token.includes("\\") ? (JSON.parse(token) as string) : token.slice(1, -1);
    if (!value.isWellFormed() || value.includes("\0")) {
      throw this.#flaw("the string that begins here holds half a surrogate pair or a NUL", start);
    }
    return value;
  }

  #number(): void {
    const start = this.#at;
    const token = this.#token(numberToken);
    if (token === undefined) throw this.#flaw(noValue(this.#text, start));
    const name = this.#path.at(-1);
    if (typeof name !== "string" || !energyNames.has(name) || token.startsWith("-")) return;
    if (wattHoursFromKwhText(token) !== undefined) return;
    const detail = `${shortened(this.#text.slice(start, this.#at))} is not exact: at most 15 significant digits and 3 decimals of kWh`;
    this.energyErrors.push({ pointer: jsonPointer(this.#path), rule: "energy-precision", detail });
  }

  #token(pattern: RegExp): string | undefined {
    const start = this.#at;
    pattern.lastIndex = start;
    // The match itself is not wanted, which would be made anew for each token.
    if (!pattern.test(this.#text)) return undefined;
    this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }

  #skipSpace(): void {
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
  }

  #flaw(what: string, at = this.#at): Fault {
    const before = this.#text.slice(0, at).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    return new Fault("malformed-json", `The body is not JSON: line ${before.length}, column ${column}: ${what}.`, {
      extensions: { position: at },
    });
  }
}

/** Not measured, as programs write it that know no JSON. */
const notMeasured = /[+-]?(?:nan|inf|infinity|null|none|undefined|n\/a)/iy;
/** A number as JSON does not write it: `+5`, `.5`, `-.5`. */
const otherNumber = /(?:\+\.?|-?\.)\d/y;

/** What stands in the place of a value, and what to send instead. */
function noValue(text: string, at: number): string {
  if (at >= text.length) return text.trim() === "" ? "it is empty" : "the text ends where a value should stand";
  notMeasured.lastIndex = at;
  if (notMeasured.test(text)) return "no JSON value begins here; leave out what is not measured";
  otherNumber.lastIndex = at;
  if (otherNumber.test(text))
    return "no JSON number begins here; it has no plus, and a digit on each side of its point";
  return text[at] === "'" ? "no JSON value begins here; texts stand in double quotes" : "no JSON value begins here";
}

/** `2,5` of a program whose settings write decimals so: its digits behind the comma stand where something else should. */
function decimalComma(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 40), at);
  const isDecimal = text[at] === "," ? /\d$/.test(before) && /\d/.test(text[at + 1] ?? "") : /\d\s*,\s*$/.test(before);
  return isDecimal && /[\d,]/.test(text[at] ?? "") ? "; write decimals with a point, 2.5 and not 2,5" : "";
}

/** A path as a JSON pointer (RFC 6901); the whole document is the empty text. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Text of a caller, short enough to be told back. */
export function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 37)}...`;
}
