import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import { isDatabaseUnable } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type StreamWaker, tellStreams } from "../platform/stream-log.ts";
import { type ClosingDeps, closeSlot } from "./close-slot.ts";
import { countRecord } from "./counts.ts";
import { openGroup } from "./group.ts";
import { devicesWithDue, postponeDue } from "./slot-store.ts";
import { isDueAt } from "./slots.ts";
import type { DeviceKey } from "./store.ts";
import { closeGroup, Writing, writeRows } from "./writing.ts";

export type DueDeps = ClosingDeps & {
  readonly db: ScopedDb;
  /** Sees every organisation's slots; the records are made with the rights of their own. */
  readonly worker: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "verdicts" | "trustScore" | "readingReasons">;
  readonly streamWaker?: StreamWaker | undefined;
};

const devicesTogether = 100;
/** What a transaction closes of a device: readings of its plant wait behind it. A week of gaps is ten thousand slots. */
const slotsTogether = 50;
/** What failed stands behind all others for so long, ms. */
const againMs = 600_000;

/**
 * Makes the records of slots that waited long enough for what is missing of them, device by device. Every gateway may run
 * it: slots are looked at again with the plant's head locked, so that one of them makes the record. A device that makes
 * it fail hinders no other.
 *
 * @returns "more" while there may be others
 */
export async function closeDueSlots(deps: DueDeps, signal: AbortSignal): Promise<"more" | "idle"> {
  const nowMs = deps.clock.nowMs();
  const devices = await devicesWithDue(deps.worker, nowMs, devicesTogether);
  let failures = 0;
  let isAll = devices.length < devicesTogether;
  for (const device of devices) {
    if (signal.aborted) return "idle";
    try {
      isAll = (await closeDueOf(deps, device, nowMs)) && isAll;
    } catch (error) {
      if (isDatabaseUnable(error)) throw error;
      failures++;
      await postponeDue(deps.db.of(device.orgId), device, nowMs + againMs).catch(() => undefined);
      deps.log.error(
        { err: error, ...device },
        "the samples of a device made no record; they are kept, and tried again",
      );
    }
  }
  return !isAll && failures < devices.length ? "more" : "idle";
}

/** Makes the records of the first due slots of a device. @returns whether none is left */
async function closeDueOf(deps: DueDeps, device: DeviceKey, nowMs: number): Promise<boolean> {
  const wake = deps.streamWaker?.isUp === true ? "later" : "now";
  const { made, isAll } = await deps.db.pipelined([device.orgId], async (tx) => {
    const group = await openGroup(tx, [], nowMs, [device]);
    const writing = new Writing();
    const due = group.slots.open.filter((slot) => isDueAt(slot, nowMs));
    for (const slot of due.slice(0, slotsTogether))
      await closeSlot(deps, { tx, group, writing }, slot, { atMs: nowMs, trace: null });
    writing.add(() => writeRows(tx, group));
    writing.add(() => closeGroup(tx, group));
    writing.add(() => tellStreams(tx, [...group.told.values()], wake));
    await writing.done();
    return { made: group.made, isAll: due.length <= slotsTogether };
  });
  for (const { record } of made) countRecord(deps.metrics, record);
  if (wake === "later") deps.streamWaker?.wake([device.orgId]);
  return isAll;
}
