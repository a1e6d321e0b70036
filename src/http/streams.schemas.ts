import { z } from "@hono/zod-openapi";
import { type QuantityName, quantityNames } from "../hydropower/quantities.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { rollupNames } from "../monitoring/rollup-levels.ts";
import { streamEventNames } from "../monitoring/stream-event.ts";
import { parsePosition } from "../monitoring/stream-position.ts";
import { resolutions } from "../monitoring/stream-windows.ts";

/** Parameters of live streams, and the shapes of what they send. */

const given = z.union([z.string(), z.array(z.string())]);
const listed = (value: string | string[]): string[] => [value].flat().flatMap((text) => text.split(","));

const some = <const S extends string>(known: readonly S[], description: string, example: readonly S[]) =>
  given
    .transform((value, context): ReadonlySet<S> => {
      const wanted = listed(value);
      if (wanted.every((one): one is S => (known as readonly string[]).includes(one))) return new Set(wanted);
      context.addIssue(`one or more of ${known.join(", ")}, repeated or separated by commas`);
      return z.NEVER;
    })
    .optional()
    .openapi({
      ...{ type: "array", items: { type: "string", enum: [...known] } },
      ...{ description: `${description}; repeated or separated by commas`, example: [...example] },
    });

const mostIds = 1_000;

const ids = (description: string, example: string) =>
  given
    .transform((value, context): ReadonlySet<string> => {
      const wanted = listed(value);
      const isFine = wanted.length <= mostIds && wanted.every((one) => chosenIdSchema.safeParse(one).success);
      if (isFine) return new Set(wanted);
      context.addIssue(`1 to ${mostIds} ids, repeated or separated by commas`);
      return z.NEVER;
    })
    .optional()
    .openapi({
      ...{ type: "array", items: { type: "string" } },
      ...{ description: `${description}; repeated or separated by commas`, example: [example] },
    });

type Band = { readonly by: number; readonly isShare: boolean };
const bandPattern = /^(?<name>\*|[a-z0-9_]+):(?<by>\d{1,12}(?:\.\d{1,9})?)(?<share>%?)$/;

const deadBands = given
  .transform((value, context) => {
    const bands = new Map<QuantityName | "*", Band>();
    for (const text of listed(value)) {
      const { name = "", by, share } = bandPattern.exec(text)?.groups ?? {};
      if (name !== "*" && !(quantityNames as readonly string[]).includes(name)) {
        context.addIssue(
          "`QUANTITY:AMOUNT` in its own unit, `QUANTITY:AMOUNT%` of its last value, or `*` for all others",
        );
        return z.NEVER;
      }
      const isShare = share === "%";
      bands.set(name as QuantityName | "*", { by: isShare ? Number(by) / 100 : Number(by), isShare });
    }
    return bands;
  })
  .optional()
  .openapi({
    ...{ type: "array", items: { type: "string" } },
    description:
      "How far a quantity may move before it is sent again, `power_output_kw:5` in its own unit or `*:1%` of what was sent last; implies `delta`. Repeated or separated by commas",
    example: ["power_output_kw:5", "*:1%"],
  });

export const lastEventIdSchema = z
  .string()
  .transform((text, context) => {
    const position = parsePosition(text);
    if (position !== undefined) return position;
    context.addIssue("the `id` of an event of this stream, unchanged");
    return z.NEVER;
  })
  .openapi({
    type: "string",
    description: "The `id` of the last event you have, unchanged: the stream goes on behind it",
  });

/** One for both transports. */
export const streamQuery = z.strictObject({
  events: some(streamEventNames, "Only these events", ["reading", "verdict"]),
  plant_id: ids("Only these plants", "PLANT-HP-001"),
  device_id: ids("Only these devices", "TURBINE-001"),
  metric: some(quantityNames, "Of readings only these quantities", ["power_output_kw"]),
  resolution: z
    .enum(resolutions)
    .default("raw")
    .describe("`raw`: every reading; else one event for each device and window of time with readings in it"),
  delta: z
    .enum(["true", "false"])
    .default("false")
    .describe("Of readings only quantities that have changed since they were sent last, and none where nothing has"),
  dead_band: deadBands,
  last_event_id: lastEventIdSchema.optional(),
});
export type StreamQuery = z.output<typeof streamQuery>;

const place = {
  plant_id: chosenIdSchema,
  device_id: chosenIdSchema.nullable(),
  record_id: z.string(),
  seq: z.int().describe("Place in the plant's chain"),
};
const time = z.iso.datetime();
const gathered = z
  .strictObject({ avg: z.number(), min: z.number(), max: z.number(), last: z.number(), count: z.int() })
  .describe("Of the readings in the window that have it; `last` by their own time");
