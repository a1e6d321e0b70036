import { type Device, deviceSchema, type Plant, plantSchema } from "../hydropower/plant.ts";
import { differing, fixedOfDevice, judgedBy, settledOfDevice, settledOfPlant } from "../hydropower/settled.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { broken } from "./recorded.ts";
import type { Replayed } from "./replayed.ts";

/** What the chain has said of the plant and its devices so far. */
export class ConfigurationReplay {
  readonly #devices = new Map<string, Device>();
  /** Devices with readings, by which what those were judged by is settled. */
  readonly #judged = new Set<string>();
  #plant: Plant | undefined;
  #isLost = false;

  get plant(): Plant | undefined {
    return this.#plant;
  }

  get devices(): ReadonlyMap<string, Device> {
    return this.#devices;
  }

  /** Why what is judged under it cannot be recomputed: a record of it could not be read. */
  get lost(): string | undefined {
    return this.#isLost ? "the configuration before it could not be read" : undefined;
  }

  /** A reading of a device was judged, or is known to have been. */
  judged(deviceId: string): void {
    this.#judged.add(deviceId);
  }

  /** @throws {BrokenLink} for another plant's, and for one that changes what readings before it were judged by */
  ofPlant(record: RecordEnvelope, told: (plant: Plant) => void): Replayed {
    const read = plantSchema.safeParse(record.members.plant);
    if (!read.success) return this.#unread(record);
    const [before, plant] = [this.#plant, read.data];
    if (plant.plant_id !== record.plantId) throw broken(record, `plant.plant_id is not ${record.plantId}`);
    if (before !== undefined && this.#judged.size > 0)
      requireSame(record, judgedBy(before), judgedBy(plant), settledOfPlant);
    this.#plant = plant;
    told(plant);
    return { kind: "configuration" };
  }

  /** @throws {BrokenLink} as {@link ofPlant} */
  ofDevice(record: RecordEnvelope, told: (device: Device) => void): Replayed {
    const read = deviceSchema.safeParse(record.members.device);
    if (!read.success) return this.#unread(record);
    const device = read.data;
    const before = this.#devices.get(device.device_id) ?? device;
    requireSame(record, before, device, fixedOfDevice);
    if (this.#judged.has(device.device_id)) requireSame(record, before, device, settledOfDevice);
    this.#devices.set(device.device_id, device);
    told(device);
    return { kind: "configuration" };
  }

  #unread({ kind }: RecordEnvelope): Replayed {
    this.#isLost = true;
    return { kind: "unknown", why: `a ${kind} record is of a form not known to this version` };
  }
}

function requireSame<T extends object>(
  record: RecordEnvelope,
  before: T,
  after: T,
  names: readonly (keyof T & string)[],
): void {
  const [name] = differing(before, after, names);
  if (name === undefined) return;
  const [was, is] = [before, after].map((one) => canonicalText((one[name] ?? null) as Json));
  throw broken(record, `${record.kind}.${name} is ${is}, but readings before it were judged by ${was}`);
}
