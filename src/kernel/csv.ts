/** Cells of a table in CSV (RFC 4180), with the line each row begins on; or the line that is broken. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };
export type CsvTable = { readonly rows: readonly CsvRow[] } | { readonly brokenLine: number };

/** Reads a small table: quotes, doubled quotes, line feeds inside quotes, any line ending. Blank lines are left out. */
export function readCsv(text: string): CsvTable {
  const rows: CsvRow[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const cells: string[] = [];
    const begun = line;
    for (;;) {
      const cell = cellPattern(at).exec(text);
      if (cell === null) return { brokenLine: begun };
      const [whole, quoted, bare = ""] = cell;
      cells.push(quoted === undefined ? bare.trim() : quoted.replaceAll('""', '"').trim());
      line += (quoted ?? "").split("\n").length - 1;
      at += whole.length;
      if (text[at] !== ",") break;
      at++;
    }
    const end = /\r\n|\n|\r|$/y;
    end.lastIndex = at;
    const ending = end.exec(text);
    if (ending === null) return { brokenLine: begun };
    at += ending[0].length;
    line++;
    if (cells.some((cell) => cell !== "")) rows.push({ line: begun, cells });
  }
  return { rows };
}

function cellPattern(at: number): RegExp {
  const pattern = /[ \t]*"((?:[^"]|"")*)"[ \t]*|([^",\r\n]*)/y;
  pattern.lastIndex = at;
  return pattern;
}
