import type { Slot } from "../hydropower/accounting.ts";
import { timestampMs } from "../hydropower/reading.ts";
import { Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { ChainDeps, LinkedRecord } from "../plants/chain.ts";
import { deviceNotFound } from "../plants/device-keys.ts";
import { plantNotFound } from "../plants/plants.ts";
import { deviceKeyText, plantKeyText } from "../plants/store.ts";
import type { ClockWatch } from "../platform/clock-watch.ts";
import { CommitUnknown } from "../platform/database.ts";
import type { Outcome } from "../platform/group-commit.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { PipelineStage } from "../platform/metrics-serving.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type StreamWaker, tellStreams } from "../platform/stream-log.ts";
import { markSpan, traceparentOf } from "../platform/tracing.ts";
import type { Observation } from "../verification/observation.ts";
import { checkAge, checkClock, checkQuantities, checkTime } from "./checks.ts";
import { closeSlot } from "./close-slot.ts";
import { type ContextSource, contextsOf } from "./context.ts";
import { countRecord, type RecordMetrics } from "./counts.ts";
import { counterOf, type Group, keepPlaced, openGroup } from "./group.ts";
import { linkReading, type Recorded } from "./link-reading.ts";
import { type Judged, outcomesOf } from "./outcomes.ts";
import { placedReading } from "./placed-reading.ts";
import { contentHash } from "./placement.ts";
import {
  countedBefore,
  overlappedSlots,
  placeAmong,
  rememberKey,
  repeated,
  replayOf,
  requireNewNonce,
} from "./repeats.ts";
import { keepSample, sampledSlot } from "./samples.ts";
import { counterText } from "./signature-store.ts";
import { requireKeyInUse, signatureMembers } from "./signatures.ts";
import { isComplete } from "./slots.ts";
import { isKeyUsedMeanwhile } from "./store.ts";
import type { Accepted, AcceptItem } from "./types.ts";
import { closeGroup, type Work, Writing, writeRows } from "./writing.ts";

type Deps = ChainDeps & {
  readonly db: ScopedDb;
  readonly metrics: RecordMetrics & Pick<Metrics, "stageSeconds">;
  readonly context?: ContextSource | undefined;
  readonly streamWaker?: StreamWaker | undefined;
  readonly clockWatch?: ClockWatch | undefined;
};
/** With what is known around the plants of the group. */
type Knowing = Deps & { readonly contexts: ReadonlyMap<AcceptItem, readonly Observation[]> };

/**
 * Commits a group of readings in one transaction: heads locked in sorted order, every item judged in
 * turn against the memory the one before left, everything written by a handful of statements while the next are
 * judged. A crash
 * before the commit leaves nothing of any of them; after it, record, chain and outbox row are all there.
 */
export async function commitGroup(deps: Deps, items: readonly AcceptItem[]): Promise<Outcome<Accepted>[]> {
  for (;;) {
    try {
      return await commitOnce(deps, items);
    } catch (error) {
      // No lock is common to groups of different plants, and keys are their organisation's: now it is found.
      if (!isKeyUsedMeanwhile(error)) throw error;
    }
  }
}

