/**
 * What every answer of a call has, by the contract of the last release: what lacks it is somebody else's on the way, as the
 * JSON of a Wi-Fi to sign in to, and never taken for a record with empty members. By the last release, so that an SDK does
 * not refuse the answers of a gateway that is as old as that.
 */

type Json = null | boolean | number | string | Json[] | Members;
type Members = { [member: string]: Json | undefined };

export type Needed = {
  /** Regular expression (of all three languages alike) for a method and the path below which the gateway may be. */
  readonly call: string;
  readonly members: readonly string[];
};

const membersOf = (value: Json | undefined): Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** Pure. @param released an OpenAPI document. @returns `/plants/import` before `/plants/{id}`, which matches it too */
export function neededOf(released: Members): Needed[] {
  const schemas = membersOf(membersOf(released.components).schemas);
  const found = Object.entries(membersOf(released.paths)).flatMap(([path, item]) =>
    Object.entries(membersOf(item)).flatMap(([method, operation]) => {
      const answers = Object.entries(membersOf(membersOf(operation).responses)).filter(([status]) => /^2/.test(status));
      const media = answers.flatMap(([, answer]) => Object.entries(membersOf(membersOf(answer).content)));
      const forms = media.filter(([type]) => type === "application/json");
      const [first = [], ...more] = forms.map(([, form]) => requiredOf(membersOf(form).schema, schemas));
      const members = first.filter((name) => more.every((names) => names.includes(name)));
      return members.length === 0 ? [] : [{ path, method: method.toUpperCase(), members: members.toSorted() }];
    }),
  );
  const byPath = found.toSorted((a, b) => (sortable(a.path) < sortable(b.path) ? -1 : 1));
  return byPath.map(({ path, method, members }) => ({ call: `^${method} .*${patternOf(path)}$`, members }));
}

/** A name of any thing sorts behind every word. */
const sortable = (path: string) => path.replaceAll("{", "\u{10ffff}");
const patternOf = (path: string) => path.replaceAll(".", "[.]").replaceAll(/\{[^}]+\}/g, "[^/]+");

/** The members that whatever the schema takes has; none where it takes anything but objects. */
function requiredOf(schema: Json | undefined, schemas: Members): readonly string[] {
  const given = membersOf(schema);
  if (typeof given.$ref === "string") return requiredOf(schemas[given.$ref.split("/").at(-1) ?? ""], schemas);
  const own = listOf(given.required).map(String);
  const [first = [], ...more] = listOf(given.anyOf ?? given.oneOf).map((one) => requiredOf(one, schemas));
  const common = first.filter((name) => more.every((names) => names.includes(name)));
  return [...new Set([...own, ...common, ...listOf(given.allOf).flatMap((one) => requiredOf(one, schemas))])];
}

const notice = "Made by `npm run sdk` from the contract of the last release. Not to be edited.";
const meaning = "What every answer of a call has; the first that matches its method and path.";
const quoted = (names: readonly string[]) => names.map((name) => JSON.stringify(name)).join(", ");

export const typescriptAnswers = (needed: readonly Needed[]): string => `// ${notice}

/** ${meaning} */
export const needed: readonly (readonly [call: RegExp, members: readonly string[]])[] = [
${needed.map(({ call, members }) => `  [/${call.replaceAll("/", "\\/")}/, [${quoted(members)}]],\n`).join("")}];
`;

export const pythonAnswers = (needed: readonly Needed[]): string => `# ${notice}
import re

#: ${meaning}
NEEDED: list[tuple[re.Pattern[str], frozenset[str]]] = [
${needed.map(({ call, members }) => `    (re.compile(r"${call}"), frozenset([${quoted(members)}])),\n`).join("")}]
`;

export const javaAnswers = (needed: readonly Needed[]): string => `// ${notice}
package energy.hydromrv.client.generated;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What every answer of a call has. */
public final class Answers {
    private Answers() {}

    private static final List<Map.Entry<Pattern, List<String>>> NEEDED = List.of(
${needed
  .map(({ call, members }) => `            Map.entry(Pattern.compile("${call}"), List.of(${quoted(members)}))`)
  .join(",\n")});

    /** By its method and path; none where its answer is no object, or of a kind that this version does not know. */
    public static List<String> neededOf(String method, String path) {
        String call = method + " " + path;
        return NEEDED.stream()
                .filter(one -> one.getKey().matcher(call).matches())
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }
}
`;
