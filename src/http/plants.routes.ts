import type { Context } from "hono";
import { anchoringOf, type Plant, plantSchema } from "../hydropower/plant.ts";
import { provisionPlant } from "../issuance/provision.ts";
import { changePlant } from "../plants/changes.ts";
import { getPlant, listPlants, type PlantView, registerDevice, setAnchoring } from "../plants/plants.ts";
import { json, represented } from "./answers.ts";
import { representationOf, requireMatch, tagOf } from "./conditional.ts";
import { designAnswer } from "./designs.routes.ts";
import * as examples from "./examples.ts";
import { mergePatch } from "./merge-patch.ts";
import { bodyFailures, type Env, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorOf, paged, pageQuery, placeById } from "./pages.ts";
import * as plantExamples from "./plants.examples.ts";
import {
  anchoringBody,
  deviceBody,
  patchContent,
  plantAnswerSchema,
  plantBody,
  plantPageSchema,
  plantParams,
  plantReplacementBody,
  registeredPlantSchema,
  registrationBody,
} from "./plants.schemas.ts";
import { validBody } from "./validation.ts";

const params = plantParams;
const location = { Location: { description: "Where it stands", schema: { type: "string" } } } as const;
const etag = {
  ETag: {
    description: "Of this state; send it as If-Match with a change",
    schema: { type: "string" },
  },
} as const;

const shown = ({ plant, devices }: PlantView) => ({ ...plant, devices });
const mayChange = (c: Context<Env>) => (standing: PlantView) => requireMatch(c, shown(standing), { required: true });

const postPlant = secured(
  {
    method: "post",
    path: "/api/v1/plants",
    operationId: "registerPlant",
    tags: ["Plants"],
    summary: "Register a plant",
    description:
      "Its configuration becomes the first record of the plant's chain and is anchored like every other. With `devices` its devices are registered too, with `design` its project design (rulebook, crediting period, meters, grid factor): all of it or nothing. What follows from `turbine_units` (`units`, `turbine_type`, `design_flow_m3s`) is filled in.",
    request: {
      body: {
        required: true,
        content: { "application/json": { schema: registrationBody, example: plantExamples.registration } },
      },
    },
    responses: {
      201: {
        description: "Registered",
        headers: { ...location, ...etag },
        content: { "application/json": { schema: registeredPlantSchema, example: plantExamples.registered } },
      },
      ...failures(...bodyFailures, "already-exists", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, body }) => {
    const { design, ...view } = await provisionPlant(deps.plants, actor, body);
    const { plant_id: plantId } = view.plant;
    const answer = { ...shown(view), ...(design && { design: designAnswer(plantId, design) }) };
    // Of the plant alone, as its GET answers it.
    const ETag = tagOf(representationOf(shown(view)));
    return json(c, answer, 201, { Location: `/api/v1/plants/${plantId}`, ETag });
  },
);

const getPlants = secured(
  {
    method: "get",
    path: "/api/v1/plants",
    operationId: "listPlants",
    tags: ["Plants"],
    summary: "List the organisation's plants",
    description: "By id. Follow `next_cursor`, or the Link header.",
    request: {
      query: pageQuery("plants"),
    },
    responses: {
      200: {
        description: "One page",
        headers: {
          Link: { description: '`rel="next"` when there is another page (RFC 8288)', schema: { type: "string" } },
        },
        content: { "application/json": { schema: plantPageSchema, example: examples.plantPage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const { plants, next } = await listPlants(deps.plants, actor, {
      after: placeById(query.cursor),
      limit: query.limit,
    });
    return paged(c, plants, next && cursorOf("plants", [next]));
  },
);

const getOne = secured(
  {
    method: "get",
    path: "/api/v1/plants/{plant_id}",
    operationId: "getPlant",
    tags: ["Plants"],
    summary: "Look at one plant and its devices",
    description: "The configuration in force, with every device registered at the plant.",
    request: { params },
    responses: {
      200: {
        description: "The plant",
        headers: etag,
        content: { "application/json": { schema: plantAnswerSchema, example: plantExamples.plantDetail } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id } }) =>
    represented(c, shown(await getPlant(deps.plants, actor, plant_id))),
);

const changed = {
  200: {
    description: "The plant as configured now",
    headers: etag,
    content: { "application/json": { schema: plantAnswerSchema, example: plantExamples.changedPlant } },
  },
  ...failures(...bodyFailures, "not-found", ...keyFailures),
} as const;

const putPlant = secured(
  {
    method: "put",
    path: "/api/v1/plants/{plant_id}",
    operationId: "replacePlant",
    tags: ["Plants"],
    summary: "Put another configuration of a plant in force",
    description:
      "From the next record on; itself a record of the plant's chain. `plant_id` stays, and once there are readings its local days and its machine do (`time_zone`, `commissioned_on`, rating, head, flow, units, type, efficiency, type and levels of the reservoir): a rebuilt plant is registered anew. Only the owner changes what is made public. `devices` may stand as GET answered them; they are changed by calls of their own.",
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: plantReplacementBody, example: examples.plant } },
      },
    },
    responses: changed,
  },
  async (deps, { c, actor, params: { plant_id }, body }) =>
    represented(
      c,
      shown(await changePlant(deps.plants, actor, plant_id, { mayChange: mayChange(c), apply: () => body })),
    ),
  { update: "if-match-required" },
);

const patchPlant = secured(
  {
    method: "patch",
    path: "/api/v1/plants/{plant_id}",
    operationId: "changePlant",
    tags: ["Plants"],
    summary: "Change some of a plant's configuration",
    description: "As PUT, with what changes only (RFC 7396).",
    request: {
      params,
      body: {
        required: true,
        content: patchContent(plantExamples.plantPatch),
      },
    },
    responses: changed,
  },
  async (deps, { c, actor, params: { plant_id }, body }) => {
    const apply = (before: Plant) => validBody(plantSchema, mergePatch(before, body));
    return represented(c, shown(await changePlant(deps.plants, actor, plant_id, { mayChange: mayChange(c), apply })));
  },
  { update: "if-match-required" },
);

const postDevice = secured(
  {
    method: "post",
    path: "/api/v1/plants/{plant_id}/devices",
    operationId: "registerDevice",
    tags: ["Plants"],
    summary: "Register a device at a plant",
    description:
      "Its kind says which quantities its readings must carry. The registration is a record of the plant's chain.",
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: deviceBody, example: examples.device } } },
    },
    responses: {
      201: {
        description: "Registered",
        headers: location,
        content: { "application/json": { schema: deviceBody, example: examples.device } },
      },
      ...failures(...bodyFailures, "not-found", "already-exists", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, body }) => {
    const device = await registerDevice(deps.plants, actor, plant_id, body);
    return json(c, device, 201, { Location: `/api/v1/plants/${plant_id}/devices/${device.device_id}` });
  },
);

