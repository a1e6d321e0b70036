import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { typescriptAnswers } from "../answers.ts";
import { typescriptProblems } from "../problems.ts";
import type { Job } from "../programs.ts";
import { onceFor, run } from "../programs.ts";

/** The gateway's own check of proofs: one home for it, of which the SDK holds a copy. */
export const shared: readonly string[] = [
  ...["canonical", "ids", "time"].map((name) => `kernel/${name}.ts`),
  ...["checkpoint", "merkle", "note", "record", "text", "tlog-proof", "verify"].map((name) => `proof/${name}.ts`),
];

export function generateTypescript({ document, needed, output, home }: Job): void {
  install(home);
  run(
    process.execPath,
    [join("node_modules", "@hey-api", "openapi-ts", "bin", "run.js"), "-f", "openapi-ts.config.ts"],
    {
      cwd: home,
      env: { SDK_DOCUMENT: document, SDK_OUTPUT: output },
      hint: "install Node",
    },
  );
  for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) withoutForeignLinks(join(entry.parentPath, entry.name));
  }
  for (const name of shared) {
    mkdirSync(dirname(join(output, name)), { recursive: true });
    cpSync(join(home, "..", "..", "src", name), join(output, name));
  }
  writeFileSync(join(output, "problems.ts"), typescriptProblems());
  writeFileSync(join(output, "answers.ts"), typescriptAnswers(needed));
}

/** What the SDK needs to be made, tested and packed. */
export function install(home: string): void {
  onceFor(join(home, "package-lock.json"), join(home, "node_modules", ".installed-for"), () =>
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: home, hint: "install npm" }),
  );
}

/** The generator's comments point to its own packages' pages, which say nothing of this SDK. */
function withoutForeignLinks(file: string): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replaceAll(/\{@link https?:\/\/www\.npm[^ }]* `?([^}`]*)`?\}/g, "$1"));
}
