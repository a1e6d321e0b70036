import type { DeviceMemory } from "../verification/verdict.ts";

/** Readings that a statement's head may lie back, for the hash of what the assessment remembered there. */
const rememberedReadings = 20_000;

/** What the assessment remembers of a plant's devices, and what it remembered some way back in the chain. */
export class MemoryHistory {
  readonly #now = new Map<string, DeviceMemory>();
  /** What the newest readings each replaced, oldest first. */
  readonly #replaced: { seq: number; deviceId: string; before: DeviceMemory | undefined }[] = [];

  /** Of devices whose readings were judged by a policy that this program does not have: from which record on. */
  readonly #foreign = new Map<string, { readonly seq: number; readonly why: string }>();

  /** What that policy taught cannot be known from now on: what is kept here of the device is a guess. */
  lose(seq: number, deviceId: string, why: string): void {
    if (!this.#foreign.has(deviceId)) this.#foreign.set(deviceId, { seq, why });
  }

  /** Why it is not known what was remembered after record `seq`, of one device or of any; undefined: it is. */
  lostBy(seq: number, deviceId?: string): string | undefined {
    const lost = deviceId === undefined ? [...this.#foreign.values()] : [this.#foreign.get(deviceId)];
    return lost.find((one) => one !== undefined && one.seq <= seq)?.why;
  }

  get now(): ReadonlyMap<string, DeviceMemory> {
    return this.#now;
  }

  /** Known from before the first record that is replayed. */
  begin(deviceId: string, memory: DeviceMemory): void {
    this.#now.set(deviceId, memory);
  }

  remember(seq: number, deviceId: string, after: DeviceMemory): void {
    this.#replaced.push({ seq, deviceId, before: this.#now.get(deviceId) });
    // Cut in halves, not one by one: a shift for each reading of millions costs too much.
    if (this.#replaced.length > 2 * rememberedReadings) this.#replaced.splice(0, rememberedReadings);
    this.#now.set(deviceId, after);
  }

  /** What was remembered after record `seq`; undefined when that lies too far back. */
  at(seq: number): ReadonlyMap<string, DeviceMemory> | undefined {
    const oldest = this.#replaced[0];
    if (oldest !== undefined && oldest.seq > seq + 1 && this.#replaced.length >= rememberedReadings) return undefined;
    const memory = new Map(this.#now);
    for (const { deviceId, before } of this.#replaced.filter((one) => one.seq > seq).reverse()) {
      if (before === undefined) memory.delete(deviceId);
      else memory.set(deviceId, before);
    }
    return memory;
  }
}