const putAnchoring = secured(
  {
    method: "put",
    path: "/api/v1/plants/{plant_id}/anchoring",
    operationId: "setPlantAnchoring",
    tags: ["Plants"],
    summary: "Choose what of a plant's approved records becomes public",
    description:
      "Only the owner may. Holds for every record accepted from now on, and is itself a record of the plant's chain. With `record`, each approved reading gets one message on the topic with the chosen fields, after a checkpoint covers it; what is on the ledger stays there. `If-Match` is heeded, and of use where several people decide.",
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: anchoringBody, example: examples.anchoring } } },
    },
    responses: {
      200: {
        description: "The plant as configured now",
        content: { "application/json": { schema: plantBody, example: examples.publicPlant } },
      },
      ...failures(...bodyFailures, "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, body }) => {
    const plant = await setAnchoring(deps.plants, actor, plant_id, body, (standing) => requireMatch(c, standing));
    // The tag is that of the choice, which is what stands at this path; the body is the whole plant.
    return json(c, plant, 200, { ETag: tagOf(representationOf(anchoringOf(plant))) });
  },
  { update: "if-match-optional" },
);

const getAnchoring = secured(
  {
    method: "get",
    path: "/api/v1/plants/{plant_id}/anchoring",
    operationId: "getPlantAnchoring",
    tags: ["Plants"],
    summary: "Look at what of a plant's approved records becomes public",
    description: "The owner's choice in force. Its `ETag` goes into `If-Match` of a change.",
    request: { params },
    responses: {
      200: {
        description: "The choice",
        content: { "application/json": { schema: anchoringBody, example: examples.anchoring } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id } }) =>
    represented(c, anchoringOf((await getPlant(deps.plants, actor, plant_id)).plant)),
);

export const plantOperations: readonly Operation[] = [
  postPlant,
  getPlants,
  getOne,
  putPlant,
  patchPlant,
  postDevice,
  getAnchoring,
  putAnchoring,
];
