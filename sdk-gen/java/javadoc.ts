/** The API's words (CommonMark) as comments of Java. Pure. */

const longestLine = 120;

/**
 * Text of one comment, without its first and last line.
 *
 * @param prefix what every line after the first begins with
 */
export function javadocOf(text: string, prefix: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph, i) =>
      wrapped(`${i === 0 ? "" : "<p>"}${marked(paragraph.replaceAll(/\s+/g, " ").trim())}`, prefix),
    )
    .join(`\n${prefix.trimEnd()}\n${prefix}`);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;" };
const escaped = (text: string) => text.replaceAll(/[&<>@]/g, (one) => entities[one] ?? one).replaceAll("*/", "*&#47;");

function marked(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, i) => {
      if (i % 2 === 0) return escaped(part).replaceAll(/\*\*([^*]+)\*\*/g, "<b>$1</b>");
      const code = part.slice(1, -1);
      // Only what keeps its braces even and ends no comment may stand in {@code}.
      const isPlain = !code.includes("*/") && code.split("{").length === code.split("}").length;
      return isPlain ? `{@code ${code}}` : `<code>${escaped(code)}</code>`;
    })
    .join("");
}

function wrapped(text: string, prefix: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const next = line === "" ? word : `${line} ${word}`;
    if (line !== "" && prefix.length + next.length > longestLine) {
      lines.push(line);
      line = word;
    } else line = next;
  }
  return [...lines, line].join(`\n${prefix}`);
}
