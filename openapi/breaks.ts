// `npm run openapi:breaks`: what openapi/openapi.json breaks for clients of the last release (openapi/released.json).
// With `--release` that file is written anew; do it when a version is released, never to silence the check.
import { readFileSync, writeFileSync } from "node:fs";
import { breaksOf, type Document, sentenceOf } from "./breaking.ts";
import { saidLate } from "./said-late.ts";

const here = (name: string) => new URL(name, import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(here(name), "utf8")) as Document;
const words = new Set(["description", "summary", "example", "examples", "tags", "servers", "headers"]);

/** The document without what no client depends on: names of properties stay, whatever they are. */
function contractOf(value: unknown, isNamed = false): unknown {
  if (Array.isArray(value)) return value.map((one) => contractOf(one));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => isNamed || !words.has(name));
  return Object.fromEntries(
    kept.map(([name, member]) => [name, contractOf(member, !isNamed && ["properties", "schemas"].includes(name))]),
  );
}

/** `1.4.2` -> 1; `0.4.2` -> 0.4: below 1.0 the second number says that clients break (semver, clause 4). */
function lineOf(document: Document): string {
  const [major, minor] = String((document.info as { version: string }).version).split(".");
  return major === "0" ? `0.${minor}` : String(major);
}

const current = read("openapi.json");
if (process.argv.includes("--release")) {
  writeFileSync(here("released.json"), `${JSON.stringify(contractOf(current), null, 1)}\n`);
  console.log(`openapi/released.json is version ${(current.info as { version: string }).version} now.`);
} else {
  const released = read("released.json");
  const found = breaksOf(released, current).map(sentenceOf);
  const sentences = found.filter((sentence) => !saidLate.includes(sentence));
  for (const sentence of saidLate.filter((one) => !found.includes(one))) {
    console.error(`openapi/said-late.ts names what is no change: ${sentence}`);
    process.exitCode = 1;
  }
  for (const sentence of sentences) console.error(sentence);
  const mayBreak = lineOf(released) !== lineOf(current);
  if (sentences.length === 0) console.log("openapi/openapi.json breaks nothing for clients of the last release.");
  else if (mayBreak) console.log(`${sentences.length} breaks, and the version says so.`);
  else {
    console.error(
      `${sentences.length} changes break clients of version ${(released.info as { version: string }).version}. Undo them, or read "Changing the API" in docs/api.md.`,
    );
    process.exitCode = 1;
  }
}
