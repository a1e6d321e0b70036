import { type Notes, runClient } from "../clients.ts";
import type { World } from "../world.ts";
import { runBatcher } from "./batches.ts";
import { type LatestOptions, LatestReader, Newest } from "./latest.ts";
import type { Progress } from "./progress.ts";
import { runPublisher } from "./publishers.ts";
import { Watcher, type WatcherOptions } from "./watchers.ts";

const ways = ["mqtt", "post", "batch"] as const;
/** How readings come in. */
export type WayIn = (typeof ways)[number];

const postRestMs = 120;
/** Each has devices of every plant. */
const batchers = 2;

const newNotes = (): Notes => ({ told: [], contradictions: [], refusals: [], retries: 0 });

const watched: readonly Pick<WatcherOptions, "name" | "form" | "query">[] = [
  { name: "everything by SSE", form: "sse", query: "events=reading,verdict,anchored" },
  { name: "everything by WebSocket", form: "websocket", query: "events=reading,verdict,anchored" },
  { name: "verdicts of one plant by SSE", form: "sse", query: "events=verdict&plant_id=PLANT-2" },
  {
    name: "windows of one plant by WebSocket",
    form: "websocket",
    query: "events=reading&resolution=5s&plant_id=PLANT-3",
  },
];

/** All who send, watch and ask while faults strike. */
export class Load {
  readonly urls: readonly string[];
  readonly notes: ReadonlyMap<WayIn, Notes> = new Map(ways.map((way) => [way, newNotes()]));
  readonly watchers: readonly Watcher[];
  readonly latest: LatestOptions;
  readonly reader: LatestReader;
  readonly #newest = new Newest();
  readonly #stop = new AbortController();
  #sending: Promise<unknown> = Promise.resolve();

  private constructor(world: World, seed: number) {
    const { apiKey, devices, slots } = world;
    this.urls = slots.map(({ url }) => url);
    this.watchers = watched.map((one, number) => new Watcher({ ...one, seed, number, apiKey, urls: this.urls }));
    const byPlant = Map.groupBy(devices, ({ plantId }) => plantId);
    const devicesOf = new Map([...byPlant].map(([plantId, own]) => [plantId, own.map(({ deviceId }) => deviceId)]));
    this.latest = { urls: this.urls, apiKey, plants: [...devicesOf.keys()], devicesOf };
    this.reader = new LatestReader(this.latest, this.#newest);
  }

  /** Watchers first: they have to be told of every reading. */
  static async start(world: World, brokerUrl: string, seed: number): Promise<Load> {
    const load = new Load(world, seed);
    for (const watcher of load.watchers) await watcher.start();
    load.#send(world, brokerUrl, seed);
    return load;
  }

  /** Everything that goes on without Redis. */
  get progress(): Progress {
    return new Map<string, () => number>([
      ...[...this.notes].map(([way, { told }]) => [`readings by ${way}`, () => told.length] as const),
      // Windows are told when they are over.
      ...this.watchers
        .filter(({ options }) => !options.query.includes("resolution"))
        .map((watcher) => [watcher.options.name, () => watcher.count] as const),
      ...this.urls.map((url) => [`newest values at ${url}`, () => this.reader.answers.get(url) ?? 0] as const),
    ]);
  }

  /** Resolves when everything that was sent is acknowledged. */
  async stopSending(): Promise<void> {
    this.#stop.abort();
    await this.#sending;
  }

  async end(): Promise<void> {
    this.#stop.abort();
    for (const watcher of this.watchers) await watcher.stop();
  }

  #send({ apiKey, devices }: World, brokerUrl: string, seed: number): void {
    const { signal } = this.#stop;
    const { urls } = this;
    const notes = (way: WayIn) => this.notes.get(way) as Notes;
    const wayOf = (number: number) => ways[number % ways.length] as WayIn;
    const own = devices.map((device, number) => ({ ...device, seed, number, apiKey }));
    const inBatches = own.filter(({ number }) => wayOf(number) === "batch");
    this.#sending = Promise.all([
      this.reader.run(signal),
      ...own
        .filter(({ number }) => wayOf(number) === "mqtt")
        .map((device) => runPublisher({ ...device, orgId: "chaos", brokerUrl }, notes("mqtt"), this.#newest, signal)),
      ...own
        .filter(({ number }) => wayOf(number) === "post")
        .map((device) => runClient({ ...device, urls, restMs: postRestMs }, notes("post"), signal)),
      ...Array.from({ length: batchers }, (_, number) => {
        const some = inBatches.filter((_device, place) => place % batchers === number);
        return runBatcher({ seed, number, apiKey, urls, devices: some }, notes("batch"), this.#newest, signal);
      }),
    ]);
  }
}
