import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { getShadowReport, type ShadowReport, uploadManualReport } from "../issuance/shadow.ts";
import { htmlExample, json, wantsHtml } from "./answers.ts";
import { readCsvBody } from "./csv-body.ts";
import { type Env, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { decimal, plantParams } from "./periods.schemas.ts";
import { digits, recordId } from "./schemas.ts";
import * as examples from "./shadow.examples.ts";
import { shadowPage, shadowPagePolicy } from "./shadow.page.ts";

const reportId = z
  .string()
  .regex(/^shr_[0-9a-hjkmnp-tv-z]{26}$/)
  .meta({ id: "ShadowReportId", example: "shr_5f2rkq0v9c8hxw3n7d1ytbgm4e" });
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const figures = z.object({
  export_wh: digits.nullable(),
  import_wh: digits.nullable(),
  gross_wh: digits.nullable(),
  er_g: digits.nullable(),
  er_t: decimal.nullable(),
});

const reportSchema = z
  .object({
    report_id: reportId,
    plant_id: z.string(),
    label: z.string(),
    created_at: z.iso.datetime(),
    source_sha256: hash.describe("Of the uploaded report"),
    chain: z.object({ head_seq: z.int(), head_commitment: hash }).describe("How far the plant's chain was read"),
    design: z.object({ version: z.int(), record_id: recordId }),
    rulebook: z.object({ id: z.string(), hash }),
    rows: z.array(
      z.object({
        period: z.string(),
        from: z.iso.date(),
        to: z.iso.date(),
        manual: figures,
        gateway: figures.nullable().describe("Null: the gateway would refuse these days; see `refused`"),
        refused: z.object({ rule: z.string(), detail: z.string() }).nullable(),
        delta_percent: z
          .object({
            export: decimal.nullable(),
            import: decimal.nullable(),
            gross: decimal.nullable(),
            er: decimal.nullable(),
          })
          .describe("Gateway against manual, per cent of manual"),
        readings: digits,
        rejected: digits,
        reviewed: digits.describe("Readings that were put before a person"),
      }),
    ),
    false_rejections: z.object({
      readings: digits,
      rejected: digits,
      false: digits.describe("Rejections beyond those the manual procedure made itself"),
      percent: decimal.nullable(),
    }),
    ledger: z.object({ records: digits, anchored: digits, percent: decimal.nullable() }),
    interventions: z.object({ gateway: digits, manual: digits }),
    verdict: z.object({
      passed: z.boolean(),
      marks: z.array(z.object({ mark: z.string(), limit: z.string(), value: decimal.nullable(), passed: z.boolean() })),
    }),
  })
  .meta({ id: "ShadowReport" });

const reports = "/api/v1/plants/{plant_id}/shadow-reports";
const content = {
  "application/json": { schema: reportSchema, example: examples.report },
  "text/html": {
    schema: z.string().describe("The same as a page to print, where `Accept` asks for text/html"),
    example: htmlExample,
  },
};

const postReport = secured(
  {
    method: "post",
    path: reports,
    operationId: "uploadManualReport",
    tags: ["Periods"],
    summary: "Compare a manual monitoring report with the gateway",
    description: `Shadow mode: the body is a CSV table with a heading, one row per day (2026-03-01) or month (2026-03) of the plant, at most 400. Columns: \`period\` and \`export_kwh\`; where known \`import_kwh\`, \`gross_kwh\`, \`er_t\`, \`fuel_kg\`, \`rejected_readings\` (readings the manual procedure left out) and \`interventions\`. Energies also in \`_wh\` or \`_mwh\`, reductions in \`_g\` or \`_kg\`.

Each row is computed from the registers by the same path as a period's closing; nothing is closed or credited. The verdict holds the pilot's pass marks: delta below 5 % in every row, false rejections below 0.5 % of readings, more than 99 % of records under an anchored checkpoint.`,
    request: {
      params: plantParams,
      body: { required: true, content: { "text/csv": { schema: z.string(), example: examples.manualReport } } },
    },
    responses: {
      201: {
        description: "Compared and kept",
        headers: { Location: { description: "Where it stands", schema: { type: "string" } } },
        content,
      },
      ...failures(
        "invalid-request",
        "body-too-large",
        "unsupported-media-type",
        "request-timeout",
        "not-found",
        "rule-violated",
        ...keyFailures,
      ),
    },
  },
  async (deps, { c, actor, params: { plant_id } }) => {
    const report = await uploadManualReport(deps.plants, actor, plant_id, await readCsvBody(deps, c));
    c.header("Location", `/api/v1/plants/${plant_id}/shadow-reports/${report.report_id}`);
    return answer(c, report, 201);
  },
);

const getReport = secured(
  {
    method: "get",
    path: `${reports}/{report_id}`,
    operationId: "getShadowReport",
    tags: ["Periods"],
    summary: "Look at a shadow report",
    description: "As it was made; as a page to print where `Accept` asks for text/html.",
    request: { params: plantParams.extend({ report_id: reportId }) },
    responses: {
      200: { description: "The comparison", content },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params }) =>
    answer(c, await getShadowReport(deps.plants, actor, params.plant_id, params.report_id), 200),
);

function answer(c: Context<Env>, report: ShadowReport, status: 200 | 201): Response {
  c.header("Vary", "Accept", { append: true });
  if (!wantsHtml(c)) return json(c, report, status);
  c.header("Content-Security-Policy", shadowPagePolicy);
  return c.body(shadowPage(report), status, { "Content-Type": "text/html; charset=utf-8" });
}

export const shadowOperations: readonly Operation[] = [postReport, getReport];
