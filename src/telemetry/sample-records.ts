import { z } from "zod";
import { readingsOf, runsOf, type Sample, type Slot, slotEndMs, slotOf } from "../hydropower/accounting.ts";
import type { DeviceKind } from "../hydropower/plant.ts";
import { quantitiesSchema } from "../hydropower/quantities.ts";
import { bytesToHex, canonicalText, type Json } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import { sha256 } from "../platform/digest.ts";
import { rootFromLeaves, treeHashes } from "../proof/merkle.ts";

/**
 * From samples to the record that is made of them, by their canonical bytes alone: the gateway makes the record so, and
 * the auditor makes it again.
 */

const time = z.string().refine((text) => isIso(text), { error: "a time in UTC with milliseconds" });
const whole = z.int().min(0);

const sampleSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("sample"),
  org_id: z.string(),
  plant_id: z.string(),
  device_id: z.string(),
  device_seq: whole.optional(),
  timestamp: time,
  interval_s: whole,
  slot: z.strictObject({ from: time, to: time }),
  received_at: time,
  readings: quantitiesSchema,
  source: z.literal("backfill").optional(),
  reason: z.string().optional(),
  filed_by: z.string().optional(),
  signed: z.boolean(),
  signature: z
    .strictObject({ key_id: z.string(), form: z.string(), sha256: z.string(), signed_at: z.string() })
    .optional(),
});

export type ReadSample = Sample & {
  readonly members: z.output<typeof sampleSchema>;
  readonly receivedAtMs: number;
  readonly slot: Slot;
  readonly bytes: Uint8Array;
};

/** A sample by its bytes; a text: what is wrong with them. */
export function readSample(bytes: Uint8Array): ReadSample | string {
  let value: Json;
  const text = new TextDecoder().decode(bytes);
  try {
    value = JSON.parse(text) as Json;
    if (canonicalText(value) !== text) return "it is not canonical JSON";
  } catch {
    return "it is not canonical JSON";
  }
  const parsed = sampleSchema.safeParse(value);
  if (!parsed.success) return `it is not in its form, first at ${parsed.error.issues[0]?.path.join(".")}`;
  const members = parsed.data;
  const endMs = Date.parse(members.timestamp);
  const slot = { fromMs: Date.parse(members.slot.from), lengthS: 0 };
  const lengthS = (Date.parse(members.slot.to) - slot.fromMs) / 1000;
  const own = slotOf(endMs, members.interval_s, lengthS);
  if (own?.fromMs !== slot.fromMs) return "it does not lie in its slot";
  return {
    endMs,
    intervalS: members.interval_s,
    quantities: members.readings,
    provenance: provenanceOf(members),
    members,
    receivedAtMs: Date.parse(members.received_at),
    slot: own,
    bytes,
  };
}

/** Samples of one record came from one sender for one reason, and are signed or are not, all of them. */
function provenanceOf({ source, reason, filed_by, signed }: z.output<typeof sampleSchema>): string {
  return canonicalText([source ?? null, reason ?? null, filed_by ?? null, signed]);
}

function isIso(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && isoFromMs(ms) === text;
}

/** The samples of each record of a slot, in the order of time. */
export function recordsOf(samples: readonly ReadSample[], kind: DeviceKind): ReadSample[][] {
  return runsOf(samples, kind);
}

/** What a record says that was made of a run of samples: its time, what was measured, and what leads to them. */
export function sampledReading(run: readonly ReadSample[]) {
  const [first, last] = [run[0] as ReadSample, run.at(-1) as ReadSample];
  const { source, reason, filed_by, signed } = first.members;
  const receivedAtMs = Math.max(...run.map((sample) => sample.receivedAtMs));
  return {
    deviceId: first.members.device_id,
    fromMs: first.endMs - 1000 * first.intervalS,
    endMs: last.endMs,
    intervalS: run.reduce((sum, sample) => sum + sample.intervalS, 0),
    quantities: readingsOf(run),
    receivedAtMs,
    members: {
      ...(source !== undefined && { source, reason, filed_by }),
      signed,
      samples: {
        count: run.length,
        root: bytesToHex(rootOf(run)),
        slot: { from: isoFromMs(first.slot.fromMs), to: isoFromMs(slotEndMs(first.slot)) },
        received_at: isoFromMs(receivedAtMs),
      },
    },
  };
}

const native = treeHashes(sha256);

/** Of the tree (RFC 9162, 2.1) whose entries are the samples' canonical bytes in the order of time. */
export function rootOf(run: readonly Pick<ReadSample, "bytes">[]): Uint8Array {
  return rootFromLeaves(
    run.map(({ bytes }) => native.leafHash(bytes)),
    native,
  );
}
