import type { SQLInputValue } from "node:sqlite";
import { nsFromText, numFromText } from "../wire.ts";

/** A request the mirror refuses; becomes its `_status` body. */
export class MirrorRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "MirrorRefusal";
    this.status = status;
  }
}

export const notFound = (): MirrorRefusal => new MirrorRefusal(404, "Not found");
const invalid = (name: string): MirrorRefusal => new MirrorRefusal(400, `Invalid parameter: ${name}`);

/** A piece of a WHERE clause with its values. */
export type Condition = { readonly sql: string; readonly values: readonly SQLInputValue[] };

export type Page = { readonly limit: number; readonly order: "asc" | "desc" };

const operators: Readonly<Record<string, string>> = { eq: "=", gt: ">", gte: ">=", lt: "<", lte: "<=", ne: "<>" };

const defaultLimit = 25;
const maxLimit = 100;

/** The query string, read once: unknown names are refused, as on the public mirror. */
export class Parameters {
  readonly #search: URLSearchParams;

  constructor(search: URLSearchParams, known: readonly string[]) {
    for (const name of search.keys()) {
      if (!known.includes(name)) throw new MirrorRefusal(400, `Unknown query parameter: ${name}`);
    }
    this.#search = search;
  }

  page(defaultOrder: Page["order"]): Page {
    const limit = this.one("limit") ?? String(defaultLimit);
    if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1) throw invalid("limit");
    const order = (this.one("order") ?? defaultOrder).toLowerCase();
    if (order !== "asc" && order !== "desc") throw invalid("order");
    return { limit: Math.min(Number(limit), maxLimit), order };
  }

  one(name: string): string | undefined {
    const values = this.#search.getAll(name);
    if (values.length > 1) throw invalid(name);
    return values[0];
  }

  flag(name: string): boolean | undefined {
    const text = this.one(name)?.toLowerCase();
    if (text !== undefined && text !== "true" && text !== "false") throw invalid(name);
    return text === undefined ? undefined : text === "true";
  }

  /** Any of some names, in capitals; repeatable. */
  names(name: string): readonly string[] {
    const names = this.#search.getAll(name).map((text) => text.toUpperCase());
    if (names.some((text) => !/^[A-Z]{1,40}$/.test(text))) throw invalid(name);
    return names;
  }

  /** A whole number without operator. */
  whole(name: string): bigint | undefined {
    const text = this.one(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,18}$/.test(text)) throw invalid(name);
    return BigInt(text);
  }

  /** `name=op:SECONDS.NANOS`, repeatable. */
  times(name: string, column: string): Condition[] {
    return this.#compare(name, column, nsFromText);
  }

  /** `name=op:N`, repeatable. */
  numbers(name: string, column: string): Condition[] {
    return this.#compare(name, column, (text) => (/^\d{1,18}$/.test(text) ? BigInt(text) : undefined));
  }

  /** An entity id without operator or with `eq:`. */
  entity(name: string): bigint | undefined {
    const text = this.one(name);
    if (text === undefined) return undefined;
    const num = numFromText(text.replace(/^eq:/, ""));
    if (num === undefined) throw invalid(name);
    return num;
  }

  /** `name=op:0.0.N`, repeatable. */
  entities(name: string, column: string): Condition[] {
    return this.#compare(name, column, numFromText);
  }

  #compare(name: string, column: string, read: (text: string) => bigint | undefined): Condition[] {
    return this.#search.getAll(name).map((text) => {
      const [, operator = "eq", operand = ""] = /^(?:([a-z]+):)?(.*)$/.exec(text) ?? [];
      const value = read(operand);
      if (!(operator in operators) || value === undefined) throw invalid(name);
      return { sql: `${column} ${operators[operator]} ?`, values: [value] };
    });
  }

  /** The path of the next page: same filters, and `name` moved past the last row shown. */
  next(path: string, page: Page, name: string, last: string): string {
    const search = new URLSearchParams(this.#search);
    const keep = search
      .getAll(name)
      .filter((text) => (page.order === "asc" ? /^(lt|lte|ne):/ : /^(gt|gte|ne):/).test(text));
    search.delete(name);
    for (const text of keep) search.append(name, text);
    search.append(name, `${page.order === "asc" ? "gt" : "lt"}:${last}`);
    return `${path}?${search.toString().replaceAll("%3A", ":")}`;
  }
}

export function where(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? "1" : conditions.map((condition) => condition.sql).join(" AND "),
    values: conditions.flatMap((condition) => condition.values),
  };
}
