import { describe, expect, test } from "vitest";
import { cursorOf, isAfter, type Page, pageOf, pageParameters, placeByTime } from "../../src/http/pages.ts";

type Item = { readonly at: string; readonly id: string };
const placeOf = ({ at, id }: Item) => [at, id];
const items = ["a", "b", "b", "c", "d"].map((at, i) => ({ at, id: `i-${i}` }));
const { cursor: parameter } = pageParameters("things");
const page = (list: readonly Item[], limit: number, cursor?: string): Page<Item> =>
  pageOf("things", list, placeOf, { cursor: parameter.parse(cursor), limit });

describe("a list by pages", () => {
  test.each([1, 2, 3, 5, 6])("of %i gives every item once, in order, and no page after the last", (limit) => {
    const seen: Item[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const one = page(items, limit, cursor);
      seen.push(...one.items);
      cursor = one.cursor;
      pages++;
    } while (cursor !== undefined);
    expect(seen).toEqual(items);
    expect(pages).toBe(Math.ceil(items.length / limit));
  });

  test("stays in step while items come before and behind, and while the one it stopped at goes", () => {
    const first = page(items, 2);
    const changed = [{ at: "0", id: "new" }, items[0], items[2], { at: "b", id: "i-3x" }, items[3], items[4]] as Item[];
    const rest = page(changed, 10, first.cursor);
    expect(rest.items.map(({ id }) => id)).toEqual(["i-2", "i-3x", "i-3", "i-4"]);
  });

  test.each([
    ["of another list", cursorOf("others", ["a", "i-0"])],
    ["of no list", Buffer.from("[]").toString("base64url")],
    ["of something else", Buffer.from('["things",1]').toString("base64url")],
    ["with a NUL in it", cursorOf("things", ["a", "\0"])],
    ["that was cut", cursorOf("things", ["a", "i-0"]).slice(0, -4)],
    ["that is none", "!"],
    ["that is empty", ""],
    ["without end", "A".repeat(601)],
  ])("refuses a cursor %s", (_about, cursor) => {
    expect(parameter.safeParse(cursor).success).toBe(false);
  });
});

test.each([
  [["b"], ["a"], true],
  [["a"], ["a"], false],
  [["a", "2"], ["a", "10"], true],
  [["a", "1"], ["a"], true],
])("the place %j lies behind %j: %s", (place, other, after) => {
  expect(isAfter(place, other)).toBe(after);
});

test("a place by time is of the years that the database knows; another was made up", () => {
  const make = (time: string, name: string) => `${time} ${name}`;
  expect(placeByTime(["2026-05-01T12:00:00.000Z", "a"], make)).toBe("2026-05-01T12:00:00.000Z a");
  for (const time of ["0000-12-31T23:59:59Z", "+010000-01-01T00:00:00Z", "yesterday", ""]) {
    expect(() => placeByTime([time, "a"], make)).toThrow("next_cursor");
  }
});
