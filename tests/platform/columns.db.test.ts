import { type RawBuilder, sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { booleanColumn, numberColumn, textColumn } from "../../src/platform/columns.ts";
import { connect } from "../../src/platform/database.ts";
import { testDatabase } from "../support/database.ts";

async function asRead(column: RawBuilder<unknown>): Promise<unknown> {
  const database = await testDatabase();
  const { db, close } = connect(database.url, { maxConnections: 1 });
  onTestFinished(async () => {
    await close();
    await database.drop();
  });
  const { rows } = await sql<{ values: unknown }>`SELECT ${column} AS values`.execute(db);
  return rows[0]?.values;
}

test("whatever a text holds, PostgreSQL reads it as it was", async () => {
  const plain = [
    "demo",
    "PLANT-1",
    "2026-11-22T00:00:00.000Z",
    "",
    "NULL",
    "null",
    " ",
    "a,b",
    "{x}",
    "ü☃",
    "it's",
    "\n\t",
  ];
  expect(await asRead(textColumn(plain))).toEqual(plain);
  const odd = [...plain, '"', "\\", '\\"', 'a"b\\c', '","', null, "last"];
  expect(await asRead(textColumn(odd))).toEqual(odd);
});

test("what is not there is null, and no row is no row", async () => {
  expect(await asRead(textColumn([null, null]))).toEqual([null, null]);
  expect(await asRead(textColumn([null, "null"]))).toEqual([null, "null"]);
  expect(await asRead(textColumn([]))).toEqual([]);
  expect(await asRead(textColumn([""]))).toEqual([""]);
  expect(await asRead(numberColumn([], "bigint"))).toEqual([]);
  expect(await asRead(numberColumn([null, 0, -1, 2_147_483_647], "integer"))).toEqual([null, 0, -1, 2_147_483_647]);
  expect(await asRead(booleanColumn([true, false, true]))).toEqual([true, false, true]);
});

test("numbers beyond a double's integers keep all their digits", async () => {
  const big = [9_007_199_254_740_993n, null, -9_223_372_036_854_775_807n];
  expect(await asRead(sql`${numberColumn(big, "bigint")}::text[]`)).toEqual([String(big[0]), null, String(big[2])]);
});
