import { z } from "@hono/zod-openapi";
import { getDesign, putDesign, type RegisteredDesign } from "../issuance/design.ts";
import { represented } from "./answers.ts";
import { requireMatch } from "./conditional.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { wholeNumber } from "./parameters.ts";
import * as examples from "./periods.examples.ts";
import { designReplacementBody, plantParams, registeredDesignSchema } from "./periods.schemas.ts";

/** No plant has so many designs: a number of six digits. */
const mostVersions = 999_999;
const path = "/api/v1/plants/{plant_id}/design";

const answers = {
  content: { "application/json": { schema: registeredDesignSchema, example: examples.registeredDesign } },
} as const;

const putOne = secured(
  {
    method: "put",
    path,
    operationId: "putProjectDesign",
    tags: ["Periods"],
    summary: "Register a plant's project design, or a new version of it",
    description:
      "Held against the rulebook it names: what that does not apply to is a 422 with `rule`, `clause` and the field, never a zero. Each version is a record of the plant's chain; the same design again makes none. Every version is kept, so `If-Match` is not asked for, but heeded. Statements name the version they were computed with. What GET answers beside the design (`version`, `record_id` and so on) may stand as it was answered.",
    request: {
      params: plantParams,
      body: {
        required: true,
        content: { "application/json": { schema: designReplacementBody, example: examples.design } },
      },
    },
    responses: {
      200: { description: "The same design stands already", ...answers },
      201: { description: "Registered as a new version", ...answers },
      ...failures(...bodyFailures, "not-found", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, body }) => {
    const registered = await putDesign(deps.plants, actor, plant_id, body, (standing) =>
      requireMatch(c, standing && designAnswer(plant_id, standing)),
    );
    return represented(c, designAnswer(plant_id, registered), registered.created ? 201 : 200);
  },
  { update: "if-match-optional" },
);

const getOne = secured(
  {
    method: "get",
    path,
    operationId: "getProjectDesign",
    tags: ["Periods"],
    summary: "Look at a plant's project design",
    description: "The newest version, or the one that `version` names, with the crediting period that runs today.",
    request: {
      params: plantParams,
      query: z.strictObject({
        version: wholeNumber(1, mostVersions)
          .optional()
          .openapi({ type: "integer", minimum: 1, maximum: mostVersions, example: 1 }),
      }),
    },
    responses: {
      200: { description: "The design", ...answers },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, query }) =>
    represented(c, designAnswer(plant_id, await getDesign(deps.plants, actor, plant_id, query.version))),
);

export function designAnswer(plantId: string, { version, design, recordId, commitment, ...rest }: RegisteredDesign) {
  return {
    plant_id: plantId,
    version,
    record_id: recordId,
    commitment: Buffer.from(commitment).toString("hex"),
    created_at: rest.createdAt.toISOString(),
    eligible: true,
    power_density_w_per_m2: rest.assessed.powerDensityWPerM2,
    reservoir_emissions: rest.assessed.reservoirEmits,
    crediting_period: rest.running,
    ...design,
  };
}

export const designOperations: readonly Operation[] = [putOne, getOne];
