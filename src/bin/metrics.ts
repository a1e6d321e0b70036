import { readFileSync, writeFileSync } from "node:fs";
import { differences, metricsPage } from "../platform/metrics-page.ts";

/** Writes `docs/metrics.md` from the metrics; with `--check` only compares, says what differs by name, and exits 1. */

const file = new URL("../../docs/metrics.md", import.meta.url);

if (!process.argv.includes("--check")) {
  writeFileSync(file, await metricsPage());
  console.log("docs/metrics.md written.");
} else {
  const found = differences(readFileSync(file, "utf8"));
  if (found.length === 0) {
    console.log("docs/metrics.md agrees with the metrics.");
  } else {
    console.error(`docs/metrics.md differs from the metrics (npm run metrics writes it anew):\n${found.join("\n")}`);
    process.exitCode = 1;
  }
}
