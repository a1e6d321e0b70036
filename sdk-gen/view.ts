import { nameObjects } from "./naming.ts";

/**
 * The document as the generators of clients are given it. Pure. What an SDK's own layer does is left out of it
 * (failures, conditional reads, pages for browsers); the plain form is for languages whose generators make a class of
 * every object and have no unions.
 */

type Json = null | boolean | number | string | Json[] | { [member: string]: Json | undefined };
type Members = { [member: string]: Json | undefined };

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const membersOf = (value: Json | undefined): Members => (isMembers(value) ? value : {});
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

const methods = ["get", "put", "post", "delete", "patch"];
/** Read by machines of the operator; answers without an end, which no call returns. */
const leftOut = ["getMetrics", "getOpenApi", "openStream", "openWebSocket"];

/** For languages with unions of types: every schema as it is. */
export function viewOf(given: Members): Members {
  const document = withStreamQuery(given);
  return { ...document, paths: pathsOf(document, clientOperation) };
}

/** For languages without: alternatives are made one, values of enums are told in words, named objects stay named. */
export function plainViewOf(given: Members): Members {
  const document = withStreamQuery(given);
  const schemas = membersOf(membersOf(document.components).schemas);
  const plain = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, plainSchema(schema, schemas)]),
  );
  const paths = pathsOf(document, (operation) => plainOperation(clientOperation(operation), schemas));
  const { webhooks: _, ...rest } = document;
  const view = {
    ...rest,
    paths,
    components: { ...membersOf(document.components), examples: undefined, schemas: plain },
  };
  const schemasUsed = nameObjects(usedOf(paths, plain));
  return withoutAliases({ ...view, components: { ...view.components, schemas: schemasUsed } }, schemas);
}

/** A body that is another thing but for what the gateway sets in it has that one's name here, where those members are left out. */
function withoutAliases(view: Members, given: Members): Members {
  const schemas = membersOf(membersOf(view.components).schemas);
  const hasReadOnly = (name: string) =>
    Object.values(membersOf(membersOf(given[name]).properties)).some((member) => membersOf(member).readOnly === true);
  const aliases = Object.entries(schemas).filter(
    ([name, schema]) => membersOf(schema).$ref !== undefined && hasReadOnly(name),
  );
  const text = aliases.reduce(
    (all, [name, schema]) => all.replaceAll(`"#/components/schemas/${name}"`, JSON.stringify(membersOf(schema).$ref)),
    JSON.stringify(view),
  );
  const own: Members = JSON.parse(text);
  for (const [name] of aliases) delete membersOf(membersOf(own.components).schemas)[name];
  return own;
}

/** What a live stream is asked for, as one thing: the layer above opens streams, and takes them up again. */
function withStreamQuery(document: Members): Members {
  const { get } = membersOf(membersOf(document.paths)["/api/v1/stream"]);
  const parameters = listOf(membersOf(get).parameters).map(membersOf);
  const properties = Object.fromEntries(
    parameters.filter((one) => one.in === "query").map(({ name, schema }) => [String(name), schema]),
  );
  const description = "What a live stream tells: docs/streams.md.";
  const StreamQuery = { type: "object", description, properties, additionalProperties: false };
  const components = membersOf(document.components);
  return { ...document, components: { ...components, schemas: { ...membersOf(components.schemas), StreamQuery } } };
}

function pathsOf(document: Members, change: (operation: Members) => Members): Members {
  const paths = Object.entries(membersOf(document.paths)).map(([path, item]) => {
    const operations = Object.entries(membersOf(item)).filter(
      ([method, operation]) => methods.includes(method) && !leftOut.includes(String(membersOf(operation).operationId)),
    );
    return [path, Object.fromEntries(operations.map(([method, one]) => [method, change(membersOf(one))]))] as const;
  });
  return Object.fromEntries(paths.filter(([, item]) => Object.keys(item).length > 0));
}

/** Without what the layer above answers for: failures are thrown, reads are whole. */
function clientOperation(operation: Members): Members {
  const parameters = listOf(operation.parameters).filter((one) => membersOf(one).name !== "if-none-match");
  const answers = Object.entries(membersOf(operation.responses)).filter(([status]) => status.startsWith("2"));
  return {
    ...operation,
    parameters: parameters.map((one) => ({ ...membersOf(one), example: undefined })),
    ...(operation.requestBody !== undefined && { requestBody: withContent(membersOf(operation.requestBody)) }),
    responses: Object.fromEntries(answers.map(([status, answer]) => [status, withContent(membersOf(answer))])),
  };
}

/** For browsers; samples, of which the layer above tells by an exception; a patch, which is taken as plain JSON too. */
const elsewhere = ["text/html", "application/vnd.hydro-mrv.sample+json", "application/merge-patch+json"];

function withContent({ headers: _, ...answer }: Members): Members {
  if (answer.content === undefined) return answer;
  const media = Object.entries(membersOf(answer.content)).filter(([type]) => !elsewhere.includes(type));
  return {
    ...answer,
    content: Object.fromEntries(media.map(([type, one]) => [type, { schema: membersOf(one).schema }])),
  };
}

const bytes = { type: "string", format: "binary" };

