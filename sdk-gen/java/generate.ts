import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { javaAnswers } from "../answers.ts";
import { javaProblems } from "../problems.ts";
import { type Job, run } from "../programs.ts";
import { javadocOf } from "./javadoc.ts";

const hint = "install a JDK 17 or newer, and Maven";
const root = "src/main/java/energy/hydromrv/client/generated";

export function generateJava({ document, needed, output, home, scratch }: Job): void {
  const spec = join(scratch, "java.json");
  writeFileSync(spec, JSON.stringify(forRecords(JSON.parse(readFileSync(document, "utf8")))));
  const made = join(scratch, "made");
  const goal = "org.openapitools:openapi-generator-maven-plugin:generate";
  run("mvn", ["-B", "-q", `-Dsdk.document=${spec}`, `-Dsdk.output=${made}`, goal], {
    cwd: join(home, "generator"),
    hint,
  });
  for (const part of ["api", "model"]) {
    mkdirSync(join(output, part), { recursive: true });
    cpSync(join(made, root, part), join(output, part), { recursive: true });
  }
  writeFileSync(join(output, "Operations.java"), operationsOf(readdirSync(join(output, "api")).sort()));
  writeFileSync(join(output, "Problems.java"), javaProblems());
  writeFileSync(join(output, "Answers.java"), javaAnswers(needed));
}

type Json = null | boolean | number | string | Json[] | Members;
type Members = { [member: string]: Json };

const isMembers = (value: Json | undefined): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const membersOf = (value: Json | undefined): Members => (isMembers(value) ? value : {});

/** What the templates are told: words as comments; what is sent, which gets a builder; where null says something. */
function forRecords(document: Members): Json {
  const all = membersOf(membersOf(document.components).schemas);
  const sent = new Set<string>();
  const visit = (value: Json | undefined): void => {
    for (const [, name = ""] of JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (sent.has(name)) continue;
      sent.add(name);
      visit(all[name]);
    }
  };
  for (const operation of operationsIn(document)) visit(operation.requestBody);
  visit({ $ref: "#/components/schemas/StreamQuery" });
  const plain = withoutNull(withoutDoubles(document)) as Members;
  for (const operation of operationsIn(plain)) describeOperation(operation);
  for (const [name, schema] of Object.entries(membersOf(membersOf(plain.components).schemas))) {
    const members = membersOf(schema);
    describe(members, " * ");
    for (const member of Object.values(membersOf(members.properties))) describe(membersOf(member), " *     ");
    if (sent.has(name)) markSent(name, members);
  }
  return plain;
}

const operationsIn = (document: Members) =>
  Object.values(membersOf(document.paths)).flatMap((item) => Object.values(membersOf(item)).map(membersOf));

function describe(members: Members, prefix: string): void {
  if (typeof members.description === "string") members.description = javadocOf(members.description, prefix);
}

/** A number is a `BigDecimal` here, which holds what was measured as it was written; a double would do for all of them too. */
function withoutDoubles(document: Members): Members {
  return JSON.parse(JSON.stringify(document), (_, value) => {
    if (!isMembers(value) || value.format !== "double") return value;
    const { format: __, ...rest } = value;
    return rest;
  });
}

function describeOperation(operation: Members): void {
  describe(operation, "     * ");
  if (typeof operation.summary === "string") operation.summary = javadocOf(operation.summary, "     * ");
  for (const parameter of (operation.parameters ?? []) as Json[]) describe(membersOf(parameter), "     *     ");
}

/** Every member of a record may be null; `x-null` keeps in mind where null says something. */
function withoutNull(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isMembers(value)) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutNull(member)]));
  if (Array.isArray(members.type)) {
    const isNullable = members.type.includes("null");
    const type = members.type.find((one) => one !== "null") ?? "string";
    return { ...members, type, ...(isNullable && { "x-null": true }) };
  }
  if (members.type === "null") return { ...members, type: "object" };
  const { anyOf, ...rest } = members;
  if (!Array.isArray(anyOf)) return members;
  return { ...rest, ...membersOf(anyOf.find((one) => membersOf(one).type !== "null")), "x-null": true };
}

/** A member that must be sent is sent as null too; one that may be left out tells null from nothing. */
function markSent(name: string, schema: Members): void {
  if (!isMembers(schema.properties)) return;
  schema["x-sent"] = true;
  const needed = (schema.required ?? []) as Json[];
  for (const [member, property] of Object.entries(schema.properties)) {
    const below = membersOf(property);
    if (below["x-null"] !== true) continue;
    if (below.$ref !== undefined) throw new Error(`${name}.${member} may be null, which this generator cannot say`);
    below[needed.includes(member) ? "x-null-needed" : "x-null-told"] = true;
  }
}

const fieldOf = (name: string) => name.charAt(0).toLowerCase() + name.slice(1).replace(/Api$/, "");

function operationsOf(files: readonly string[]): string {
  const names = files.map((file) => file.replace(/\.java$/, ""));
  const lines = (line: (name: string) => string) => names.map(line).join("\n");
  return `// Made by \`npm run sdk\` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated;

import energy.hydromrv.client.Transport;
${lines((name) => `import energy.hydromrv.client.generated.api.${name};`)}

/** Every operation of the API, by its parts. */
public abstract class Operations {
${lines((name) => `    public final ${name} ${fieldOf(name)};`)}

    protected Operations(Transport transport) {
${lines((name) => `        ${fieldOf(name)} = new ${name}(transport);`)}
    }
}
`;
}