async function commitOnce(deps: Deps, items: readonly AcceptItem[]): Promise<Outcome<Accepted>[]> {
  const orgIds = [...new Set(items.map(({ actor }) => actor.orgId))];
  const wake = deps.streamWaker?.isUp === true ? "later" : "now";
  const stages = new Stages(deps.metrics);
  const { outcomes, made, writing } = await deps.db.pipelined(orgIds, async (tx) => {
    const [group, contexts] = await Promise.all([openGroup(tx, items), contextsOf(deps.context, tx, items)]);
    stages.end("look_up");
    const known = { ...deps, contexts };
    const judged: Judged[] = [];
    const writing = new Writing();
    const work = { tx, group, writing };
    for (const [i, item] of items.entries()) {
      const decided = decide(known, work, item);
      judged.push(decided instanceof Promise ? await decided : decided);
      if ((i + 1) % writtenTogether !== 0) continue;
      writing.add(() => writeRows(tx, group));
      // Off they go; and whoever else has come meanwhile gets a turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    stages.end("assess");
    writing.add(() => writeRows(tx, group));
    writing.add(() => closeGroup(tx, group));
    // Behind everything else, for the sake of those who tell of the same organisations.
    writing.add(() => tellStreams(tx, [...group.toldSamples, ...group.told.values()], wake));
    // The commit goes right behind them: one that fails makes a rollback of it.
    const outcomes = await outcomesOf(tx, items, judged, group);
    return { outcomes, made: group.made, writing };
  });
  stages.end("commit");
  // Answered before the commit was. A statement that came too late for its transaction may not go unheard.
  await writing.done().catch((error: unknown) => {
    throw new CommitUnknown(error);
  });
  for (const { record } of made) countRecord(deps.metrics, record);
  if (wake === "later") deps.streamWaker?.wake(orgIds);
  return outcomes;
}

/** Times the stages of a group, one after the other. */
class Stages {
  readonly #metrics: Pick<Metrics, "stageSeconds">;
  #sinceMs = performance.now();

  constructor(metrics: Pick<Metrics, "stageSeconds">) {
    this.#metrics = metrics;
  }

  end(stage: PipelineStage): void {
    const nowMs = performance.now();
    this.#metrics.stageSeconds.observe({ stage }, (nowMs - this.#sinceMs) / 1000);
    markSpan(`reading.${stage}`, this.#sinceMs);
    this.#sinceMs = nowMs;
  }
}

/** PostgreSQL writes so many while the next ones are judged: two processors work on one batch. */
const writtenTogether = 250;

/** What an item becomes: at once, but for the few for which more has to be read. A promise for each of thousands would cost as much as their hashes. */
type Decided = Judged | Promise<Judged>;

/** Everything an item meets, in the order a caller expects: repeat of its key, unknown plant, bad time, overlap, verdict. */
function decide(deps: Knowing, work: Work, item: AcceptItem): Decided {
  try {
    const decided = replayOf(work.group, item) ?? record(deps, work, item);
    return decided instanceof Promise ? decided.catch(faultOf) : decided;
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): Judged {
  if (error instanceof Fault) return { fault: error };
  throw error;
}

function record(deps: Knowing, work: Work, item: AcceptItem): Decided {
  const { group } = work;
  const { actor, body } = item;
  const key = { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
  const open = group.plants.get(plantKeyText(key));
  if (open === undefined) throw plantNotFound(body.plant_id);
  const device = group.devices.get(deviceKeyText(key));
  if (device === undefined) throw deviceNotFound(body.plant_id, body.device_id);
  checkQuantities(device, body.readings);
  const endMs = body.timestamp === undefined ? item.receivedAtMs : timestampMs(body.timestamp);
  checkTime(open.plant, item, endMs, deps.clockWatch?.behindMs);
  requireKeyInUse(open.plant, item, group.deviceKeys);
  requireNewNonce(group, item);
  const hash = contentHash(body, body.timestamp === undefined ? null : endMs);
  const before = countedBefore(group, item, hash, endMs);
  if (before !== undefined) return before;
  const placement =
    body.timestamp === undefined
      ? { kind: "new" as const, fromMs: endMs, toMs: endMs, snappedMs: 0 }
      : placeAmong(group, item, hash, endMs);
  if (placement.kind !== "new") return repeated(group, item, placement, endMs);
  // What was taken in time may be sent again at any: its answer may have been lost on the way.
  checkAge(item, endMs);
  checkClock(item, endMs);
  const trace = item.trace === undefined ? null : traceparentOf(item.trace.span);
  const placed = { ...placement, endMs, hash, trace };
  const slot = sampledSlot(open.plant, item, placed);
  if (slot !== undefined) return takeSample(deps, work, item, { slot, endMs, hash, trace });
  const target = { open, device };
  return placement.snappedMs > 0
    ? linkCut(deps, work, item, target, placed)
    : linkPlaced(deps, work, item, target, placed);
}

type Placed = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly snappedMs: number;
  readonly endMs: number;
  readonly hash: Uint8Array;
  readonly trace: string | null;
};
type Target = Parameters<typeof linkReading>[2];

function takeSample(
  deps: Knowing,
  work: Work,
  item: AcceptItem,
  { slot, endMs, hash, trace }: { slot: Slot; endMs: number; hash: Uint8Array; trace: string | null },
): Decided {
  const sample = keepSample(work.group, item, { slot, endMs, hash });
  const filled = work.group.slots.take(sample);
  if (!isComplete(filled)) return { sample };
  return closeSlot(deps, work, filled, { atMs: item.receivedAtMs, trace }).then(() => ({ sample }));
}

/** What cut it stands before it in the chain, or nobody could tell why it was cut. */
async function linkCut(deps: Knowing, work: Work, item: AcceptItem, target: Target, placed: Placed): Promise<Judged> {
  const made = { atMs: item.receivedAtMs, trace: placed.trace };
  for (const cut of overlappedSlots(work.group, item)) await closeSlot(deps, work, cut, made);
  return linkPlaced(deps, work, item, target, placed);
}

function linkPlaced(deps: Knowing, work: Work, item: AcceptItem, target: Target, placed: Placed): Decided {
  const linked = linkReading(deps, work, target, recordedOf(deps, item, placed));
  const kept = (record: LinkedRecord): Judged => {
    keepLinked(work.group, item, record, placed);
    return { record };
  };
  return linked instanceof Promise ? linked.then(kept) : kept(linked);
}

function keepLinked(group: Group, item: AcceptItem, linked: LinkedRecord, placed: Placed): void {
  const { actor, body } = item;
  const key = { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
  if (body.timestamp !== undefined) keepPlaced(group, placedReading(key, item, linked, placed));
  keepSigned(group, item, linked, placed.hash);
  rememberKey(group, item, linked.recordId);
}

/** What was signed is archived with the record that names it. */
function keepSigned(group: Group, item: AcceptItem, { recordId, seq }: LinkedRecord, contentHash: Uint8Array): void {
  const { signed, body } = item;
  if (signed === undefined) return;
  const { keyId, sha256, evidence } = signed;
  const place = { orgId: item.actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
  const counter = counterOf(item);
  if (counter !== undefined) group.counted.set(counterText(counter), { recordId, contentHash });
  const row = { ...place, seq, recordId, keyId, deviceSeq: body.device_seq, contentHash, sha256, evidence };
  group.signedRows.push(row);
}

function recordedOf(deps: Knowing, item: AcceptItem, at: Placed): Recorded {
  const { body, actor, receivedAtMs, signed } = item;
  return {
    deviceId: body.device_id,
    endMs: at.endMs,
    intervalS: body.interval_s,
    timed: body.timestamp !== undefined,
    deviceSeq: body.device_seq,
    quantities: body.readings,
    receivedAtMs,
    madeAtMs: receivedAtMs,
    members: {
      covers: at.snappedMs === 0 ? undefined : coversJson(at),
      ...(body.source !== undefined && { source: body.source, reason: body.reason, filed_by: actor.keyId }),
      ...signatureMembers(signed),
    },
    context: deps.contexts.get(item),
    trace: at.trace,
  };
}

const coversJson = ({ fromMs, toMs, snappedMs }: { fromMs: number; toMs: number; snappedMs: number }) => ({
  ...{ from: isoFromMs(fromMs), to: isoFromMs(toMs), snapped_ms: snappedMs },
});
