import { type TelemetryBody, timestampMs } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import { findReadingOf, getRecord, type QueryDeps } from "../telemetry/queries.ts";
import { findSampleOf } from "../telemetry/sample-queries.ts";
import { parseBody, type StoredRecord, type StoredSample } from "../telemetry/types.ts";
import type { Outcome } from "./message.ts";

/**
 * What becomes of metrics that were refused together. They may have come too late for a reading that is on record, and
 * then they are a conflict even where they would make no reading of their own. Or they come again one by one, because
 * an acknowledgement was lost: then all that they say is in the record, and they are a repeat.
 */
export async function outcomeOfPart(
  deps: QueryDeps,
  { actor, body }: { readonly actor: Actor; readonly body: TelemetryBody },
  fault: Fault,
): Promise<Outcome> {
  const before = (await sampleBefore(deps, actor, body, fault)) ?? (await recordBefore(deps, actor, body, fault));
  if (before === undefined) return { ok: false, fault };
  const kept = parseBody(before).readings as Readonly<Record<string, unknown>>;
  const isThere = Object.entries(body.readings).every(([name, value]) => kept[name] === value);
  const repeat = { duplicate: true, replayed: false };
  if (isThere) {
    return { ok: true, accepted: "slot" in before ? { sample: before, ...repeat } : { record: before, ...repeat } };
  }
  return { ok: false, fault: fault.code === "reading-conflict" ? fault : tooLate(before) };
}

async function sampleBefore(
  deps: QueryDeps,
  actor: Actor,
  body: TelemetryBody,
  fault: Fault,
): Promise<StoredSample | undefined> {
  const isOfSample = fault.code === "reading-conflict" && fault.facts.extensions?.sample_timestamp !== undefined;
  if (body.timestamp === undefined || !(isOfSample || isIncomplete(fault))) return undefined;
  const place = { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
  const found = await findSampleOf(deps, place, timestampMs(body.timestamp));
  return found?.intervalS === body.interval_s ? found : undefined;
}

async function recordBefore(
  deps: QueryDeps,
  actor: Actor,
  body: TelemetryBody,
  fault: Fault,
): Promise<StoredRecord | undefined> {
  const recordId = fault.facts.extensions?.record_id;
  if (fault.code === "reading-conflict" && typeof recordId === "string") return getRecord(deps, actor, recordId);
  if (!isIncomplete(fault) || body.timestamp === undefined) return undefined;
  const place = { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
  return findReadingOf(deps, place, { endMs: timestampMs(body.timestamp), intervalS: body.interval_s });
}

const isIncomplete = ({ facts }: Fault): boolean =>
  facts.errors?.some(({ rule }) => rule === "quantity-missing") === true;

function tooLate(before: StoredRecord | StoredSample): Fault {
  return new Fault(
    "reading-conflict",
    "The reading of this time is on record without this metric: those of one reading are put together for 2 s.",
    {
      extensions:
        "slot" in before
          ? { sample_timestamp: isoFromMs(before.endedAtMs) }
          : { record_id: before.recordId, record: `/api/v1/records/${before.recordId}` },
    },
  );
}
