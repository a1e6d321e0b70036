import { type Slot, silenceMs, slotEndMs } from "../hydropower/accounting.ts";
import { deviceText } from "./sample-store.ts";
import type { DeviceKey } from "./store.ts";

/** Slots with samples that are in no record yet, and when a record is made of them: pure. */

/** Times in ms since the epoch; those of receipt by the gateway's clock. */
export type OpenSlot = DeviceKey &
  Slot & {
    readonly samples: number;
    /** What they cover together, s. */
    readonly coveredS: number;
    readonly firstReceivedMs: number;
    readonly newestReceivedMs: number;
    /** When the device was first heard of a time after the slot; null: it was not. */
    readonly laterAtMs: number | null;
  };

/** A slot with gaps whose device has gone on waits so long for what is still under way, ms. */
export const graceMs = 15 * 60_000;

/** When a slot becomes a record, complete or not: nothing of it came for a while, by the gateway's clock. */
export function dueAtMs(slot: OpenSlot): number {
  const quietSinceMs = Math.max(slotEndMs(slot), slot.newestReceivedMs);
  return slot.laterAtMs === null ? quietSinceMs + silenceMs : Math.max(quietSinceMs, slot.laterAtMs) + graceMs;
}

/** From now, ms: by a clock that is right no slot is due so late. It has a quarter of an hour left at most, then its silence. */
export const farOffMs = silenceMs + 3_600_000;

/**
 * Whether it becomes a record now. Of one that was received under a clock which was ahead and has been put back since nobody
 * knows when anything came: it is due by its own end, and does not wait until the wrong time comes.
 */
export function isDueAt(slot: OpenSlot, nowMs: number): boolean {
  const dueMs = dueAtMs(slot);
  if (dueMs <= nowMs + farOffMs) return dueMs <= nowMs;
  return slotEndMs(slot) + (slot.laterAtMs === null ? silenceMs : graceMs) <= nowMs;
}

/** Nothing can come any more. */
export const isComplete = ({ coveredS, lengthS }: OpenSlot): boolean => coveredS === lengthS;

export type NewSample = DeviceKey & {
  readonly endedAtMs: number;
  readonly intervalS: number;
  readonly slot: Slot;
  readonly receivedAtMs: number;
};

/** The open slots of some devices while a group commits; what changed is written once at its end. */
export class SlotBook {
  /** By device, then by slot. */
  readonly #devices = new Map<string, Map<string, OpenSlot>>();
  readonly #newestMs: Map<string, number>;
  readonly #changed = new Map<string, OpenSlot>();
  readonly #stored: ReadonlyMap<string, OpenSlot>;

  /** `newest`: end of each device's newest interval, ms, by `deviceText`. */
  constructor(open: readonly OpenSlot[] = [], newest: ReadonlyMap<string, number> = new Map()) {
    for (const slot of open) this.#of(slot).set(slotText(slot), slot);
    this.#stored = new Map(open.map((slot) => [slotText(slot), slot]));
    this.#newestMs = new Map(newest);
  }

  get open(): readonly OpenSlot[] {
    return [...this.#devices.values()].flatMap((slots) => [...slots.values()]);
  }

  /** Those to write, and those of them in the table that are no more. */
  changes(): { readonly changed: readonly OpenSlot[]; readonly gone: readonly OpenSlot[] } {
    const open = new Set(this.open.map(slotText));
    const gone = [...this.#stored].flatMap(([name, slot]) => (open.has(name) ? [] : [slot]));
    return { changed: [...this.#changed.values()], gone };
  }

  /** A sample takes its place. @returns its slot with it */
  take(sample: NewSample): OpenSlot {
    const { orgId, plantId, deviceId, slot, intervalS, receivedAtMs, endedAtMs } = sample;
    const key = { orgId, plantId, deviceId, ...slot };
    const before = this.#of(sample).get(slotText(key));
    const isLate = (this.#newestMs.get(deviceText(sample)) ?? Number.NEGATIVE_INFINITY) > slotEndMs(slot);
    const after: OpenSlot = {
      ...key,
      samples: (before?.samples ?? 0) + 1,
      coveredS: (before?.coveredS ?? 0) + intervalS,
      firstReceivedMs: before?.firstReceivedMs ?? receivedAtMs,
      newestReceivedMs: Math.max(before?.newestReceivedMs ?? receivedAtMs, receivedAtMs),
      laterAtMs: before?.laterAtMs ?? (isLate ? receivedAtMs : null),
    };
    this.#put(after);
    this.hear(sample, { fromMs: endedAtMs - 1000 * intervalS, endedAtMs, receivedAtMs });
    return after;
  }

  /** The device was heard of a time, in a sample or a record: slots before it wait only a little longer. */
  hear(device: DeviceKey, interval: { fromMs: number; endedAtMs: number; receivedAtMs: number }): void {
    const name = deviceText(device);
    const { fromMs, endedAtMs, receivedAtMs } = interval;
    this.#newestMs.set(name, Math.max(this.#newestMs.get(name) ?? endedAtMs, endedAtMs));
    for (const slot of this.#of(device).values()) {
      if (slot.laterAtMs === null && slotEndMs(slot) <= fromMs) this.#put({ ...slot, laterAtMs: receivedAtMs });
    }
  }

  /** Open slots of a device. */
  of(device: DeviceKey): readonly OpenSlot[] {
    return [...this.#of(device).values()];
  }

  /** Its samples are in records. */
  close(slot: OpenSlot): void {
    this.#of(slot).delete(slotText(slot));
    this.#changed.delete(slotText(slot));
  }

  #put(slot: OpenSlot): void {
    this.#of(slot).set(slotText(slot), slot);
    this.#changed.set(slotText(slot), slot);
  }

  #of(device: DeviceKey): Map<string, OpenSlot> {
    const name = deviceText(device);
    const slots = this.#devices.get(name) ?? new Map<string, OpenSlot>();
    this.#devices.set(name, slots);
    return slots;
  }
}

/** Ids hold no line feed. */
const slotText = ({ orgId, plantId, deviceId, fromMs, lengthS }: DeviceKey & Slot): string =>
  [orgId, plantId, deviceId, fromMs, lengthS].join("\n");
