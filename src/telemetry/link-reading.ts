import type { LeafVerdict } from "../anchoring/outbox.ts";
import type { Device } from "../hydropower/plant.ts";
import type { Quantities } from "../hydropower/quantities.ts";
import type { Json } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import { type ChainDeps, type LinkedRecord, link } from "../plants/chain.ts";
import { contextJson } from "../verification/context-wire.ts";
import { memoryOfDevice, neighboursOf } from "../verification/memory.ts";
import type { Observation } from "../verification/observation.ts";
import type { Verdict } from "../verification/verdict.ts";
import type { OpenPlant } from "./group.ts";
import { judge } from "./judge.ts";
import { reopenEarlier } from "./review-reopen.ts";
import { type Work, writeRows } from "./writing.ts";

/** A reading that becomes a record: one that was sent, or one that was made of samples. Times in ms since the epoch. */
export type Recorded = {
  readonly deviceId: string;
  readonly endMs: number;
  readonly intervalS: number | undefined;
  readonly timed: boolean;
  readonly deviceSeq: number | undefined;
  readonly quantities: Quantities;
  /** When its content had come, which its lateness is judged by. */
  readonly receivedAtMs: number;
  /** When the record is made. */
  readonly madeAtMs: number;
  /** What else the record says of it. */
  readonly members: { readonly [member: string]: Json | undefined };
  readonly context: readonly Observation[] | undefined;
  readonly trace: string | null;
};

/**
 * Judges a reading against the memory that the one before left, and links its record behind the plant's head. Where it
 * casts doubt on earlier ones, what was linked before is written first, for the span may hold readings of this group.
 *
 * @returns a promise where it does, as hardly any reading does; otherwise the record
 */
export function linkReading(
  deps: ChainDeps,
  work: Work,
  { open, device }: { readonly open: OpenPlant; readonly device: Device },
  recorded: Recorded,
): LinkedRecord | Promise<LinkedRecord> {
  const { deviceId, endMs, intervalS, timed, deviceSeq, quantities, receivedAtMs, context } = recorded;
  const memory = memoryOfDevice(open.memory, deviceId);
  const siblings = neighboursOf(Object.entries(open.memory), deviceId);
  const reading = { plantId: open.plant.plant_id, deviceId, endMs, intervalS, timed, deviceSeq, quantities };
  const input = { plant: open.plant, device, reading, receivedAtMs, memory, siblings, context };
  const { verdict, verification, carbon, memory: after } = judge(input, open.forest);
  const { record: linked, head } = link(deps, open.head, {
    kind: "reading",
    receivedAtMs: recorded.madeAtMs,
    deviceId,
    endedAtMs: endMs,
    intervalS,
    status: verdict.status,
    trustScore: verdict.trustScore,
    verdict: verdict.status.toLowerCase() as LeafVerdict,
    trace: recorded.trace,
    content: {
      device_id: deviceId,
      device_seq: deviceSeq,
      timestamp: isoFromMs(endMs),
      timestamp_source: timed ? "device" : "gateway",
      interval_s: intervalS,
      readings: quantities as Json,
      ...recorded.members,
      context: contextJson(context),
      verification,
      carbon,
    },
  });
  open.head = head;
  if (after !== memory) {
    open.memory = { ...open.memory, [deviceId]: after };
    open.taught.add(deviceId);
  }
  open.moved = true;
  work.group.records.push(linked);
  return verdict.reopen === undefined
    ? linked
    : reopenBefore(deps, work, open, linked, { deviceId, doubt: verdict.reopen });
}

async function reopenBefore(
  deps: ChainDeps,
  { tx, group, writing }: Work,
  open: OpenPlant,
  linked: LinkedRecord,
  { deviceId, doubt }: { readonly deviceId: string; readonly doubt: NonNullable<Verdict["reopen"]> },
): Promise<LinkedRecord> {
  writing.add(() => writeRows(tx, group));
  await writing.done();
  const found = await reopenEarlier(deps, tx, open.head, { ...linked, deviceId }, doubt);
  open.head = found?.head ?? open.head;
  if (found !== undefined) group.records.push(found.record);
  return linked;
}
