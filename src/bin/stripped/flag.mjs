// A program that stays for months is loaded without the means of loading it. Node strips types by a compiler in WebAssembly
// that stays in memory as long as the process, and keeps there what its compile cache gave back: docs/ingest.md says how much.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Has the sources stripped that are not yet, and says by which flag Node loads them so. Where the folder cannot be written
 * to, nothing fails: Node strips what it finds unstripped.
 *
 * @param {string} node the Node that will load them, 24 or newer
 * @param {string} folder for what is made
 * @param {readonly string[]} sources folders with TypeScript files
 * @returns {string}
 */
export function strippedFlag(node, folder, sources) {
  const make = fileURLToPath(new URL("make.mjs", import.meta.url));
  spawnSync(node, ["--disable-warning=ExperimentalWarning", make, folder, ...sources], { stdio: "ignore" });
  const load = new URL("load.mjs", import.meta.url);
  load.searchParams.set("from", folder);
  return `--import=${load}`;
}
