import type { LeafVerdict } from "../anchoring/outbox.ts";
import type { Device } from "../hydropower/plant.ts";
import { timestampMs } from "../hydropower/reading.ts";
import type { Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { deviceAheadMs, isoFromMs } from "../kernel/time.ts";
import { type ChainDeps, insertRecords, type LinkedRecord, link } from "../plants/chain.ts";
import { deviceNotFound } from "../plants/device-keys.ts";
import { saveHeads } from "../plants/heads.ts";
import { plantNotFound } from "../plants/plants.ts";
import { deviceKeyText, plantKeyText } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import type { Outcome } from "../platform/group-commit.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { PipelineStage } from "../platform/metrics-serving.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type StreamWaker, tellStreams } from "../platform/stream-log.ts";
import { markSpan, traceparentOf } from "../platform/tracing.ts";
import { contextJson } from "../verification/context-wire.ts";
import { neighboursOf } from "../verification/memory.ts";
import type { Observation } from "../verification/observation.ts";
import type { Reopening } from "../verification/verdict.ts";
import { checkAge, checkQuantities, checkTime } from "./checks.ts";
import { type ContextSource, contextsOf } from "./context.ts";
import { counterOf, type Group, keepPlaced, noteTold, type OpenPlant, openGroup } from "./group.ts";
import { judge } from "./judge.ts";
import { type Judged, outcomesOf } from "./outcomes.ts";
import { placedReading } from "./placed-reading.ts";
import { contentHash } from "./placement.ts";
import { countedBefore, placeAmong, rememberKey, repeated, replayOf, requireNewNonce } from "./repeats.ts";
import { reopenEarlier } from "./review-reopen.ts";
import { queueFlagged } from "./review-store.ts";
import { counterText, insertNonces, insertSigned } from "./signature-store.ts";
import { requireKeyInUse, signatureMembers } from "./signatures.ts";
import * as store from "./store.ts";
import type { Accepted, AcceptItem } from "./types.ts";

