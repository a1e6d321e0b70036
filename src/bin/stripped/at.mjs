import { createHash } from "node:crypto";
import { join } from "node:path";

/**
 * Where the form of a source without its types lies: by its content and the Node that made it, so that what was made of
 * another state of the source is never taken for it.
 *
 * @param {string} folder of all of them
 * @param {Uint8Array} source the TypeScript file's bytes
 * @returns {string}
 */
export function strippedAt(folder, source) {
  return join(folder, `${createHash("sha256").update(process.version).update(source).digest("hex")}.js`);
}
