import { snapMs } from "../carbon/register-step.ts";
import type { TelemetryBody } from "../hydropower/reading.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { sha256 } from "../platform/digest.ts";
import type { Covered } from "./store.ts";
import type { OnRecord } from "./types.ts";

/**
 * Where a timed reading falls among what its device sent before: pure, so that every case is a plain test.
 */

export type Placement =
  /** Free, or free once a small overlap is cut off. */
  | { readonly kind: "new"; readonly fromMs: number; readonly toMs: number; readonly snappedMs: number }
  /** The same interval with the same content. */
  | ({ readonly kind: "duplicate" } & OnRecord)
  /** The same interval with other content. */
  | ({ readonly kind: "conflict" } & OnRecord)
  | ({ readonly kind: "overlap"; readonly overlapMs: number } & OnRecord);

export type Wanted = {
  readonly isInterval: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  readonly contentHash: Uint8Array;
};

/**
 * Instants meet only the same instant; intervals are half-open, (from, to], and may touch. Overlaps up to `snapMs` are
 * clock rounding between neighbours: they are cut off and noted.
 */
export function place(wanted: Wanted, earlier: readonly Covered[]): Placement {
  const intervalMs = wanted.toMs - wanted.fromMs;
  const same = earlier.find((other) => other.isInterval === wanted.isInterval && other.endedAtMs === wanted.toMs);
  if (same !== undefined) {
    if (wanted.isInterval && (same.intervalS ?? 0) * 1000 !== intervalMs) {
      return {
        kind: "overlap",
        ...onRecord(same),
        overlapMs: Math.min(intervalMs, (same.intervalS ?? 0) * 1000),
      };
    }
    const kind = Buffer.compare(same.contentHash, wanted.contentHash) === 0 ? "duplicate" : "conflict";
    return { kind, ...onRecord(same) };
  }
  if (!wanted.isInterval) return { kind: "new", fromMs: wanted.toMs, toMs: wanted.toMs, snappedMs: 0 };
  return placeInterval(wanted, earlier);
}

function placeInterval(wanted: Wanted, earlier: readonly Covered[]): Placement {
  let { fromMs, toMs } = wanted;
  for (const other of earlier) {
    const overlapMs = Math.min(wanted.toMs, other.toMs) - Math.max(wanted.fromMs, other.fromMs);
    if (overlapMs <= 0) continue;
    const cutsStart = other.fromMs <= wanted.fromMs && other.toMs < wanted.toMs;
    const cutsEnd = other.toMs >= wanted.toMs && other.fromMs > wanted.fromMs;
    if (overlapMs > snapMs || !(cutsStart || cutsEnd)) return { kind: "overlap", ...onRecord(other), overlapMs };
    if (cutsStart) fromMs = Math.max(fromMs, other.toMs);
    else toMs = Math.min(toMs, other.fromMs);
    // Two neighbours may leave nothing between them: then it is an overlap after all.
    if (fromMs >= toMs) return { kind: "overlap", ...onRecord(other), overlapMs };
  }
  return { kind: "new", fromMs, toMs, snappedMs: wanted.toMs - wanted.fromMs - (toMs - fromMs) };
}

function onRecord({ recordId, endedAtMs }: Covered): OnRecord {
  return recordId === null ? { recordId, endedAtMs } : { recordId };
}

/** What makes two sendings of an interval equal: everything but the way the time was written. */
export function contentHash(body: TelemetryBody, endMs: number | null): Uint8Array {
  return sha256(
    canonicalText({
      plant_id: body.plant_id,
      device_id: body.device_id,
      end_ms: endMs,
      interval_s: body.interval_s,
      device_seq: body.device_seq,
      readings: body.readings as Json,
    }),
  );
}
