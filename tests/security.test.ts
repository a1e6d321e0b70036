import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** SECURITY.md's table is true: each risk has its row, and each test that it names is there. */

const text = readFileSync("SECURITY.md", "utf8");
const rows = text.split("\n").filter((line) => line.startsWith("| **API"));

test("every risk of the OWASP API Security Top 10 (2023) has one row", () => {
  const ids = rows.map((row) => /^\| \*\*(API\d+:2023)\*\* /.exec(row)?.[1]);
  expect(ids).toEqual(Array.from({ length: 10 }, (_, i) => `API${i + 1}:2023`));
});

test.each(rows)("%# names what stops it, and tests that are there under their own titles", (row) => {
  const [, risk = "", stops = "", shown = ""] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
  expect(risk.length * stops.length).toBeGreaterThan(0);
  const files = shown.split(/; (?=`tests\/)/);
  const named = files.map((part) => /^`(tests\/[\w./-]+\.test\.ts)` (.+)$/s.exec(part));
  expect(named.length).toBeGreaterThan(0);
  for (const [i, found] of named.entries()) {
    const [, file = "", titles = ""] = found ?? [];
    expect([files[i], existsSync(file)]).toEqual([files[i], true]);
    const code = readFileSync(file, "utf8");
    const quoted = titles.split(/", "/).map((title) => title.replaceAll(/^"|"$/g, ""));
    for (const title of quoted) expect([file, title, hasTest(code, title)]).toEqual([file, title, true]);
  }
});

/** `test("title"` or `test.each(…)("title"`. */
function hasTest(code: string, title: string): boolean {
  const literal = title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?:\\btest|\\))\\(\\s*"${literal}"`).test(code);
}
