import { z } from "zod";
import { factorTables } from "../carbon/factors.ts";
import { acm0002V22 } from "../carbon/rulebook.ts";
import type { Plant } from "../hydropower/plant.ts";
import { quantitiesSchema } from "../hydropower/quantities.ts";
import { longestIntervalS, type Reading } from "../hydropower/reading.ts";
import type { Json } from "../kernel/canonical.ts";
import { deviceAheadMs, isoFromMs } from "../kernel/time.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { contextPolicyInForce } from "../verification/context.ts";
import { type RecordedContext, readContext } from "../verification/context-wire.ts";
import { type Policy, policies, policyInForce } from "../verification/policy.ts";
import { layerNames, statuses, type Verdict } from "../verification/verdict.ts";
import { type Members, membersOf, named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";

/** A replay that does not come out. */
export function broken(record: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("replay", `${named(record)}: ${detail}`);
}

/**
 * That a record says when it was accepted. What was stated in time, under whose accreditation and by which key of a
 * device hangs on it. @throws {BrokenLink}
 */
export function requireReceivedAt(record: RecordEnvelope): void {
  if (instant(record.members.received_at) === undefined) throw broken(record, receivedAtForm);
}

const receivedAtForm = "received_at is not a time in UTC with milliseconds";

/** The reading that a record holds, and when it was received. @throws {BrokenLink} when it is not in its form */
export function readingOf(record: RecordEnvelope): { reading: Reading; receivedAtMs: number } {
  const { device_id, device_seq, timestamp, timestamp_source, interval_s, readings, samples } = record.members;
  // What was made of samples had come with the last of them, however much later the record was made.
  const received_at = samples === undefined ? record.members.received_at : membersOf(samples).received_at;
  const quantities = quantitiesSchema.safeParse(readings);
  if (!quantities.success) throw broken(record, "readings are not in their form");
  const [endMs, receivedAtMs] = [instant(timestamp), instant(received_at)];
  if (endMs === undefined) throw broken(record, "timestamp is not a time in UTC with milliseconds");
  if (receivedAtMs === undefined) throw broken(record, receivedAtForm);
  const timed = timestamp_source === "device";
  if (!timed && (timestamp_source !== "gateway" || endMs !== receivedAtMs || interval_s !== undefined)) {
    throw broken(record, "timestamp_source, timestamp, interval_s and received_at do not fit each other");
  }
  // A correction takes the time of what it replaces, whose own clock may have been another.
  if (record.kind === "reading" && endMs > receivedAtMs + deviceAheadMs) {
    throw broken(
      record,
      "timestamp lies more than 5 minutes ahead of received_at: a gateway refuses what has not happened yet",
    );
  }
  if (typeof device_id !== "string") throw broken(record, "device_id is missing");
  requireOrigin(record);
  if (!isWhole(interval_s) || !isWhole(device_seq))
    throw broken(record, "interval_s or device_seq is not a whole number");
  // A gap earns nothing, and nobody bridges one with an interval that no gateway takes.
  if (interval_s !== undefined && (interval_s < 1 || interval_s > longestIntervalS)) {
    throw broken(record, `interval_s is ${interval_s}: a gateway takes 1 to ${longestIntervalS}`);
  }
  const reading = {
    plantId: record.plantId,
    deviceId: device_id,
    endMs,
    intervalS: interval_s,
    timed,
    deviceSeq: device_seq,
    quantities: quantities.data,
  };
  return { reading, receivedAtMs };
}

/** History says so, with why and by whom it was filed; what a device sent says none of it. */
function requireOrigin(record: RecordEnvelope): void {
  const { source, reason, filed_by } = record.members;
  if (source === undefined && reason === undefined && filed_by === undefined) return;
  const isText = (value: Json | undefined) => typeof value === "string" && value !== "";
  if (source === "backfill" && isText(reason) && isText(filed_by)) return;
  throw broken(record, "source, reason and filed_by do not fit each other");
}

/** What of the plant's surroundings a reading was judged with. @throws {BrokenLink} when it is not in its form */
export function contextOf(record: RecordEnvelope): RecordedContext | undefined {
  const { context } = record.members;
  if (context === undefined) return undefined;
  const read = readContext(context);
  if (read === undefined) throw broken(record, "context is not in its form");
  return read;
}

/** Why a hint rests on data this version does not have. */
export function unknownContext(context: RecordedContext | undefined): string | undefined {
  if (context === undefined || context.policy.hash === contextPolicyInForce.hash) return undefined;
  const { id, hash } = context.policy;
  return `the policy on context ${id} with hash ${hash} is not in this version`;
}

const recordedVerdictSchema = z.object({
  status: z.enum(statuses),
  trust_score: z.number(),
  reasons: z.array(
    z.object({ layer: z.enum(layerNames), rule: z.string(), effect: z.enum(["note", "flag", "reject"]) }),
  ),
});

/** A verdict as the record states it, not recomputed. @throws {BrokenLink} when it is not in its form */
export function recordedVerdict(record: RecordEnvelope): Verdict {
  const parsed = recordedVerdictSchema.safeParse(record.members.verification);
  if (!parsed.success) throw broken(record, "verification is not in its form");
  const { status, trust_score: trustScore, reasons } = parsed.data;
  return { status, trustScore, layers: [], reasons: reasons.map((reason) => ({ ...reason, detail: "" })) };
}

function isWhole(value: Json | undefined): value is number | undefined {
  return value === undefined || (typeof value === "number" && Number.isSafeInteger(value) && value >= 0);
}

function instant(value: Json | undefined): number | undefined {
  if (typeof value !== "string") return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) || isoFromMs(ms) !== value ? undefined : ms;
}

function known(what: string, claimed: Json | undefined, ours: string | undefined): string | undefined {
  const { id, hash } = membersOf(claimed);
  return hash === undefined || hash === ours ? undefined : `the ${what} ${id} with hash ${hash} is not in this version`;
}

/** The policy that a record says it was judged by, where this version has it; one that names none is held to the one in force. */
export function policyOf({ verification }: Members): Policy | undefined {
  const { hash } = membersOf(membersOf(verification).policy);
  return hash === undefined ? policyInForce : policies.find((one) => one.hash === hash);
}

/** Why a reading was judged, and what it taught was learnt, by a policy that this version does not have. */
export const unknownPolicy = (members: Members): string | undefined =>
  known("policy", membersOf(members.verification).policy, policyOf(members)?.hash);

/** Why a verdict rests on data this version does not have; undefined when it has all of it. */
export function unknownData(members: Members, plant: Plant): string | undefined {
  const { carbon } = members;
  const { factor, reasons } = membersOf(carbon);
  const { table, rulebook } = membersOf(factor);
  const tableId = membersOf(table).id;
  const ours = typeof tableId === "string" ? factorTables.get(tableId) : undefined;
  const withoutTable = JSON.stringify(reasons ?? []).includes("carbon.unknown-factor-table");
  if (withoutTable && factorTables.has(plant.grid_factor_table ?? "")) {
    return `the factor table ${plant.grid_factor_table} was not known when it was recorded`;
  }
  return (
    unknownPolicy(members) ?? known("factor table", table, ours?.hash) ?? known("rulebook", rulebook, acm0002V22.hash)
  );
}
