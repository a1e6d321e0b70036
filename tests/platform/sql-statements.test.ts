import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { statementsOf } from "../../src/platform/sql-statements.ts";

test("another comment, another line break and another indentation are the same statements", () => {
  const before = "-- What it was for.\nCREATE TABLE a (\n  b text -- of 'old\n);\n";
  const after = "CREATE TABLE a ( b text\n    -- it is $$ now\n    -- of two lines\n);";
  expect(statementsOf(before)).toBe("CREATE TABLE a ( b text );");
  expect(statementsOf(after)).toBe(statementsOf(before));
});

test.each([
  ["a string", "SELECT 'a -- b'", "SELECT 'a -- c'"],
  ["space in a string", "SELECT 'a  b'", "SELECT 'a b'"],
  ["a string behind a doubled quote", "SELECT 'it''s -- b'", "SELECT 'it''s -- c'"],
  ["a string behind an escaped quote", "SELECT E'it\\'s -- b'", "SELECT E'it\\'s -- c'"],
  ["a name in quotes", 'SELECT "a -- b"', 'SELECT "a -- c"'],
  ["a body of a function", "DO $$ BEGIN -- one\nEND $$", "DO $$ BEGIN -- two\nEND $$"],
  ["a body with a body in it", "DO $a$ SELECT $$ -- x\n$$ $a$", "DO $a$ SELECT $$ -- y\n$$ $a$"],
  ["what follows a name with dollars", "SELECT a$b$ -- x\n, $b$ -- y\n$b$", "SELECT a$b$ -- x\n, $b$ -- z\n$b$"],
  ["a comment with comments in it", "/* 'a /* b */ */ SELECT 1 -- c", "/* 'a /* b */ */ SELECT 1 -- d"],
  ["words that a comment parted", "SELECT a--\nb", "SELECT ab"],
  ["a line that is a comment now", "SELECT 1\n, 2", "SELECT 1\n--, 2"],
])("%s that was changed makes other statements", (_what, before, after) => {
  expect(statementsOf(before)).not.toBe(statementsOf(after));
});

test("the first file of the runs of nodes did what it does today", () => {
  const today = readFileSync(new URL("../../migrations/0037_runs_of_nodes.sql", import.meta.url), "utf8");
  const first = `-- Neighbouring subtrees of one level stand in one row, as they come: at most 32, so that no row is stored apart. Two rows a
-- leaf, each with its entry in the index, took more of PostgreSQL than the leaf's own, and 200 bytes. A row of before holds
-- one. Renamed, as a gateway of before this would find most of them missing.
${today.slice(today.indexOf("ALTER TABLE"))}`;
  // As databases of then have it.
  const hash = "8925b6de4c9134141bd4e48146a924b2356c28d296755c48c6f2e7396a1ed523";
  expect(createHash("sha256").update(first).digest("hex")).toBe(hash);
  expect(statementsOf(first)).toBe(statementsOf(today));
});
