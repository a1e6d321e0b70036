import { hexToBytes } from "../kernel/canonical.ts";
import { assertState } from "../kernel/fault.ts";
import type { ChainDeps } from "../plants/chain.ts";
import { deviceKeyText, plantKeyText } from "../plants/store.ts";
import type { Status } from "../verification/verdict.ts";
import { type ContextSource, contextAt } from "./context.ts";
import { linkReading } from "./link-reading.ts";
import { energiesOf, reportedW } from "./placed-reading.ts";
import { type ReadSample, readSample, recordsOf, sampledReading } from "./sample-records.ts";
import { samplesToClose } from "./sample-store.ts";
import type { OpenSlot } from "./slots.ts";
import { type Work, writeRows } from "./writing.ts";

export type ClosingDeps = ChainDeps & { readonly context?: ContextSource | undefined };

/**
 * Makes the records of a slot's samples that are in none yet, one for each run without a gap, in the order of time. The
 * caller holds the lock of the plant's head: two gateways, or a gateway and its job, never make one twice. A crash before
 * the commit leaves the slot open; after it records and chain are there.
 */
export async function closeSlot(
  deps: ClosingDeps,
  work: Work,
  slot: OpenSlot,
  made: { readonly atMs: number; readonly trace: string | null },
): Promise<void> {
  const { tx, group, writing } = work;
  const open = group.plants.get(plantKeyText(slot));
  const device = group.devices.get(deviceKeyText(slot));
  assertState(open !== undefined && device !== undefined, "samples of a device that is not registered");
  writing.add(() => writeRows(tx, group));
  await writing.done();
  const samples = (await samplesToClose(tx, slot, slot)).map(({ body }) => readOwn(body));
  for (const run of recordsOf(samples, device.kind)) {
    const { fromMs, ...reading } = sampledReading(run);
    const { endMs, intervalS, quantities, members } = reading;
    const context = await contextAt(deps.context, tx, { orgId: slot.orgId, plantId: slot.plantId, endMs, quantities });
    const linked = await linkReading(
      deps,
      work,
      { open, device },
      { ...reading, timed: true, deviceSeq: undefined, madeAtMs: made.atMs, context, trace: made.trace },
    );
    const { orgId, plantId, recordId, seq, commitment, status } = linked;
    group.placed.push({
      ...{
        orgId,
        plantId,
        deviceId: slot.deviceId,
        isInterval: true,
        endedAtMs: endMs,
        intervalS,
        fromMs,
        toMs: endMs,
      },
      ...{ contentHash: hexToBytes(members.samples.root), recordId, seq, commitment, status: status as Status },
      ...energiesOf(quantities),
      powerW: reportedW(quantities),
      isSampled: true,
    });
    group.made.push({ record: linked, fromMs, toMs: endMs });
  }
  group.slots.close(slot);
}

function readOwn(body: Uint8Array): ReadSample {
  const read = readSample(body);
  assertState(typeof read !== "string", `a sample was stored that cannot be read: ${String(read)}`);
  return read;
}
