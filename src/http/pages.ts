import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { chosenIdPattern } from "../kernel/ids.ts";
import { earliestMs } from "../kernel/time.ts";
import { json, nextPageLink } from "./answers.ts";
import type { Env } from "./env.ts";
import { limitParameter } from "./parameters.ts";

/** The place of an item in its list's order: texts that sort as the list does, the last one unique. */
export type PlaceKey = readonly string[];

/**
 * `cursor` and `limit` of a list. A cursor is the place of the last item of the page before: items that come or go
 * meanwhile move nothing. It is of one list, and what it leads to is asked under the caller's own rights: whoever
 * makes one up sees what he may see anyway.
 */
export function pageParameters(list: string) {
  return {
    cursor: z
      .string()
      .min(1)
      .max(600)
      .describe("`next_cursor` of the page before, unchanged")
      .transform((text, context) => {
        const place = placeOf(list, text);
        if (place !== undefined) return place;
        context.addIssue("`next_cursor` of the page before, unchanged");
        return z.NEVER;
      })
      .optional(),
    limit: limitParameter,
  } as const;
}

/** Query of a list without other parameters. */
export const pageQuery = (list: string) => z.strictObject(pageParameters(list));

function placeOf(list: string, cursor: string): PlaceKey | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    // No place of ours has a NUL in it, and PostgreSQL takes none.
    const isPart = (part: unknown) => typeof part === "string" && !part.includes("\0");
    if (!Array.isArray(parsed) || !parsed.every(isPart)) return undefined;
    const [of, ...place] = parsed as string[];
    return of === list && place.length > 0 ? place : undefined;
  } catch {
    return undefined;
  }
}

export function cursorOf(list: string, place: PlaceKey): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString("base64url");
}

export type Page<T> = { readonly items: readonly T[]; readonly cursor: string | undefined };

/** The page after a place, of a list that is held as a whole and in order. */
export function pageOf<T>(
  list: string,
  items: readonly T[],
  keyOf: (item: T) => PlaceKey,
  { cursor: after, limit }: { readonly cursor?: PlaceKey | undefined; readonly limit: number },
): Page<T> {
  const rest = after === undefined ? items : items.filter((item) => isAfter(keyOf(item), after));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { items: page, cursor: rest.length > limit && last !== undefined ? cursorOf(list, keyOf(last)) : undefined };
}

/** A place in a list by time and a name. @throws {Fault} `invalid-request` for a cursor that somebody made up */
export function placeByTime<T>(place: PlaceKey | undefined, make: (time: string, name: string) => T): T | undefined {
  if (place === undefined) return undefined;
  const [time = "", name = ""] = place;
  if (z.iso.datetime().safeParse(time).success && Date.parse(time) >= earliestMs) return make(time, name);
  throw madeUp();
}

/** A place in a list by number; 0 without one. @throws {Fault} `invalid-request` for a cursor that somebody made up */
export function placeByNumber(place: PlaceKey | undefined): number {
  const [number = "0"] = place ?? [];
  if (/^\d{1,9}$/.test(number)) return Number(number);
  throw madeUp();
}

/** A place in a list by an id that somebody chose; before all of them without one. @throws {Fault} as above */
export function placeById(place: PlaceKey | undefined): string {
  const [id = ""] = place ?? [];
  if (place === undefined || chosenIdPattern.test(id)) return id;
  throw madeUp();
}

/** A place in a list by a number that the database drew. @throws {Fault} as above */
export function placeBySerial(place: PlaceKey | undefined): bigint | undefined {
  if (place === undefined) return undefined;
  const [serial = ""] = place;
  if (/^\d{1,18}$/.test(serial)) return BigInt(serial);
  throw madeUp();
}

function madeUp(): Fault {
  const detail = "`next_cursor` of the page before, unchanged";
  return new Fault("invalid-request", detail, { errors: [{ parameter: "cursor", rule: "cursor", detail }] });
}

/** A list in the order of its places. */
export function inOrder<T>(items: readonly T[], keyOf: (item: T) => PlaceKey): T[] {
  return items.toSorted((a, b) => (isAfter(keyOf(a), keyOf(b)) ? 1 : -1));
}

/** True where the first place lies behind the second. */
export function isAfter(place: PlaceKey, other: PlaceKey): boolean {
  for (const [i, part] of place.entries()) {
    const against = other[i] ?? "";
    if (part !== against) return part > against;
  }
  return false;
}

/** The answer of one page, with its `Link` to the next. */
export function paged(c: Context<Env>, items: readonly unknown[], cursor: string | undefined): Response {
  return json(c, { items, next_cursor: cursor ?? null }, 200, nextPageLink(c, cursor));
}

export const nextCursor = z.string().nullable().describe("Null on the last page");
export const pageHeaders = {
  Link: { description: '`rel="next"` when there is another page (RFC 8288)', schema: { type: "string" } as const },
};
