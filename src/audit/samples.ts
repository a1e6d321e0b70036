import { runsOf, silenceMs } from "../hydropower/accounting.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { deviceAheadMs } from "../kernel/time.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { type ReadSample, readSample, sampledReading } from "../telemetry/sample-records.ts";
import { compareMember, membersOf, named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";
import { clockToleranceMs } from "./movements.ts";
import type { SignatureReplay } from "./signatures.ts";

/** Where the samples of records are to be had, line by line in the order of the records. */
export type SampleSource = {
  /** The next line: a sample of the record at this place, or what its device signed of it; undefined: there is none. */
  take(seq: number): Promise<Uint8Array | undefined>;
};

/** A file of samples, one a line. */
export function samplesIn(lines: AsyncIterable<Uint8Array>): SampleSource {
  const reader = lines[Symbol.asyncIterator]();
  return {
    async take() {
      const next = await reader.next();
      return next.done === true ? undefined : Uint8Array.from(next.value);
    },
  };
}

/** Records that were made later than any gateway that runs makes one of its samples, the first of them and by how much at most, ms. */
type Later = { records: number; firstSeq: number; mostMs: number };

export type SampleCounts = { records: number; samples: number; unheld: number; later: Later };

/** A slot's record is made by then once its last sample has come; two gateways' clocks may differ. */
export const madeWithinMs = silenceMs + 900_000 + clockToleranceMs;

/**
 * Makes each record that was made of samples again from their bytes: its time, its readings, its root. A sample that was
 * changed, is missing or was added gives another record. Without a source such records are taken as they stand.
 */
export class SampleReplay {
  readonly counts: SampleCounts = { records: 0, samples: 0, unheld: 0, later: { records: 0, firstSeq: 0, mostMs: 0 } };
  readonly #source: SampleSource | undefined;
  readonly #signatures: SignatureReplay;
  /** When the plant began to take signed readings only, by the gateway's clock, ms; undefined: it takes others. */
  #requiredSinceMs: number | undefined;

  constructor(source: SampleSource | undefined, signatures: SignatureReplay) {
    this.#source = source;
    this.#signatures = signatures;
  }

  /** A configuration that comes into force: samples that came before it may stand in records behind it. */
  plant(record: RecordEnvelope, { signatures }: Plant): void {
    if (signatures !== "required") this.#requiredSinceMs = undefined;
    else this.#requiredSinceMs ??= Date.parse(String(record.members.received_at));
  }

  /** A reading: undefined where there is nothing to wait for. @throws {BrokenLink} */
  reading(record: RecordEnvelope, devices: ReadonlyMap<string, Device>): Promise<void> | undefined {
    if (record.members.samples === undefined) return undefined;
    this.#countLater(record);
    const device = devices.get(String(record.members.device_id));
    if (this.#source === undefined) {
      this.counts.unheld++;
      this.#signatures.countSampled(record, false);
      return undefined;
    }
    return this.#hold(record, device, this.#source);
  }

  /** Until its record is made a sample stands in the gateway alone, whatever it says of when it came. */
  #countLater(record: RecordEnvelope): void {
    const { received_at, samples } = record.members;
    const ms = Date.parse(String(received_at)) - Date.parse(String(membersOf(samples).received_at));
    if (!(ms > madeWithinMs)) return;
    const { later } = this.counts;
    if (later.records++ === 0) later.firstSeq = record.seq;
    later.mostMs = Math.max(later.mostMs, ms);
  }

  async #hold(record: RecordEnvelope, device: Device | undefined, source: SampleSource): Promise<void> {
    const count = membersOf(record.members.samples).count;
    if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 1 || count > mostSamples) {
      throw broken(record, "samples.count is no number of samples");
    }
    const run: ReadSample[] = [];
    for (let i = 0; i < count; i++) run.push(await this.#take(record, i, source));
    this.#requireOneRecord(record, run, device);
    const { members, deviceId, endMs, intervalS, quantities } = sampledReading(run);
    const { timestamp, interval_s } = record.members;
    const isOfThem = record.members.device_id === deviceId && interval_s === intervalS;
    if (!isOfThem || Date.parse(String(timestamp)) !== endMs) {
      throw broken(record, "its device or time is not that of its samples");
    }
    compareMember("samples", record, "samples", members.samples);
    compareMember("samples", record, "readings", quantities as Json);
    for (const name of ["source", "reason", "filed_by", "signed"] as const) {
      compareMember(
        "samples",
        record,
        name,
        (members as { readonly [member: string]: Json | undefined })[name] ?? null,
      );
    }
    this.counts.records++;
    this.counts.samples += count;
    this.#signatures.countSampled(record, true);
  }

  async #take(record: RecordEnvelope, at: number, source: SampleSource): Promise<ReadSample> {
    const which = `sample ${at + 1}`;
    const bytes = await source.take(record.seq);
    if (bytes === undefined) throw broken(record, `${which} is not there`);
    const sample = readSample(bytes);
    if (typeof sample === "string") throw broken(record, `${which}: ${sample}`);
    const { org_id, plant_id, device_id, signed, signature } = sample.members;
    const isOfRecord = org_id === record.orgId && plant_id === record.plantId && device_id === record.members.device_id;
    if (!isOfRecord) throw broken(record, `${which} is of another device`);
    if (signed !== (signature !== undefined)) throw broken(record, `${which}: signed and signature do not fit`);
    if (signature === undefined) {
      // Two gateways' clocks may differ.
      const isTooLate = sample.receivedAtMs > (this.#requiredSinceMs ?? Number.POSITIVE_INFINITY) + deviceAheadMs;
      if (isTooLate) throw broken(record, `${which} is not signed, and the plant takes signed readings only`);
      return sample;
    }
    const evidence = await source.take(record.seq);
    if (evidence === undefined) throw broken(record, `what its device signed of ${which} is not there`);
    await this.#signatures.sample(record, which, { sample, evidence, madeWithinMs });
    return sample;
  }

  /** The gateway makes one record of samples that follow each other: these are such, in their order, of one slot. */
  #requireOneRecord(record: RecordEnvelope, run: readonly ReadSample[], device: Device | undefined): void {
    const slots = new Set(run.map(({ members }) => canonicalText(members.slot)));
    if (slots.size > 1) throw broken(record, "its samples are of several slots");
    const runs = device === undefined ? [run] : runsOf(run, device.kind);
    const [only] = runs;
    const isInOrder = runs.length === 1 && only?.every((sample, i) => sample === run[i]);
    if (!isInOrder) throw broken(record, "its samples do not follow each other without a gap");
  }
}

/** Of the longest slot, one each second. */
const mostSamples = 900;

function broken(record: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("samples", `${named(record)}: ${detail}`);
}
