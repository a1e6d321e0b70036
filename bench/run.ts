// `npm run bench [-- NAME]`: every benchmark is a ratio inside one run, written to bench/results.json.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { benchIngest, ingestParts } from "./ingest/parts.ts";
import type { BenchRow } from "./row.ts";

/** One file each; imported only when it runs, so that one bench does not pay for the others. */
const benches: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  bundle: async () => (await import("./bundle.ts")).benchBundle(),
  forest: async () => (await import("./forest.ts")).benchForest(),
  fraud: async () => (await import("./fraud.ts")).benchFraud(),
  ingest: benchIngest,
  ...Object.fromEntries(Object.entries(ingestParts).map(([name, run]) => [`ingest/${name}`, run])),
  log: async () => (await import("./log.ts")).benchLog(),
  packing: async () => (await import("./packing.ts")).benchPacking(),
  period: async () => (await import("./period.ts")).benchPeriod(),
  pipeline: async () => (await import("./pipeline.ts")).benchPipeline(),
  scale: async () => (await import("./scale.ts")).benchScale(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}

const rows: BenchRow[] = [];
const whole = Object.keys(benches).filter((name) => !name.includes("/"));
for (const name of wanted.length > 0 ? wanted : whole) {
  console.error(`bench ${name} ...`);
  rows.push(...((await benches[name]?.()) ?? []));
}
await writeFile(fileURLToPath(new URL("results.json", import.meta.url)), `${JSON.stringify(rows, null, 2)}\n`);
const figure = (value: number | null) =>
  value === null ? "-" : value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(4)));
console.table(
  Object.fromEntries(
    rows.map((row) => [
      row.name,
      {
        ours: figure(row.ours),
        reference: figure(row.reference),
        ratio: figure(row.ratio),
        unit: row.unit,
        target: row.target,
        holds: row.holds,
      },
    ]),
  ),
);
process.exit(rows.every((row) => row.holds) ? 0 : 1);
