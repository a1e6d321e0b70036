import { z } from "@hono/zod-openapi";
import { listActs, type StoredAct } from "../tenancy/acts.ts";
import { failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorOf, paged, pageHeaders, pageQuery, placeBySerial } from "./pages.ts";
import { recordId } from "./schemas.ts";

const actSchema = z
  .object({
    act_no: z.int().min(1).describe("Grows with time; numbers of other organisations lie between"),
    at: z.iso.datetime(),
    actor: z
      .string()
      .nullable()
      .describe(
        "Id of the key or user; `registration`: the organisation itself as it registered; null: the operator's console on the gateway's machine",
      ),
    act: z.string().describe("What was done, such as `key.created`"),
    object: z.string().describe("What it was done to"),
    detail: z.looseObject({}),
    record_id: recordId
      .nullable()
      .describe("The record of the organisation's chain that holds it; null for the moment until it is sealed"),
  })
  .meta({ id: "AdministrativeAct" });

const actPageSchema = z
  .object({ items: z.array(actSchema), next_cursor: z.string().nullable().describe("Null on the last page") })
  .meta({ id: "AdministrativeActPage" });

const example = {
  act_no: 17,
  at: "2026-05-01T12:00:00.000Z",
  actor: null,
  act: "key.created",
  object: "d9ywrj1jb9c6fptj",
  detail: { roles: ["operator"], label: "scada", expires_at: null },
  record_id: "rec_d9ywrj1jb9c6fptjr7p39yqhtc",
};

const getActs = secured(
  {
    method: "get",
    path: "/api/v1/acts",
    operationId: "listAdministrativeActs",
    tags: ["Organisation"],
    summary: "List what was done to your organisation",
    description:
      "The audit trail: every act on keys, members and settings, oldest first. Each is put into a chain of the organisation's own, `ORGANISATION`, whose records are leaves of the log like a plant's: export and prove them as those (`plant_id=ORGANISATION`).",
    request: {
      query: pageQuery("acts"),
    },
    responses: {
      200: {
        description: "A page of acts",
        headers: pageHeaders,
        content: {
          "application/json": { schema: actPageSchema, example: { items: [example], next_cursor: null } },
        },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const page = { after: placeBySerial(query.cursor) ?? 0n, limit: query.limit };
    const { acts, next } = await listActs(deps.tenancy, actor, page);
    return paged(c, acts.map(actAnswer), next === undefined ? undefined : cursorOf("acts", [String(next)]));
  },
);

const actAnswer = ({ actNo, at, recordId: record_id, ...act }: StoredAct) => ({
  act_no: Number(actNo),
  at: at.toISOString(),
  ...act,
  record_id,
});

export const actOperations: readonly Operation[] = [getActs];
