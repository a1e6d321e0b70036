import { readFileSync, writeFileSync } from "node:fs";
import { openApiDocument } from "../http/app.ts";

/** Writes `openapi/openapi.json` from the routes; with `--check` only compares, and exits 1 when they differ. */

const file = new URL("../../openapi/openapi.json", import.meta.url);
const wanted = openApiDocument();

function stored(): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

if (!process.argv.includes("--check")) {
  writeFileSync(file, wanted);
  console.log("openapi/openapi.json written.");
} else if (stored() === wanted) {
  console.log("openapi/openapi.json agrees with the routes.");
} else {
  const lines = stored().split("\n");
  const line = wanted.split("\n").findIndex((text, i) => text !== lines[i]) + 1;
  console.error(`openapi/openapi.json differs from the routes, first at line ${line}: run npm run openapi.`);
  process.exitCode = 1;
}
