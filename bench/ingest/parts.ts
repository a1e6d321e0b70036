import type { BenchRow } from "../row.ts";

/**
 * What `npm run bench -- ingest` measures, part by part; `npm run bench -- ingest/batch` runs one. A part is a file that
 * is imported only when it runs, starts its own gateway and leaves nothing behind.
 */
export const ingestParts: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  single: async () => (await import("./single.ts")).benchSingle(),
  learnt: async () => (await import("./learnt.ts")).benchLearnt(),
  sync: async () => (await import("./sync.ts")).benchSync(),
  batch: async () => (await import("./batch.ts")).benchBatch(),
  mqtt: async () => (await import("./mqtt.ts")).benchMqtt(),
  live: async () => (await import("./live.ts")).benchLive(),
  overload: async () => (await import("./overload.ts")).benchOverload(),
};

export async function benchIngest(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, run] of Object.entries(ingestParts)) {
    console.error(`  ingest/${name} ...`);
    rows.push(...(await run()));
  }
  return rows;
}
