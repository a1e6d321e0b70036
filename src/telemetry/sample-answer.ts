import type { Json } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import { hexOf } from "../platform/digest.ts";
import { slotJson } from "./samples.ts";
import type { AcceptedSample } from "./types.ts";

export const sampleNotice =
  "A sample, durable and without a verdict: its plant declares an accounting interval, and the record that is made of its slot is judged.";

/** What a device is told of a sample, whatever it came by. `sha256` is of the sample's canonical bytes. */
export function sampleFacts({ sample }: Pick<AcceptedSample, "sample">) {
  const { recordId } = sample;
  return {
    timestamp: isoFromMs(sample.endedAtMs),
    interval_s: sample.intervalS,
    sha256: hexOf(sample.sha256),
    slot: slotJson(sample.slot),
    /** Null: none was made of it yet. */
    record_id: recordId,
  };
}

/** The answer to a single sample. */
export function sampleAnswer({ sample, duplicate }: AcceptedSample): { readonly [member: string]: Json } {
  const { recordId } = sample;
  return {
    kind: "sample",
    plant_id: sample.plantId,
    device_id: sample.deviceId,
    received_at: isoFromMs(sample.receivedAtMs),
    ...sampleFacts({ sample }),
    duplicate,
    notice: sampleNotice,
    links: { record: recordId === null ? null : `/api/v1/records/${recordId}` },
  };
}
