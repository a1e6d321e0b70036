import { type Device, deviceSchema, type Plant, plantSchema } from "../hydropower/plant.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { broken } from "./recorded.ts";
import type { Replayed } from "./replayed.ts";

/** What the chain has said of the plant and its devices so far. */
export class ConfigurationReplay {
  readonly #devices = new Map<string, Device>();
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

  /** @throws {BrokenLink} for another plant's */
  ofPlant(record: RecordEnvelope, told: (plant: Plant) => void): Replayed {
    return this.#read(record, () => {
      this.#plant = plantSchema.parse(record.members.plant);
      told(this.#plant);
      return this.#plant.plant_id === record.plantId;
    });
  }

  ofDevice(record: RecordEnvelope, told: (device: Device) => void): Replayed {
    return this.#read(record, () => {
      const device = deviceSchema.parse(record.members.device);
      this.#devices.set(device.device_id, device);
      told(device);
      return true;
    });
  }

  #read(record: RecordEnvelope, read: () => boolean): Replayed {
    let fits: boolean;
    try {
      fits = read();
    } catch {
      this.#isLost = true;
      return { kind: "unknown", why: `a ${record.kind} record is of a form not known to this version` };
    }
    if (!fits) throw broken(record, `plant.plant_id is not ${record.plantId}`);
    return { kind: "configuration" };
  }
}
