import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { sha256Hex } from "../kernel/canonical.ts";
import { ImportError } from "./timestamps.ts";

/** One row of the file, not yet understood. `line` counts from 1, as an editor does. */
export type SourceRow = { readonly line: number; readonly cells: readonly string[] };

export type Source = { readonly heading: readonly string[]; readonly rows: AsyncIterable<SourceRow> };

/** How the text of a file lies in its bytes. */
export type FileForm = {
  /** As `TextDecoder` names it; what a byte order mark says holds over it. */
  readonly encoding: string;
  readonly delimiter: string;
  /** The line of the heading, counted from 1: what stands before it, such as a station's name, is passed over. */
  readonly headingLine: number;
};

/**
 * Opens a CSV file: its heading, and its rows one by one; memory stays flat whatever the file's length.
 *
 * @throws {ImportError} when it cannot be read, is empty, is in another encoding, or breaks the form of CSV
 */
export async function openCsv(file: string, { encoding, delimiter, headingLine }: FileForm): Promise<Source> {
  const options = {
    ...{ delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, info: true },
    // Each row may end as it likes: files are put together of several. Else the heading's ending would be that of all.
    record_delimiter: ["\r\n", "\n", "\r"],
  };
  const parser = Readable.from(fromLine(textOf(file, encoding), headingLine))
    .on("error", (error) => parser.destroy(error))
    .pipe(parse(options));
  const rows = readRows(parser as AsyncIterable<CsvRow>, file, headingLine - 1);
  const first = await nextRow(rows, file);
  const [, sign] = separatorLine.exec(first.cells.join(delimiter)) ?? [];
  if (sign === undefined) return { heading: first.cells, rows };
  if (sign !== delimiter) throw new ImportError(`${file} says what is between its cells: give --delimiter '${sign}'.`);
  return { heading: (await nextRow(rows, file)).cells, rows };
}

/** With such a first line Excel tells itself what is between cells. */
const separatorLine = /^"?sep=(.)"?$/i;

async function nextRow(rows: AsyncGenerator<SourceRow>, file: string): Promise<SourceRow> {
  const next = await rows.next();
  if (!next.done) return next.value;
  throw new ImportError(`${file} is empty: it needs a heading and rows (behind --heading-line, where that is given).`);
}

type CsvRow = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

async function* readRows(parser: AsyncIterable<CsvRow>, file: string, linesBefore: number): AsyncGenerator<SourceRow> {
  try {
    for await (const { record, info } of parser) yield { line: info.lines + linesBefore, cells: record };
  } catch (error) {
    throw unreadable(error, file);
  }
}

/** Opens NDJSON: one JSON text a line, each row a single cell. @throws {ImportError} */
export async function openNdjson(file: string, encoding: string): Promise<Source> {
  return { heading: [], rows: readLines(file, encoding) };
}

async function* readLines(file: string, encoding: string): AsyncGenerator<SourceRow> {
  let line = 0;
  for await (const whole of linesOf(file, encoding)) {
    line++;
    const text = whole.trim();
    if (text !== "") yield { line, cells: [text] };
  }
}

/** A line feed alone ends a line: of all others that Unicode knows, JSON lets some stand within a string. */
async function* linesOf(file: string, encoding: string): AsyncGenerator<string> {
  let rest = "";
  try {
    for await (const chunk of textOf(file, encoding)) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    throw unreadable(error, file);
  }
  yield rest;
}

/** The file's text, without its byte order mark. @throws {ImportError} at bytes that are nothing in its encoding */
async function* textOf(file: string, encoding: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      decoder ??= new TextDecoder(markedAs(chunk) ?? encoding, { fatal: true });
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder?.decode() ?? "";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    const how = decoder?.encoding === "utf-8" ? ", or save it as CSV UTF-8" : "";
    throw new ImportError(
      `${file} is not in ${decoder?.encoding}: say how it is written, such as --encoding windows-1252${how}.`,
    );
  }
}

/** What a byte order mark says. */
function markedAs(bytes: Buffer): string | undefined {
  const marks = { "utf-8": [0xef, 0xbb, 0xbf], "utf-16le": [0xff, 0xfe], "utf-16be": [0xfe, 0xff] };
  return Object.entries(marks).find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
}

/** What is left of a text from a line on. What stands before it need not have the form of CSV. */
async function* fromLine(text: AsyncIterable<string>, line: number): AsyncGenerator<string> {
  // A carriage return at the end may be half of a line's ending: the next character tells.
  const before = new RegExp(`^(?:[^\\r\\n]*(?:\\r\\n|\\n|\\r(?=[^\\n]))){${line - 1}}`);
  let waiting: string | undefined = "";
  for await (const chunk of text) {
    if (waiting === undefined) yield chunk;
    else {
      waiting += chunk;
      const passed: string | undefined = before.exec(waiting)?.[0];
      if (passed === undefined) continue;
      yield waiting.slice(passed.length);
      waiting = undefined;
    }
  }
}

/**
 * What tells a beginning of a file from another one: SHA-256 over what it was before and the cells of one row more, hex.
 * `before` is empty for the heading.
 */
export function hashWith(before: string, cells: readonly string[]): string {
  return sha256Hex(new TextEncoder().encode([before, ...cells].join("\u001f")));
}

function unreadable(error: unknown, file: string): Error {
  if (error instanceof ImportError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return new ImportError(`There is no file ${file}.`);
  return new ImportError(`${file} cannot be read: ${message}.`);
}
