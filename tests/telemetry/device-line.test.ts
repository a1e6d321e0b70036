import { expect, test } from "vitest";
import { DeviceLine } from "../../src/telemetry/device-line.ts";
import { place } from "../../src/telemetry/placement.ts";
import type { Covered } from "../../src/telemetry/store.ts";

/** Mulberry32: the same numbers at every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test("a reading falls among its neighbours on the line as it would among all readings of its device", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const below = numbers(seed);
    const line = new DeviceLine();
    const all: Covered[] = [];
    const kinds = new Set<string>();
    for (let i = 0; i < 300; i++) {
      const toMs = 1_000_000 + 500 * below(400);
      const isInterval = seed % 4 !== 0;
      const intervalS = isInterval ? ([1, 2, 5, 60][below(4)] ?? 1) : 0;
      const wanted = { isInterval, fromMs: toMs - 1000 * intervalS, toMs, contentHash: Uint8Array.of(below(2)) };
      const among = place(
        wanted,
        all.toSorted((a, b) => a.endedAtMs - b.endedAtMs),
      );
      const around = place(wanted, line.around(wanted.fromMs, wanted.toMs));
      expect(around).toEqual(among);
      kinds.add(among.kind);
      if (among.kind !== "new") continue;
      const { fromMs, toMs: cutMs } = among;
      const placed = {
        ...wanted,
        fromMs,
        toMs: cutMs,
        endedAtMs: toMs,
        intervalS: intervalS || null,
        recordId: `r${i}`,
      };
      all.push(placed);
      line.add(placed);
    }
    expect(kinds.size).toBeGreaterThan(2);
  }
});
