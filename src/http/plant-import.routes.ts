import { z } from "@hono/zod-openapi";
import { importPlants } from "../plants/import.ts";
import { importColumns } from "../plants/import-rows.ts";
import { json } from "./answers.ts";
import { readCsvBody } from "./csv-body.ts";
import { failures, keyFailures, type Operation, secured } from "./operation.ts";
import * as examples from "./plants.examples.ts";

const count = z.int().min(0);

const reportSchema = z
  .object({
    dry_run: z.boolean().describe("True: nothing was kept"),
    created: count,
    completed: count.describe("The plant was there, and a device of it was not"),
    unchanged: count,
    refused: count,
    rows: z.array(
      z.object({
        line: z.int().min(1).describe("Line of the file that the row begins on"),
        plant_id: z.string().nullable(),
        outcome: z.enum(["created", "completed", "unchanged", "refused"]),
        errors: z.array(z.object({ column: z.string(), rule: z.string(), detail: z.string() })),
      }),
    ),
  })
  .meta({ id: "PlantImportReport" });

const query = z.strictObject({
  dry_run: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .openapi({ type: "boolean", default: false, description: "Judge every row, keep nothing", example: true }),
});

const upload = secured(
  {
    method: "post",
    path: "/api/v1/plants/import",
    operationId: "importPlants",
    tags: ["Plants"],
    summary: "Register plants from a CSV table",
    description: `One row for each plant, under a heading. Every row is judged, each is registered by itself, and the same table again changes nothing; what exists with another configuration is refused, never overwritten. Columns: ${importColumns.join(", ")}. In \`turbine_units\` stand \`unit_id:type:kW:head:flow\` and in \`devices\` \`device_id:kind:kW:interval_s\`, items apart by \`;\`, what is not known left out.`,
    request: {
      query,
      body: { required: true, content: { "text/csv": { schema: z.string(), example: examples.importTable } } },
    },
    responses: {
      200: {
        description: "What became of each row",
        content: { "application/json": { schema: reportSchema, example: examples.importReport } },
      },
      ...failures("invalid-request", "body-too-large", "request-timeout", "unsupported-media-type", ...keyFailures),
    },
  },
  async (deps, { c, actor, query: { dry_run } }) => {
    const { dryRun, counts, rows } = await importPlants(deps.plants, actor, await readCsvBody(deps, c), {
      dryRun: dry_run,
    });
    const told = rows.map(({ line, plantId, outcome, errors }) => ({
      line,
      plant_id: plantId ?? null,
      outcome,
      errors,
    }));
    return json(c, { dry_run: dryRun, ...counts, rows: told });
  },
);

export const plantImportOperations: readonly Operation[] = [upload];
