import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { Column, Row, Table } from "./history.ts";

/** Rows that are in memory at once, and lie together in the file. */
const groupRows = 20_000;

const types: Readonly<Record<Column["type"], Omit<SchemaElement, "name">>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  time: { type: "INT64", converted_type: "TIMESTAMP_MILLIS", repetition_type: "OPTIONAL" },
  integer: { type: "INT64", repetition_type: "OPTIONAL" },
  number: { type: "DOUBLE", repetition_type: "OPTIONAL" },
};

/** The table as Apache Parquet, Snappy-packed, a chunk for each group of rows; times are UTC milliseconds. */
export async function* parquetOf({ columns, pages }: Table): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const schema = [
    { name: "history", num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, ...types[type] })),
  ];
  const parquet = new ParquetWriter({ writer, schema, createdBy: "hydro-mrv-gateway" });
  let rows: Row[] = [];
  for await (const page of pages) {
    rows.push(...page);
    if (rows.length < groupRows) continue;
    await parquet.write({ columnData: columnsOf(columns, rows), rowGroupSize: rows.length });
    yield taken(writer);
    rows = [];
  }
  if (rows.length > 0) await parquet.write({ columnData: columnsOf(columns, rows), rowGroupSize: rows.length });
  await parquet.finish();
  yield taken(writer);
}

function columnsOf(columns: readonly Column[], rows: readonly Row[]): ColumnSource[] {
  return columns.map(({ name, type }, i) => ({
    name,
    data: rows.map((row) => parquetValue(row[i] ?? null, type)),
    // Pages are found by the footer's groups; an index of pages would grow with the file in memory.
    offsetIndex: false,
  }));
}

function parquetValue(cell: string | number | null, type: Column["type"]): unknown {
  if (cell === null) return undefined;
  if (type === "time") return new Date(cell);
  return type === "integer" ? BigInt(cell) : cell;
}

/** What was written since the last time; the writer goes on counting where in the file it is. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = Uint8Array.from(writer.getBytes());
  writer.index = 0;
  return bytes;
}
