import type { Reading } from "../hydropower/reading.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import type { DeviceMemory } from "../verification/verdict.ts";
import { Coverage } from "./coverage.ts";
import { compareMember, named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";

/** Follows which times of each device are on record. */
export class CoverageReplay {
  readonly #covered = new Map<string, Coverage>();
  readonly #start: ReadonlyMap<string, DeviceMemory> | undefined;

  /** `start`: what was remembered where the records begin; undefined for a chain from record 1. */
  constructor(start: ReadonlyMap<string, DeviceMemory> | undefined) {
    this.#start = start;
  }

  begin(deviceId: string, memory: DeviceMemory): void {
    const coverage = new Coverage();
    this.#covered.set(deviceId, coverage);
    coverage.add(memory.endMs, memory.intervalS ?? undefined);
  }

  /** No time of a device is on record twice; a small overlap that was cut off is noted exactly so. @throws {BrokenLink} */
  check(record: RecordEnvelope, reading: Reading): void {
    if (!reading.timed) return;
    // Times up to where the start's memory ends may be covered by readings before it, which are not at hand.
    const known = this.#start?.get(reading.deviceId)?.endMs;
    if (known !== undefined && reading.endMs <= known) return;
    const coverage = this.#covered.get(reading.deviceId) ?? new Coverage();
    this.#covered.set(reading.deviceId, coverage);
    const placed = coverage.add(reading.endMs, reading.intervalS);
    if (placed.kind !== "new") {
      const detail = `its time (${record.members.timestamp}) is covered by an earlier reading of ${reading.deviceId}`;
      throw new BrokenLink("no-time-twice", `${named(record)}: ${detail}`);
    }
    const { fromMs, toMs, snappedMs } = placed;
    const covers = snappedMs === 0 ? null : { from: isoFromMs(fromMs), to: isoFromMs(toMs), snapped_ms: snappedMs };
    compareMember("replay", record, "covers", covers);
  }
}
