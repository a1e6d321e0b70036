import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import {
  customTableSchema,
  type GridTable,
  getGridTable,
  listGridTables,
  uploadGridTable,
} from "../issuance/grid-tables.ts";
import { json } from "./answers.ts";
import * as examples from "./grid-tables.examples.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorOf, paged, pageQuery, placeById } from "./pages.ts";

const path = "/api/v1/carbon/grid-tables";
const location = { Location: { description: "Where it stands", schema: { type: "string" } } } as const;

const decimal = z.string().regex(/^\d+(\.\d+)?$/);
const cell = decimal.nullable();
const text = z.string();
const yearSchema = z.object({ year: text, om: cell, bm: cell, cm_published: cell, weighted_average: cell });

const tableNames = {
  id: chosenIdSchema,
  title: text,
  publisher: text,
  source: text,
  version: text,
  published: text,
  geography: text,
  scope: text,
  unit: z.literal("tCO2/MWh"),
  time_zone: text,
  year_begins: text,
  valid_from: z.iso.date().optional().describe("Of an uploaded table: first local day of generation it may serve for"),
  valid_until: z.iso.date().optional().describe("Of an uploaded table: first local day it may no longer serve for"),
};

const facts = {
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of the table's canonical bytes; statements name it"),
  shipped: z.boolean().describe("True: one of the gateway's own"),
  created_at: z.iso.datetime().nullable().describe("When it was uploaded; null for the gateway's own"),
};

const gridTableSchema = z
  .object({ ...facts, table: z.object({ ...tableNames, years: z.array(yearSchema) }) })
  .meta({ id: "GridTable" });
const gridTablePageSchema = z
  .object({
    items: z.array(z.object({ ...tableNames, years: z.array(text), ...facts })),
    next_cursor: text.nullable(),
  })
  .meta({ id: "GridTablePage" });

const oneTable = { content: { "application/json": { schema: gridTableSchema, example: examples.gridTable } } } as const;

const postTable = secured(
  {
    method: "post",
    path,
    operationId: "uploadGridTable",
    tags: ["Carbon"],
    summary: "Upload a grid-factor table of your own",
    description:
      "Emission factors of a grid by year, with where they come from and for which days of generation they may serve. From then on calculations and project designs of your organisation name it by `id`. A table never changes: the same content again answers the first one, other content under its id is a 409, and a correction is a table of another id. Use outside its validity is a 422 with `rule` and `clause`.",
    request: {
      body: {
        required: true,
        content: {
          "application/json": { schema: customTableSchema.meta({ id: "GridTableUpload" }), example: examples.upload },
        },
      },
    },
    responses: {
      200: { description: "The same content stood there already", ...oneTable },
      201: { description: "Uploaded", headers: location, ...oneTable },
      ...failures(...bodyFailures, "already-exists", ...keyFailures),
    },
  },
  async (deps, { c, actor, body }) => {
    const uploaded = await uploadGridTable(deps.plants, actor, body);
    const at = { Location: `${path}/${uploaded.table.id}` };
    return json(c, tableAnswer(uploaded), uploaded.created ? 201 : 200, uploaded.created ? at : {});
  },
);

const getTables = secured(
  {
    method: "get",
    path,
    operationId: "listGridTables",
    tags: ["Carbon"],
    summary: "List the grid-factor tables that may be named",
    description: "Your organisation's and the gateway's own, by id. Follow `next_cursor`, or the Link header.",
    request: {
      query: pageQuery("grid-tables"),
    },
    responses: {
      200: {
        description: "One page",
        headers: {
          Link: { description: '`rel="next"` when there is another page (RFC 8288)', schema: { type: "string" } },
        },
        content: { "application/json": { schema: gridTablePageSchema, example: examples.gridTablePage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const page = { after: placeById(query.cursor), limit: query.limit };
    const { tables, next } = await listGridTables(deps.plants, actor, page);
    const items = tables.map((one) => {
      const { table, ...rest } = tableAnswer(one);
      return { ...table, years: table.years.map(({ year }) => year), ...rest };
    });
    return paged(c, items, next && cursorOf("grid-tables", [next]));
  },
);

const getOne = secured(
  {
    method: "get",
    path: `${path}/{table_id}`,
    operationId: "getGridTable",
    tags: ["Carbon"],
    summary: "Look at one grid-factor table",
    description:
      "One of your organisation's or of the gateway's own. The answer is a file for `npm run audit -- carbon FILE --grid-table FILE`.",
    request: { params: z.object({ table_id: chosenIdSchema.meta({ example: "my-grid-2025" }) }) },
    responses: {
      200: { description: "The table", ...oneTable },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { table_id } }) =>
    json(c, tableAnswer(await getGridTable(deps.plants, actor, table_id))),
);

function tableAnswer({ table: { hash, valid: _, ...shipped }, uploaded }: GridTable) {
  return {
    hash,
    shipped: uploaded === null,
    created_at: uploaded?.at.toISOString() ?? null,
    table: uploaded?.content ?? shipped,
  };
}

export const gridTableOperations: readonly Operation[] = [postTable, getTables, getOne];
