// node --import '…/load.mjs?from=FOLDER': TypeScript sources are loaded in the form that make.mjs left in FOLDER. What has
// none there is stripped by Node itself.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { strippedAt } from "./at.mjs";

const folder = new URL(import.meta.url).searchParams.get("from");

registerHooks({
  load(url, context, next) {
    if (!url.startsWith("file:") || !url.endsWith(".ts")) return next(url, context);
    try {
      const source = readFileSync(strippedAt(folder, readFileSync(fileURLToPath(url))));
      return { format: "module", source, shortCircuit: true };
    } catch {
      return next(url, context);
    }
  },
});
