// node make.mjs FOLDER SOURCES...: makes the stripped form of each TypeScript file under SOURCES that has none in FOLDER.
// Types become spaces, so that every token keeps its line and column.
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { strippedAt } from "./at.mjs";

const [folder, ...sources] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const own = new Set();
for (const path of sources.flatMap((under) => globSync(join(under, "**", "*.ts")))) {
  const source = readFileSync(path);
  const at = strippedAt(folder, source);
  own.add(at);
  if (existsSync(at)) continue;
  // Under its name only when it is whole: a crash here, or another start at the same time, leaves no half of a program.
  const half = `${at}.${process.pid}`;
  writeFileSync(half, stripTypeScriptTypes(source.toString()));
  renameSync(half, at);
}
// What is nobody's any more goes, but not what another start is about to give its name.
const dayAgo = Date.now() - 86_400_000;
for (const path of readdirSync(folder).map((name) => join(folder, name)))
  if (!own.has(path) && statSync(path).mtimeMs < dayAgo) rmSync(path, { force: true });
