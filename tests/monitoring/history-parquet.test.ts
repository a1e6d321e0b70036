import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import type { Row, Table } from "../../src/monitoring/history.ts";
import { csvOf } from "../../src/monitoring/history-csv.ts";
import { parquetOf } from "../../src/monitoring/history-parquet.ts";

const columns: Table["columns"] = [
  { name: "timestamp", type: "time" },
  { name: "seq", type: "integer" },
  { name: "value", type: "number" },
  { name: "status", type: "text" },
];

async function* pagesOf(pages: number, rows: number): AsyncGenerator<Row[]> {
  for (let page = 0; page < pages; page++) {
    yield Array.from({ length: rows }, (_, i) => {
      const n = page * rows + i;
      return [1_700_000_000_000 + n * 1000, n, n % 3 === 0 ? null : n / 7, n % 2 === 0 ? "APPROVED" : null];
    });
  }
}

test("a long Parquet file comes in pieces of bounded size, and holds every row with its exact values", async () => {
  const [pages, rows] = [60, 2_000];
  const pieces: Uint8Array[] = [];
  for await (const piece of parquetOf({ columns, pages: pagesOf(pages, rows) })) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(5);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2_000_000);
  const file = Uint8Array.from(Buffer.concat(pieces)).buffer;
  expect(parquetMetadata(file).num_rows).toBe(BigInt(pages * rows));
  const found = await parquetReadObjects({ file });
  for (const n of [0, 1, 2, 19_999, 20_000, 119_999]) {
    expect(found[n]).toEqual({
      timestamp: new Date(1_700_000_000_000 + n * 1000),
      seq: BigInt(n),
      value: n % 3 === 0 ? null : n / 7,
      status: n % 2 === 0 ? "APPROVED" : null,
    });
  }
});

test("CSV has a chunk for each page, and an empty cell where nothing is", async () => {
  const chunks: string[] = [];
  for await (const chunk of csvOf({ columns, pages: pagesOf(2, 2) })) chunks.push(Buffer.from(chunk).toString());
  expect(chunks).toEqual([
    "timestamp,seq,value,status\r\n",
    "2023-11-14T22:13:20.000Z,0,,APPROVED\r\n2023-11-14T22:13:21.000Z,1,0.14285714285714285,\r\n",
    "2023-11-14T22:13:22.000Z,2,0.2857142857142857,APPROVED\r\n2023-11-14T22:13:23.000Z,3,,\r\n",
  ]);
});
