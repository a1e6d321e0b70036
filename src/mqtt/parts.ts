import { type TelemetryBody, timestampMs } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { findReadingOf, getRecord, type QueryDeps } from "../telemetry/queries.ts";
import { parseBody, type StoredRecord } from "../telemetry/types.ts";
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
  const record = await recordBefore(deps, actor, body, fault);
  if (record === undefined) return { ok: false, fault };
  const kept = parseBody(record).readings as Readonly<Record<string, unknown>>;
  const isThere = Object.entries(body.readings).every(([name, value]) => kept[name] === value);
  if (isThere) return { ok: true, accepted: { record, duplicate: true, replayed: false } };
  return { ok: false, fault: fault.code === "reading-conflict" ? fault : tooLate(record) };
}

async function recordBefore(
  deps: QueryDeps,
  actor: Actor,
  body: TelemetryBody,
  { code, facts }: Fault,
): Promise<StoredRecord | undefined> {
  const recordId = facts.extensions?.record_id;
  if (code === "reading-conflict" && typeof recordId === "string") return getRecord(deps, actor, recordId);
  const isIncomplete = facts.errors?.some(({ rule }) => rule === "quantity-missing") === true;
  if (!isIncomplete || body.timestamp === undefined) return undefined;
  const place = { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
  return findReadingOf(deps, place, timestampMs(body.timestamp));
}

function tooLate({ recordId }: StoredRecord): Fault {
  return new Fault(
    "reading-conflict",
    "The reading of this time is on record without this metric: those of one reading are put together for 2 s.",
    { extensions: { record_id: recordId, record: `/api/v1/records/${recordId}` } },
  );
}
