import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { openApiDocument } from "../../src/http/app.ts";

/** The operations of the OpenAPI document, each with a request that its schemas accept. */

type Schema = { readonly $ref?: string; readonly example?: unknown };
type Parameter = {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema?: Schema;
};
type Media = { readonly example?: unknown; readonly examples?: Record<string, { readonly value: unknown }> };
type Described = {
  readonly operationId: string;
  readonly security: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
};

const document = JSON.parse(openApiDocument()) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), ...described })),
);
export type Operation = (typeof operations)[number];

/**
 * Ids that stand in for the document's own examples, by the name of their parameter; `operation.name` where
 * operations mean different things by one name.
 */
export type Ids = Readonly<Record<string, string>>;

/**
 * What an app that is called in its own process is given of a server: where an answer without end goes. What is in such
 * an answer comes from the hub of streams, whose tests look into it.
 */
export const serverEnv = () => ({ outgoing: new ServerResponse(new IncomingMessage(new Socket())) });

/** What the document gives no example of. */
const withoutExample: Readonly<Record<string, string>> = { plant_id: "PLANT-HP-001", "idempotency-key": '"8e03978e"' };

/** What is given, else the document's example, else an id of the right form. */
function exampleOf(operationId: string, { name, example, schema }: Parameter, ids: Ids): string {
  const given = ids[`${operationId}.${name}`] ?? ids[name];
  if (given !== undefined) return given;
  const named = schema?.$ref?.split("/").at(-1);
  const found = example ?? schema?.example ?? (named && document.components.schemas[named]?.example);
  return String(found ?? withoutExample[name] ?? "");
}

/** A request that its operation's schemas accept. */
export function requestOf(
  { operationId, path, method, parameters = [], requestBody }: Operation,
  ids: Ids = {},
): { path: string; init: RequestInit & { headers?: Record<string, string> } } {
  const filled = parameters
    .filter((parameter) => parameter.in === "path")
    .reduce((text, parameter) => text.replace(`{${parameter.name}}`, exampleOf(operationId, parameter, ids)), path);
  const needed = parameters.filter((parameter) => parameter.in === "query" && parameter.required);
  const query = new URLSearchParams(
    needed.map((parameter): [string, string] => [parameter.name, exampleOf(operationId, parameter, ids)]),
  );
  const headers = Object.fromEntries(
    parameters
      .filter((one) => one.in === "header" && one.required)
      .map((one) => [one.name, exampleOf(operationId, one, ids)]),
  );
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const value = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  const body = typeof value === "string" ? value : JSON.stringify(value);
  return {
    path: query.size === 0 ? filled : `${filled}?${query}`,
    init: {
      method,
      headers: { ...headers, ...(type !== undefined && { "content-type": type }) },
      ...(type !== undefined && { body: body as string }),
    },
  };
}
