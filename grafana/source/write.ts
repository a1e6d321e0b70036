import { readFileSync, writeFileSync } from "node:fs";
import { dashboards } from "./dashboards.ts";
import { dashboardJson } from "./panels.ts";

/** Writes `grafana/dashboards/*.json`; with `--check` only compares, names what differs, and exits 1. */

const check = process.argv.includes("--check");
const stale: string[] = [];
for (const dashboard of dashboards) {
  const name = `${dashboard.uid.replace(/^hydro-/, "")}.json`;
  const file = new URL(`../dashboards/${name}`, import.meta.url);
  const text = `${JSON.stringify(dashboardJson(dashboard), null, 2)}\n`;
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) stale.push(name);
}
if (stale.length > 0) {
  console.error(`grafana/dashboards differs from its source (npm run dashboards writes it anew): ${stale.join(", ")}`);
  process.exitCode = 1;
} else console.log(`${dashboards.length} dashboards ${check ? "agree with their source" : "written"}.`);
