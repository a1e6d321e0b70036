import type { StoredRecord } from "../evidence.ts";
import { rest } from "../faults.ts";

/** The end of the newest interval of each device that was acknowledged, ms. */
export class Newest {
  readonly #byDevice = new Map<string, number>();

  note(deviceId: string, atMs: number): void {
    this.#byDevice.set(deviceId, Math.max(atMs, this.#byDevice.get(deviceId) ?? 0));
  }

  now(): ReadonlyMap<string, number> {
    return new Map(this.#byDevice);
  }
}

type Value = { readonly value: number; readonly timestamp: string; readonly record_id: string };
type Latest = {
  readonly devices: readonly { readonly device_id: string; readonly values: Readonly<Record<string, Value>> }[];
  readonly behind: number;
};

export type LatestOptions = {
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly plants: readonly string[];
  readonly devicesOf: ReadonlyMap<string, readonly string[]>;
};

const answersAfterMs = 20_000;

async function getLatest(url: string, apiKey: string, plantId: string): Promise<Latest | undefined> {
  const headers = { authorization: `Bearer ${apiKey}` };
  try {
    const signal = AbortSignal.timeout(answersAfterMs);
    const answer = await fetch(`${url}/api/v1/plants/${plantId}/latest`, { headers, signal });
    return answer.status === 200 ? ((await answer.json()) as Latest) : undefined;
  } catch {
    return undefined;
  }
}

/** Asks for newest values all the while: whatever was acknowledged before has to be in them, wherever they come from. */
export class LatestReader {
  readonly #options: LatestOptions;
  readonly #newest: Newest;
  readonly answers = new Map<string, number>();
  readonly complaints: string[] = [];

  constructor(options: LatestOptions, newest: Newest) {
    this.#options = options;
    this.#newest = newest;
  }

  async run(stop: AbortSignal): Promise<void> {
    await Promise.all(this.#options.urls.map((url) => this.#ask(url, stop)));
  }

  async #ask(url: string, stop: AbortSignal): Promise<void> {
    const { apiKey, plants } = this.#options;
    for (let turn = 0; !stop.aborted; turn++) {
      const plantId = plants[turn % plants.length] as string;
      const acknowledged = this.#newest.now();
      const latest = await getLatest(url, apiKey, plantId);
      if (latest !== undefined) {
        this.answers.set(url, (this.answers.get(url) ?? 0) + 1);
        if (latest.behind === 0) this.#compare(plantId, latest, acknowledged);
      }
      await rest(150, stop);
    }
  }

  #compare(plantId: string, { devices }: Latest, acknowledged: ReadonlyMap<string, number>): void {
    const told = new Map(
      devices.map(({ device_id, values }) => [
        device_id,
        Math.max(...Object.values(values).map(({ timestamp }) => Date.parse(timestamp))),
      ]),
    );
    for (const deviceId of this.#options.devicesOf.get(plantId) ?? []) {
      const [known, shown] = [acknowledged.get(deviceId), told.get(deviceId)];
      if (known !== undefined && !(shown !== undefined && shown >= known))
        this.complaints.push(`newest values of ${deviceId} are of ${shown}, and ${known} was acknowledged before`);
    }
  }
}

type Body = {
  readonly device_id: string;
  readonly timestamp: string;
  readonly readings: Readonly<Record<string, number>>;
};

/** Newest values as the records have them. */
function newestOf(records: readonly StoredRecord[]): ReadonlyMap<string, Value> {
  const newest = new Map<string, Value>();
  for (const { body, recordId, isReading } of records) {
    if (!isReading) continue;
    const { device_id, timestamp, readings } = JSON.parse(body.toString()) as Body;
    for (const [metric, value] of Object.entries(readings)) {
      const name = `${device_id} ${metric}`;
      const before = newest.get(name);
      // By time, then by place in the chain.
      if (before === undefined || Date.parse(before.timestamp) <= Date.parse(timestamp))
        newest.set(name, { value, timestamp, record_id: recordId });
    }
  }
  return newest;
}

/** Whether every gateway has the records' newest values, found out anew or from Redis. @returns what differs */
export async function judgeLatest(
  { urls, apiKey, plants }: LatestOptions,
  records: readonly StoredRecord[],
): Promise<string[]> {
  const complaints: string[] = [];
  for (const plantId of plants) {
    const truth = newestOf(records.filter((record) => record.plantId === plantId));
    // The first may be what fills Redis, and the others are what comes out of it.
    for (const url of [...urls, ...urls]) {
      const latest = await getLatest(url, apiKey, plantId);
      const shown = latest?.devices.flatMap(({ device_id, values }) =>
        Object.entries(values).map(([metric, value]) => [`${device_id} ${metric}`, value] as const),
      );
      const isRight = ([name, { value, timestamp, record_id }]: readonly [string, Value]) => {
        const known = truth.get(name);
        return (
          known?.record_id === record_id &&
          known.value === value &&
          Date.parse(known.timestamp) === Date.parse(timestamp)
        );
      };
      if (shown === undefined) complaints.push(`${url} does not tell newest values of ${plantId}`);
      else if (shown.length !== truth.size || !shown.every(isRight))
        complaints.push(`newest values of ${plantId} at ${url} are not those of its records`);
    }
  }
  return complaints;
}
