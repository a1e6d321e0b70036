/** Enough of PromQL to say which series a query asks for; whether it is PromQL at all, Prometheus itself says in `test:tools`. */

export type Selector = {
  readonly name: string;
  readonly matchers: readonly { readonly label: string; readonly op: string; readonly value: string }[];
  /** As written between the brackets; undefined: an instant. */
  readonly range: string | undefined;
  /** The function or aggregation around it, if any. */
  readonly within: string | undefined;
};

export type Query = {
  readonly selectors: readonly Selector[];
  /** Labels of `by`, `without`, `on`, `ignoring`, `group_left` and `group_right`. */
  readonly groupedBy: readonly string[];
};

const grouping = new Set(["by", "without", "on", "ignoring", "group_left", "group_right"]);
const words = new Set(["and", "or", "unless", "bool", "offset", "inf", "nan", "atan2", "start", "end"]);
const token =
  /\s+|#[^\n]*|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<variable>\$\{?\w+\}?)|(?<number>\d[\w.]*)|(?<name>[a-zA-Z_:][\w:]*)|(?<op>=~|!~|!=|>=|<=|==|[-+*/%^=<>(){}[\],:@])/gy;

/** @throws if a character is none of PromQL's */
function tokensOf(text: string): { readonly kind: string; readonly text: string }[] {
  const found: { kind: string; text: string }[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`no PromQL at "${text.slice(at, at + 20)}"`);
    const [kind, value] = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined) ?? [];
    if (kind !== undefined && value !== undefined) found.push({ kind, text: value });
  }
  return found;
}

export function readQuery(text: string): Query {
  const tokens = tokensOf(text);
  const selectors: Selector[] = [];
  const groupedBy: string[] = [];
  const functions: (string | undefined)[] = [];
  let next = 0;
  const peek = (ahead = 0) => tokens[next + ahead]?.text;
  const until = (closing: string): string[] => {
    const parts: string[] = [];
    while (next < tokens.length && peek() !== closing) parts.push(tokens[next++]?.text ?? "");
    next++;
    return parts;
  };
  const matchersOf = (): Selector["matchers"] => {
    if (peek() !== "{") return [];
    next++;
    const parts = until("}").filter((part) => part !== ",");
    return Array.from({ length: parts.length / 3 }, (_, i) => ({
      label: parts[3 * i] ?? "",
      op: parts[3 * i + 1] ?? "",
      value: (parts[3 * i + 2] ?? "").slice(1, -1),
    }));
  };
  while (next < tokens.length) {
    const { kind, text: word } = tokens[next++] as { kind: string; text: string };
    if (word === "(") functions.push(undefined);
    else if (word === ")") functions.pop();
    else if (word === "[") until("]");
    else if (kind !== "name" || words.has(word.toLowerCase())) continue;
    else if (grouping.has(word)) {
      if (peek() !== "(") continue;
      next++;
      groupedBy.push(...until(")").filter((part) => part !== ","));
    } else if (peek() === "(") {
      next++;
      functions.push(word);
    } else if (peek() !== undefined && grouping.has(peek() as string) && word !== peek()) {
      // An aggregation with its labels first: sum by (job) (…).
      next += 2;
      groupedBy.push(...until(")").filter((part) => part !== ","));
      if (peek() === "(") next++;
      functions.push(word);
    } else {
      const matchers = matchersOf();
      let range: string | undefined;
      if (peek() === "[") {
        next++;
        range = until("]").join("");
      }
      selectors.push({ name: word, matchers, range, within: functions.at(-1) });
    }
  }
  return { selectors, groupedBy };
}

/** Labels that Prometheus gives to what it scrapes. */
export const targetLabels: ReadonlySet<string> = new Set(["job", "instance"]);