type Deps = ChainDeps & {
  readonly db: ScopedDb;
  readonly metrics: Pick<Metrics, "stageSeconds">;
  readonly context?: ContextSource | undefined;
  readonly streamWaker?: StreamWaker | undefined;
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
  const orgIds = [...new Set(items.map(({ actor }) => actor.orgId))];
  const wake = deps.streamWaker?.isUp === true ? "later" : "now";
  const stages = new Stages(deps.metrics);
  const outcomes = await deps.db.pipelined(orgIds, async (tx) => {
    const [group, contexts] = await Promise.all([openGroup(tx, items), contextsOf(deps.context, tx, items)]);
    stages.end("look_up");
    const known = { ...deps, contexts };
    const judged: Judged[] = [];
    const writing = new Writing();
    for (const [i, item] of items.entries()) {
      judged.push(await decide(known, tx, group, item, writing));
      if ((i + 1) % writtenTogether !== 0) continue;
      writing.add(() => writeRows(tx, group));
      // Off they go; and whoever else has come meanwhile gets a turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    stages.end("assess");
    writing.add(() => writeRows(tx, group));
    writing.add(() => closeGroup(tx, group));
    // Behind everything else, for the sake of those who tell of the same organisations.
    writing.add(() => tellStreams(tx, [...group.told.values()], wake));
    // The commit goes right behind them: one that fails makes a rollback of it.
    return outcomesOf(tx, items, judged);
  });
  stages.end("commit");
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

/** What stands once for a whole group. */
async function closeGroup(tx: Tx, group: Group): Promise<void> {
  await Promise.all([
    store.insertUsedKeys(tx, group.newKeys, group.at),
    store.insertAudit(tx, group.audit, group.at),
    insertSigned(tx, group.signedRows),
    insertNonces(tx, group.newNonces, new Date(group.at.getTime() + noncesKeptMs)),
    saveHeads(
      tx,
      [...group.plants.values()].filter((plant) => plant.moved),
    ),
  ]);
}

/** PostgreSQL writes so many while the next ones are judged: two processors work on one batch. */
const writtenTogether = 250;

/** Rows of one transaction that are on their way to PostgreSQL, in the order of the readings. */
class Writing {
  #last: Promise<void> = Promise.resolve();

  /** What to write is taken from the group now; it is sent behind what was added before. */
  add(write: () => Promise<void>): void {
    this.#last = Promise.all([this.#last, write()]).then(() => undefined);
    // Heard of in `done`.
    this.#last.catch(() => undefined);
  }

  /** @throws the first failure: the transaction is lost with it */
  done(): Promise<void> {
    return this.#last;
  }
}

/** Twice as long as a signed request may be under way, either clock being wrong. */
const noncesKeptMs = 4 * deviceAheadMs;

/** Everything an item meets, in the order a caller expects: repeat of its key, unknown plant, bad time, overlap, verdict. */
async function decide(deps: Knowing, tx: Tx, group: Group, item: AcceptItem, writing: Writing): Promise<Judged> {
  try {
    return replayOf(group, item) ?? (await record(deps, tx, group, item, writing));
  } catch (error) {
    if (error instanceof Fault) return { fault: error };
    throw error;
  }
}

async function record(deps: Knowing, tx: Tx, group: Group, item: AcceptItem, writing: Writing): Promise<Judged> {
  const { actor, body } = item;
  const key = { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
  const open = group.plants.get(plantKeyText(key));
  if (open === undefined) throw plantNotFound(body.plant_id);
  const device = group.devices.get(deviceKeyText(key));
  if (device === undefined) throw deviceNotFound(body.plant_id, body.device_id);
  checkQuantities(device, body.readings);
  const endMs = body.timestamp === undefined ? item.receivedAtMs : timestampMs(body.timestamp);
  checkTime(open.plant, endMs, item.receivedAtMs);
  checkAge(item, endMs);
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
  const { linked, reopen } = judgeAndLink(deps, open, device, item, { ...placement, endMs });
  group.records.push(linked);
  if (reopen !== undefined) {
    // The span may hold readings of this very group.
    writing.add(() => writeRows(tx, group));
    await writing.done();
    const found = await reopenEarlier(deps, tx, open.head, { ...linked, deviceId: body.device_id }, reopen);
    open.head = found?.head ?? open.head;
    if (found !== undefined) group.records.push(found.record);
  }
  if (body.timestamp !== undefined) {
    keepPlaced(group, placedReading(key, item, linked, { ...placement, endMs, hash }));
  }
  keepSigned(group, item, linked, hash);
  rememberKey(group, item, linked.recordId);
  return { record: linked };
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

function judgeAndLink(
  deps: Knowing,
  open: OpenPlant,
  device: Device,
  item: AcceptItem,
  times: { fromMs: number; toMs: number; snappedMs: number; endMs: number },
): { linked: LinkedRecord; reopen: Reopening | undefined } {
  const { body } = item;
  const reading = {
    plantId: body.plant_id,
    deviceId: body.device_id,
    endMs: times.endMs,
    intervalS: body.interval_s,
    timed: body.timestamp !== undefined,
    deviceSeq: body.device_seq,
    quantities: body.readings,
  };
  const memory = open.memory[body.device_id];
  const siblings = neighboursOf(Object.entries(open.memory), body.device_id);
  const context = deps.contexts.get(item);
  const input = { plant: open.plant, device, reading, receivedAtMs: item.receivedAtMs, memory, siblings, context };
  const judgement = judge(input, open.forest);
  const { record: linked, head } = link(deps, open.head, {
    kind: "reading",
    receivedAtMs: item.receivedAtMs,
    deviceId: body.device_id,
    endedAtMs: times.endMs,
    intervalS: body.interval_s,
    status: judgement.verdict.status,
    trustScore: judgement.verdict.trustScore,
    verdict: judgement.verdict.status.toLowerCase() as LeafVerdict,
    trace: item.trace === undefined ? null : traceparentOf(item.trace.span),
    content: {
      device_id: body.device_id,
      device_seq: body.device_seq,
      timestamp: isoFromMs(times.endMs),
      timestamp_source: body.timestamp === undefined ? "gateway" : "device",
      interval_s: body.interval_s,
      covers:
        times.snappedMs === 0
          ? undefined
          : { from: isoFromMs(times.fromMs), to: isoFromMs(times.toMs), snapped_ms: times.snappedMs },
      readings: body.readings as Json,
      ...(body.source !== undefined && { source: body.source, reason: body.reason, filed_by: item.actor.keyId }),
      ...signatureMembers(item.signed),
      context: contextJson(context),
      verification: judgement.verification,
      carbon: judgement.carbon,
    },
  });
  open.head = head;
  open.memory = { ...open.memory, [body.device_id]: judgement.memory };
  open.moved = true;
  return { linked, reopen: judgement.verdict.reopen };
}

/** Writes what was linked since the last time; flagged readings wait for a verifier from here on. */
async function writeRows(tx: Tx, group: Group): Promise<void> {
  const records = group.records.splice(0);
  const placed = group.placed.splice(0);
  for (const record of records) noteTold(group, record);
  await Promise.all([insertRecords(tx, records, group.at), queueFlagged(tx, records), store.insertPlaced(tx, placed)]);
}
