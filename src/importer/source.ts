import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { sha256Hex } from "../kernel/canonical.ts";
import { ImportError } from "./timestamps.ts";

/** One row of the file, not yet understood. `line` counts from 1, as an editor does. */
export type SourceRow = { readonly line: number; readonly cells: readonly string[] };

export type Source = { readonly heading: readonly string[]; readonly rows: AsyncIterable<SourceRow> };

/**
 * Opens a CSV file: its heading, and its rows one by one; memory stays flat whatever the file's length.
 *
 * @throws {ImportError} when it cannot be read, is empty, or breaks the form of CSV
 */
export async function openCsv(file: string, delimiter: string): Promise<Source> {
  const options = {
    ...{ bom: true, delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, info: true },
    // Each row may end as it likes: files are put together of several. Else the heading's ending would be that of all.
    record_delimiter: ["\r\n", "\n", "\r"],
  };
  const parser = createReadStream(file)
    .on("error", (error) => parser.destroy(error))
    .pipe(parse(options));
  const rows = readRows(parser as AsyncIterable<CsvRow>, file);
  const first = await rows.next();
  if (first.done) throw new ImportError(`${file} is empty: it needs a heading and rows.`);
  return { heading: first.value.cells, rows };
}

type CsvRow = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

async function* readRows(parser: AsyncIterable<CsvRow>, file: string): AsyncGenerator<SourceRow> {
  try {
    for await (const { record, info } of parser) yield { line: info.lines, cells: record };
  } catch (error) {
    throw unreadable(error, file);
  }
}

/** Opens NDJSON: one JSON text a line, each row a single cell. @throws {ImportError} */
export async function openNdjson(file: string): Promise<Source> {
  return { heading: [], rows: readLines(file) };
}

async function* readLines(file: string): AsyncGenerator<SourceRow> {
  let line = 0;
  for await (const whole of linesOf(file)) {
    line++;
    const text = (line === 1 ? whole.replace(/^\uFEFF/, "") : whole).trim();
    if (text !== "") yield { line, cells: [text] };
  }
}

/** A line feed alone ends a line: of all others that Unicode knows, JSON lets some stand within a string. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  try {
    for await (const chunk of createReadStream(file, "utf8") as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    throw unreadable(error, file);
  }
  yield rest;
}

/**
 * What tells a beginning of a file from another one: SHA-256 over what it was before and the cells of one row more, hex.
 * `before` is empty for the heading.
 */
export function hashWith(before: string, cells: readonly string[]): string {
  return sha256Hex(new TextEncoder().encode([before, ...cells].join("\u001f")));
}

function unreadable(error: unknown, file: string): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return new ImportError(`There is no file ${file}.`);
  return new ImportError(`${file} cannot be read: ${message}.`);
}
