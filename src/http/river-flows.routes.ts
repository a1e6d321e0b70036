import { z } from "@hono/zod-openapi";
import { importRiverFlows, listRiverFlows, type RiverFlow } from "../context/river.ts";
import { flowUnits, mostRows } from "../context/river-rows.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { json } from "./answers.ts";
import { readCsvBody } from "./csv-body.ts";
import { failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorOf, nextCursor, paged, pageHeaders, pageParameters, placeByTime } from "./pages.ts";

const path = "/api/v1/plants/{plant_id}/river-flows";
const tags = ["Plants"];
const params = z.object({ plant_id: chosenIdSchema });

const importId = z
  .string()
  .regex(/^rvi_[0-9a-hjkmnp-tv-z]{26}$/)
  .meta({ example: "rvi_d9ywrj1jb9c6fptjr7p39yqhtc" });
const exampleTable = "timestamp,flow,station,unit\n2026-05-01T00:00:00Z,4.2,Aut at Banjar,m3/s\n";

const importSchema = z
  .object({
    import_id: importId,
    plant_id: z.string(),
    sha256: z.string().describe("Of the table as it came, hex: stands in records that its flows contributed to"),
    accepted: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    rows: z.array(
      z.object({
        line: z.int().min(1),
        outcome: z.enum(["accepted", "duplicate", "refused"]),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "RiverFlowImport" });
const importExample = {
  import_id: "rvi_d9ywrj1jb9c6fptjr7p39yqhtc",
  plant_id: "PLANT-HP-001",
  sha256: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  accepted: 1,
  duplicates: 0,
  refused: 0,
  rows: [{ line: 2, outcome: "accepted", detail: null }],
};

const flowSchema = z
  .object({ station: z.string(), at: z.iso.datetime(), flow_m3s: z.number().min(0), import_id: importId })
  .meta({ id: "RiverFlow" });
const flowPage = z.object({ items: z.array(flowSchema), next_cursor: nextCursor }).meta({ id: "RiverFlowList" });
const flowExample = {
  station: "Aut at Banjar",
  at: "2026-05-01T00:00:00.000Z",
  flow_m3s: 4.2,
  import_id: importExample.import_id,
};

const post = secured(
  {
    method: "post",
    path,
    operationId: "importRiverFlows",
    tags,
    summary: "Import flows of the river from a gauge that is not the plant's",
    description: `The body is a CSV table with a heading, at most ${mostRows} rows: \`timestamp\` (ISO 8601 or milliseconds), \`flow\`, \`station\`, and \`unit\` (${Object.keys(flowUnits).join(", ")}; left out: m3/s). Each row is taken or refused for itself. A value stands: another one for the same station and time is refused. Flows are a hint to the environmental layer of readings that come after the import: docs/context.md.`,
    request: {
      params,
      body: { required: true, content: { "text/csv": { schema: z.string(), example: exampleTable } } },
    },
    responses: {
      200: {
        description: "What became of each row",
        content: { "application/json": { schema: importSchema, example: importExample } },
      },
      ...failures(
        "invalid-request",
        "body-too-large",
        "unsupported-media-type",
        "request-timeout",
        "not-found",
        ...keyFailures,
      ),
    },
  },
  async (deps, { c, actor, params: { plant_id } }) => {
    const made = await importRiverFlows(deps.plants, actor, plant_id, await readCsvBody(deps, c));
    const count = (wanted: string) => made.rows.filter(({ outcome }) => outcome === wanted).length;
    return json(c, {
      import_id: made.importId,
      plant_id: made.plantId,
      sha256: made.sha256,
      ...{ accepted: count("accepted"), duplicates: count("duplicate"), refused: count("refused") },
      rows: made.rows,
    });
  },
);

const list = secured(
  {
    method: "get",
    path,
    operationId: "listRiverFlows",
    tags,
    summary: "List flows of the river that were imported",
    description: "Newest first, of all gauges.",
    request: { params, query: z.strictObject(pageParameters("river-flows")) },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: flowPage, example: { items: [flowExample], next_cursor: null } } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, query }) => {
    const after = placeByTime(query.cursor, (at, station) => ({ at, station }));
    const { flows, more } = await listRiverFlows(deps.plants, actor, plant_id, { after, limit: query.limit });
    const last = more ? flows.at(-1) : undefined;
    return paged(c, flows.map(flowAnswer), last && cursorOf("river-flows", [last.at.toISOString(), last.station]));
  },
);

const flowAnswer = ({ station, at, flowM3s, importId }: RiverFlow) => ({
  ...{ station, at: at.toISOString(), flow_m3s: flowM3s, import_id: importId },
});

export const riverFlowOperations: readonly Operation[] = [post, list];