function plainOperation(operation: Members, schemas: Members): Members {
  const plain = (value: Members): Members => {
    const content = Object.entries(membersOf(value.content));
    if (content.length === 0) return value;
    // One form of a body: JSON where there is one, else the first; what is neither JSON nor text is bytes.
    const [type, media] = content.find(([one]) => one === "application/json") ?? (content[0] as [string, Json]);
    const schema = plainSchema(membersOf(media).schema ?? {}, schemas);
    const isBytes = type !== "application/json" && type !== "text/plain";
    return { ...value, content: isBytes ? { "application/octet-stream": { schema: bytes } } : { [type]: { schema } } };
  };
  const parameters = listOf(operation.parameters).map((one) => {
    const parameter = membersOf(one);
    return {
      ...parameter,
      schema: { ...membersOf(plainSchema(parameter.schema ?? {}, schemas)), description: parameter.description },
    };
  });
  const answers = Object.entries(membersOf(operation.responses)).map(([status, answer]) => [
    status,
    plain(membersOf(answer)),
  ]);
  return {
    ...operation,
    parameters,
    ...(operation.requestBody !== undefined && { requestBody: plain(membersOf(operation.requestBody)) }),
    responses: Object.fromEntries(answers),
  };
}

/** One schema without alternatives, limits and closed lists of values; a body without what says nothing in it. */
function plainSchema(schema: Json | undefined, all: Members): Json {
  const given = membersOf(schema);
  if (given.$ref !== undefined) {
    // Names of mere texts and numbers (ids, words) are told apart by nobody at run time.
    const target = membersOf(all[nameOf(given.$ref)]);
    const kinds = listOf(target.anyOf ?? target.oneOf).map((one) => membersOf(resolved(membersOf(one), all)));
    const isObject = target.type === "object" || kinds.some(({ type }) => type === "object");
    if (isObject) return { $ref: given.$ref };
    return plainSchema({ ...target, ...(given.description !== undefined && { description: given.description }) }, all);
  }
  const alternatives = given.anyOf ?? given.oneOf;
  if (alternatives !== undefined) return oneOf(listOf(alternatives), given, all);
  const { enum: values, format, default: _default, example: _example, examples: _examples, ...rest } = given;
  const kept = Object.fromEntries(Object.entries(rest).filter(([name]) => schemaMembers.includes(name)));
  const words = [given.description, sentenceOf(listOf(values))].filter(
    (text) => typeof text === "string" && text !== "",
  );
  return {
    ...kept,
    ...(words.length > 0 && { description: words.join(". ") }),
    ...(["binary", "int64"].includes(String(format)) && { format }),
    ...(values !== undefined && listOf(values).every(Number.isInteger) && { type: "integer" }),
    ...(given.items !== undefined && { items: plainSchema(given.items, all) }),
    ...(given.properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(membersOf(given.properties))
          .filter(([, member]) => membersOf(member).readOnly !== true)
          .map(([name, member]) => [name, plainSchema(member, all)]),
      ),
    }),
    ...(isMembers(given.additionalProperties) && {
      additionalProperties: plainSchema(given.additionalProperties, all),
    }),
    ...(given.properties !== undefined && !isMembers(given.additionalProperties) && { additionalProperties: false }),
  };
}

const schemaMembers = ["type", "description", "required"];
const nameOf = (reference: Json | undefined) => String(reference).slice(String(reference).lastIndexOf("/") + 1);

function sentenceOf(values: readonly Json[]): string | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : `One of ${known.map((value) => `\`${String(value)}\``).join(", ")}`;
}

/** What stands for several alternatives: the text of a number, one object with the members of all, or anything. */
function oneOf(alternatives: readonly Json[], { description }: Members, all: Members): Json {
  const told = description === undefined ? {} : { description };
  const some = alternatives.map((one) => membersOf(one));
  const present = some.filter(({ type }) => type !== "null");
  const nullable = present.length < some.length;
  const nullOr = (type: string) => ({ ...told, type: nullable ? [type, "null"] : type });
  const types = present.map((one) => membersOf(resolved(one, all)).type);
  if (present.length === 1 && present[0] !== undefined) {
    const only = membersOf(plainSchema(present[0], all));
    if (only.$ref !== undefined) return { ...told, anyOf: [only, { type: "null" }] };
    const values = sentenceOf(listOf(membersOf(resolved(present[0], all)).enum));
    const words = description === undefined ? only.description : [description, values].filter(Boolean).join(". ");
    return { ...only, ...(words !== undefined && { description: words }), type: [String(only.type), "null"] };
  }
  if (present.every(({ enum: values }) => listOf(values).every(Number.isInteger) && values !== undefined)) {
    const sentence = sentenceOf(present.flatMap((one) => listOf(one.enum)));
    return { ...nullOr("integer"), description: [description, sentence].filter(Boolean).join(". ") };
  }
  // A number as text is exact; an instant as text has its offset.
  if (types.includes("string") && types.every((type) => ["string", "number", "integer"].includes(String(type)))) {
    return nullOr("string");
  }
  if (types.every((type) => type === "object")) {
    const objects = present.map((one) => membersOf(plainSchema(resolved(one, all), all)));
    const needed = objects.map(({ required }) => listOf(required));
    return {
      ...told,
      type: "object",
      properties: Object.assign({}, ...objects.map(({ properties }) => properties)),
      required: (needed[0] ?? []).filter((name) => needed.every((names) => names.includes(name))),
      additionalProperties: false,
    };
  }
  return told;
}

const resolved = (schema: Members, all: Members): Json =>
  schema.$ref === undefined ? schema : (all[nameOf(schema.$ref)] ?? {});

/** What the layer above reads and sends by itself, of which the generated one never hears. */
const streamed = ["Reading", "Window", "Sample", "Verdict", "Anchored", "Alert", "Rollup"];
const readAbove = ["Sample", "StreamQuery", ...streamed.map((name) => `Stream${name}`)].map((name) => ({
  $ref: `#/components/schemas/${name}`,
}));

/** The schemas that the paths lead to, and those of the layer above. */
function usedOf(paths: Members, schemas: Members): Members {
  const used = new Set<string>();
  const visit = (value: Json | undefined): void => {
    for (const [, name] of JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  visit(readAbove);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}
