import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { strippedFlag } from "../../src/bin/stripped/flag.mjs";

/** A program of two sources with types, which says how it was loaded. */
let dir: string;
let sources: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "hydro-stripped-"));
  sources = join(dir, "src");
  await mkdir(sources);
  await writeFile(join(sources, "word.ts"), `export const word: string = "first";\n`);
  await writeFile(
    join(sources, "program.ts"),
    [
      `import { word } from "./word.ts";`,
      `type Said = { readonly word: string; readonly compiler: boolean; readonly place: string | undefined };`,
      `const place = new Error("here" as string).stack?.split("\\n")[1]?.match(/program\\.ts:\\d+:\\d+/)?.[0];`,
      `const loaded = (process as unknown as { moduleLoadList: string[] }).moduleLoadList;`,
      `const said: Said = { word, compiler: loaded.some((name) => name.includes("deps/amaro")), place };`,
      "console.log(JSON.stringify(said));",
    ].join("\n"),
  );
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function run(...flags: string[]): Promise<{ word: string; compiler: boolean; place: string }> {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const args = [...flags, join(sources, "program.ts")];
  return JSON.parse((await promisify(execFile)(process.execPath, args, { env })).stdout);
}

const stripped = (folder: string) => strippedFlag(process.execPath, folder, [sources]);

test("a program whose sources were stripped before runs without the compiler of types in its memory", async () => {
  expect(await run()).toEqual({ word: "first", compiler: true, place: "program.ts:3:15" });
  expect(await run(stripped(join(dir, "cache")))).toEqual({ word: "first", compiler: false, place: "program.ts:3:15" });
});

test("a source that changed since it was stripped runs as it is now", async () => {
  const flag = stripped(join(dir, "cache"));
  await writeFile(join(sources, "word.ts"), `export const word: string = "second";\n`);
  expect(await run(flag)).toMatchObject({ word: "second", compiler: true });
  expect(await run(stripped(join(dir, "cache")))).toMatchObject({ word: "second", compiler: false });
});

test("where nothing can be kept the program runs all the same", async () => {
  await writeFile(join(dir, "file"), "");
  expect(await run(stripped(join(dir, "file", "cache")))).toMatchObject({ word: "first", compiler: true });
});

test("what was stripped of an older state of the sources is gone after a day, and what is in use stays", async () => {
  const folder = join(dir, "cache");
  stripped(folder);
  const before = await readdir(folder);
  await promisify(execFile)("touch", ["-d", "2 days ago", ...before.map((name) => join(folder, name))]);
  await writeFile(join(sources, "word.ts"), `export const word: string = "second";\n`);
  stripped(folder);
  const after = await readdir(folder);
  expect(after).toHaveLength(2);
  expect(after.filter((name) => before.includes(name))).toHaveLength(1);
});
