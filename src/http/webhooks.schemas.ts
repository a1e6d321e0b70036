import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { deliveryStates } from "../monitoring/webhook-store.ts";
import { chosenTypes } from "../monitoring/webhooks.ts";
import { nextCursor } from "./pages.ts";

export const endpointId = z
  .string()
  .regex(/^whk_[0-9a-hjkmnp-tv-z]{26}$/)
  .meta({ example: "whk_d9ywrj1jb9c6fptjr7p39yqhtc" });
export const eventId = z
  .string()
  .regex(/^evt_[0-9a-hjkmnp-tv-z]{26}$/)
  .meta({ example: "evt_d9ywrj1jb9c6fptjr7p39yqhtc" });

const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((text) => URL.canParse(text) && new URL(text).username === "" && new URL(text).password === "", {
    message: "must carry no user and no password: whoever is called can tell by the signature",
  })
  .describe(
    "https, at a public address: the name is resolved at each attempt, and an answer with a redirect is a failure",
  );
const types = z
  .array(z.enum(chosenTypes as [string, ...string[]]))
  .min(1)
  .max(chosenTypes.length)
  .describe("Which events: types, families of them (`record.*`), or all (`*`)");
const plants = z
  .array(chosenIdSchema)
  .min(1)
  .max(1000)
  .nullable()
  .describe("Only events of these plants; null: of all, and what belongs to none");
const description = z.string().trim().max(200).describe("For yourselves");

export const endpointBody = z
  .strictObject({ url, types, plant_ids: plants.default(null), description: description.default("") })
  .meta({ id: "WebhookRequest" });

export const endpointChange = z
  .strictObject({
    url: url.optional(),
    types: types.optional(),
    plant_ids: plants.optional(),
    description: description.optional(),
    enabled: z.boolean().optional().describe("False switches it off: what happens meanwhile is not sent later"),
  })
  .meta({ id: "WebhookChange" });

export const endpointSchema = z
  .object({
    endpoint_id: endpointId,
    url: z.string(),
    types: z.array(z.string()),
    plant_ids: z.array(z.string()).nullable(),
    description: z.string(),
    enabled: z.boolean(),
    disabled: z
      .object({ at: z.iso.datetime(), why: z.string() })
      .nullable()
      .describe("When and why it was switched off: by its owner, or because it answered 410 Gone"),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: "Webhook" });

export const endpointPageSchema = z
  .object({ items: z.array(endpointSchema), next_cursor: nextCursor })
  .meta({ id: "WebhookList" });

export const endpointWithSecretSchema = endpointSchema
  .extend({
    secret: z.string().describe("Checks the signatures (`whsec_…`, Standard Webhooks); shown in this answer only"),
  })
  .meta({ id: "WebhookWithSecret" });

export const deliverySchema = z
  .object({
    event_id: eventId.describe("The `webhook-id` header of every attempt"),
    type: z.string(),
    state: z.enum(deliveryStates).describe("`dead`: not delivered in about three days of attempts"),
    created_at: z.iso.datetime(),
    attempts: z.int().min(0).describe("Since it was made or sent again"),
    next_attempt_at: z.iso.datetime().nullable(),
    ended_at: z.iso.datetime().nullable(),
    log: z
      .array(
        z.object({
          at: z.iso.datetime(),
          status: z.int().nullable().describe("What was answered; null: nothing"),
          error: z
            .string()
            .nullable()
            .describe("`status`, `url`, `address`, `redirect`, `too-large`, `too-slow`, `connection`; null: delivered"),
          elapsed_ms: z.int().min(0),
        }),
      )
      .describe("Every attempt, oldest first"),
  })
  .meta({ id: "WebhookDelivery" });

export const deliveryPageSchema = z
  .object({ items: z.array(deliverySchema), next_cursor: z.string().nullable().describe("Null on the last page") })
  .meta({ id: "WebhookDeliveryPage" });

export const sentSchema = z.object({ event_id: eventId }).meta({ id: "WebhookTest" });
export const replayedSchema = z
  .object({ replayed: z.int().min(0).describe("Deliveries that are on their way again") })
  .meta({ id: "WebhookReplay" });
