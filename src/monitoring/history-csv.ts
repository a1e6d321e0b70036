import { isoFromMs } from "../kernel/time.ts";
import type { Column, Row, Table } from "./history.ts";

/** The table as CSV (RFC 4180), a chunk for each page: a heading, CRLF behind each row, an empty cell where nothing is. */
export async function* csvOf({ columns, pages }: Table): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${columns.map(({ name }) => name).join(",")}\r\n`);
  for await (const rows of pages) {
    if (rows.length > 0) yield Buffer.from(rows.map((row) => lineOf(columns, row)).join(""));
  }
}

const lineOf = (columns: readonly Column[], row: Row): string =>
  `${row.map((cell, i) => cellOf(cell, columns[i]?.type)).join(",")}\r\n`;

/** Ids, statuses and numbers: nothing that needs quotes, and no text that a spreadsheet would take for a formula. */
function cellOf(cell: string | number | null, type: Column["type"] | undefined): string {
  if (cell === null) return "";
  return type === "time" ? isoFromMs(cell as number) : String(cell);
}
