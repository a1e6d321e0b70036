import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { javaProblems } from "../problems.ts";
import { type Job, run } from "../programs.ts";

const hint = "install a JDK 17 or newer, and Maven";
const root = "src/main/java/energy/hydromrv/client/generated";

export function generateJava({ document, output, home, scratch }: Job): void {
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
}

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/** Every member of a record may be null. Only what is sent gets a builder. */
function forRecords(document: { [member: string]: Json }): Json {
  const sent = new Set<string>();
  const schemas = (document.components as { schemas: { [name: string]: { [member: string]: Json } } }).schemas;
  const visit = (value: Json | undefined): void => {
    for (const [, name = ""] of JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (sent.has(name)) continue;
      sent.add(name);
      visit(schemas[name]);
    }
  };
  const operations = Object.values(document.paths as { [path: string]: { [method: string]: { requestBody?: Json } } });
  for (const operation of operations.flatMap((path) => Object.values(path))) visit(operation.requestBody);
  const marked = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(marked);
    if (typeof value !== "object" || value === null) return value;
    const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, marked(member)]));
    if (Array.isArray(members.type))
      return { ...members, type: members.type.find((type) => type !== "null") ?? "string" };
    if (members.type === "null") return { ...members, type: "object" };
    const { anyOf, ...rest } = members;
    if (!Array.isArray(anyOf)) return members;
    return { ...rest, ...(anyOf.find((one) => (one as { type?: Json }).type !== "null") as object) };
  };
  const plain = marked(document) as typeof document;
  const named = (plain.components as { schemas: { [name: string]: { [member: string]: Json } } }).schemas;
  for (const [name, schema] of Object.entries(named)) {
    markSent(schema, sent.has(name));
  }
  return plain;
}

/** A schema and the objects in it, of which the generator makes records of their own. */
function markSent(schema: { [member: string]: Json }, isSent: boolean): void {
  if (!isSent) return;
  if ("properties" in schema) schema["x-sent"] = true;
  for (const below of [
    ...Object.values((schema.properties ?? {}) as object),
    schema.items,
    schema.additionalProperties,
  ]) {
    if (typeof below === "object" && below !== null) markSent(below as { [member: string]: Json }, true);
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
