import { canonicalText, type Json } from "../kernel/canonical.ts";

/** What a record says of a reading, against which its evidence is held. */
export type ReadingFacts = {
  readonly plantId: string;
  readonly deviceId: string;
  readonly keyId: string;
  readonly deviceSeq: number | undefined;
  /** END of the interval, or the instant; undefined: the device sent none. Milliseconds since the epoch. */
  readonly endMs: number | undefined;
  readonly intervalS: number | undefined;
  readonly readings: Json;
  readonly receivedAtMs: number;
};

/** The first member in which a signed reading is not the one on record. */
export function differsFrom(signed: { readonly [name: string]: Json | undefined }, facts: ReadingFacts) {
  if (signed.plant_id !== facts.plantId) return "plant_id";
  if (signed.device_id !== facts.deviceId) return "device_id";
  if (signed.device_seq !== facts.deviceSeq) return "device_seq";
  if (timeOf(signed.timestamp) !== facts.endMs) return "timestamp";
  if (signed.interval_s !== facts.intervalS) return "interval_s";
  if (canonicalText(signed.readings ?? null) !== canonicalText(facts.readings)) return "readings";
  return undefined;
}

/** Milliseconds since the epoch of a time as a device may write it. */
export function timeOf(value: Json | undefined): number | undefined {
  const ms = typeof value === "number" ? value : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