const value = z.number().nullable();
const stored = z
  .strictObject({ avg: value, min: value, max: value, last: value, count: z.int() })
  .describe("Of the readings in the window that count; null where a review has left none, with a `count` of 0");
const id = z.string().describe("For `Last-Event-ID`; opaque");
const event = <N extends string, D extends z.ZodType>(name: N, data: D) =>
  z.strictObject({ id, event: z.literal(name), data });

const reading = z
  .strictObject({
    ...place,
    timestamp: time.describe("End of the interval"),
    interval_s: z.int().optional(),
    received_at: time,
    source: z.string().optional().describe("`backfill`: history, filed later"),
    replaces: z.string().optional().describe("The record that this correction stands for"),
    readings: z.record(z.string(), z.number()).describe("Quantities, as they were sent"),
  })
  .meta({ id: "StreamReading" });

const sample = z
  .strictObject({
    plant_id: chosenIdSchema,
    device_id: chosenIdSchema,
    timestamp: time.describe("End of its interval"),
    interval_s: z.int(),
    received_at: time,
    source: z.string().optional(),
    readings: z.record(z.string(), z.number()).describe("Quantities, as they were sent"),
  })
  .meta({ id: "StreamSample" });

const windowed = z
  .strictObject({
    plant_id: chosenIdSchema,
    device_id: chosenIdSchema,
    resolution: z.enum(["5s", "1m", "5m", "1h"]),
    from: time,
    to: time.describe("Readings whose intervals end in (from, to]"),
    count: z.int().describe("Readings in it. Those that come later make the same window again, with them alone"),
    readings: z.record(z.string(), gathered),
  })
  .meta({ id: "StreamWindow" });

const verdict = z
  .looseObject({
    ...place,
    because: z
      .enum(["reading", "correction", "review", "reopen"])
      .describe("A verdict on a reading or correction; a verifier's decision; a later reading's doubt on earlier ones"),
    timestamp: time.optional(),
    status: z.enum(["APPROVED", "FLAGGED", "REJECTED"]).optional(),
    trust_score: z.number().optional(),
    rules: z.array(z.string()).optional().describe("What the verdict rests on"),
  })
  .meta({ id: "StreamVerdict" });

const anchored = z
  .strictObject({
    plant_id: chosenIdSchema,
    from_seq: z.int(),
    to_seq: z.int().describe("Up to this place the plant's chain is on the ledger"),
    tree_size: z.int().meta({ format: "int64" }),
    network: z.string(),
    topic_id: z.string(),
    sequence_number: z.int().meta({ format: "int64" }),
    transaction_id: z.string(),
  })
  .meta({ id: "StreamAnchored" });

const rollup = z
  .strictObject({
    plant_id: chosenIdSchema,
    device_id: chosenIdSchema,
    resolution: z.enum(rollupNames),
    from: time,
    to: time,
    readings: z.record(z.string(), stored),
  })
  .meta({ id: "StreamRollup" });

const told = z.looseObject({ plant_id: chosenIdSchema.nullable(), device_id: chosenIdSchema.optional() });

const nothing = z.strictObject({}).meta({ id: "StreamNothing" });

const gap = z
  .strictObject({
    reason: z.enum(["too-old", "unknown-event"]),
    after: z.string(),
    goes_on_after: z.string().describe("What lies between is not in the stream any more: read it from the records"),
  })
  .meta({ id: "StreamGap" });

const closed = z
  .strictObject({
    reason: z.enum(["slow-consumer", "credential-ended", "access-changed", "shutting-down"]),
    detail: z.string(),
    last_event_id: z.string(),
  })
  .meta({ id: "StreamClosed" });

/** What a WebSocket sends as one text each, and an event stream field by field. */
export const streamMessageSchema = z
  .union([
    event("reading", reading),
    event("reading", windowed),
    event("sample", sample).describe(
      "Of a plant with an `accounting` interval, as soon as it is durable; its record comes as a `reading`. With resolution `raw` only",
    ),
    event("verdict", verdict),
    event("anchored", anchored),
    event("alert", told.meta({ id: "StreamAlert" })).describe(
      "As webhooks have it: `type`, `timestamp`, `event_id` and facts",
    ),
    event("rollup", rollup).describe(
      "A window of the stored series that is over; again, with the quantities that a later record changed",
    ),
    event("open", nothing).describe("WebSocket only: where the stream stands at its beginning"),
    event("heartbeat", nothing).describe("WebSocket only; an event stream has a comment and an `id`"),
    event("gap", gap),
    z.strictObject({ event: z.literal("closed"), data: closed }),
  ])
  .meta({ id: "StreamMessage" });
