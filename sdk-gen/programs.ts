import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Needed } from "./answers.ts";

/** Other languages' programs: run, and installed once for what a file names. */

export type Running = { readonly cwd: string; readonly env?: Record<string, string>; readonly hint: string };

/** Runs a program to its end; what it says is shown only when it fails. @throws Error that names it when it is missing or fails */
export function run(program: string, args: readonly string[], { cwd, env = {}, hint }: Running): void {
  const done = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 1e8 });
  if (done.error !== undefined) throw new Error(`${program} is missing: ${hint}`);
  if (done.status === 0) return;
  console.error(`${done.stdout}\n${done.stderr}`.trim());
  throw new Error(`${program} ${args.join(" ")} ended with ${done.status ?? done.signal}`);
}

/** Does what is to be done once for the content of a file, and again when that has changed. */
export function onceFor(file: string, stamp: string, install: () => void): void {
  const wanted = createHash("sha256").update(readFileSync(file)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  install();
  writeFileSync(stamp, wanted);
}

/** What a language is made from, and where its files go: an empty folder. */
export type Job = {
  /** File of the document as this language's generator is given it. */
  readonly document: string;
  /** What every answer of a call has. */
  readonly needed: readonly Needed[];
  readonly output: string;
  /** Folder of the language's SDK. */
  readonly home: string;
  readonly scratch: string;
};
