/** A string with escapes, a word, a string, a name in quotes, a body between dollars, space with comments in it, else one sign. */
const parts =
  /[eE]'(?:[^'\\]|\\.|'')*'|[\p{L}_][\p{L}\p{N}_$]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$.*?\$\1\$|(?:\s|--[^\n]*)+|./gsu;

/**
 * What a file of SQL does, without what it says about it: comments and line breaks between words are one space. What stands
 * in quotes, and bodies of functions, stay to the byte. Files of which this is the same do the same. A file with a comment
 * of the other kind, which may hold others, is taken as it is.
 */
export function statementsOf(sql: string): string {
  let kept = "";
  for (const [part] of sql.matchAll(parts)) {
    if (part === "/" && sql.includes("/*")) return sql;
    kept += /^(?:\s|--)/.test(part) ? " " : part;
  }
  return kept.trim();
}
