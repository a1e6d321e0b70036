// `npm run sdk`: makes the generated part of each SDK anew from openapi/openapi.json. `--check` writes nothing and fails
// where what is kept differs; names of languages choose among them.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { neededOf } from "./answers.ts";
import { generateJava } from "./java/generate.ts";
import type { Job } from "./programs.ts";
import { generatePython } from "./python/generate.ts";
import { generateTypescript } from "./typescript/generate.ts";
import { plainViewOf, viewOf } from "./view.ts";

const home = dirname(fileURLToPath(import.meta.url));

type Language = {
  readonly name: string;
  /** Folder of generated files, below the language's own. */
  readonly generated: string;
  readonly view: typeof viewOf;
  readonly generate: (job: Job) => void;
};

const languages: readonly Language[] = [
  { name: "typescript", generated: "src/generated", view: viewOf, generate: generateTypescript },
  { name: "python", generated: "hydro_mrv/generated", view: plainViewOf, generate: generatePython },
  {
    name: "java",
    generated: "src/main/java/energy/hydromrv/client/generated",
    view: plainViewOf,
    generate: generateJava,
  },
];

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith("-"));
const unknown = wanted.find((name) => !languages.some((language) => language.name === name));
if (unknown !== undefined) throw new Error(`${unknown} is none of ${languages.map(({ name }) => name).join(", ")}`);
for (const language of languages) {
  if (wanted.length === 0 || wanted.includes(language.name)) make(language, args.includes("--check"));
}

function make({ name, generated, view, generate }: Language, isCheck: boolean): void {
  const scratch = mkdtempSync(join(tmpdir(), `hydro-sdk-${name}-`));
  try {
    const document = join(scratch, "openapi.json");
    writeFileSync(document, JSON.stringify(view(read("openapi.json"))));
    const output = join(scratch, "output");
    mkdirSync(output);
    const needed = neededOf(read("released.json"));
    generate({ document, needed, output, home: join(home, name), scratch });
    const kept = join(home, name, generated);
    if (!isCheck) {
      rmSync(kept, { recursive: true, force: true });
      cpSync(output, kept, { recursive: true });
      console.log(`sdk-gen/${name}: ${filesOf(kept).length} files written.`);
      return;
    }
    const different = firstDifference(kept, output);
    if (different === undefined) console.log(`sdk-gen/${name} agrees with openapi/openapi.json.`);
    else {
      console.error(`sdk-gen/${name}/${generated}/${different} differs from openapi/openapi.json: run npm run sdk.`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function read(name: string) {
  return JSON.parse(readFileSync(join(home, "..", "openapi", name), "utf8"));
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"));
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}

function firstDifference(kept: string, made: string): string | undefined {
  const names = [...new Set([...filesOf(kept), ...filesOf(made)])].sort();
  const digest = (folder: string, name: string) =>
    existsSync(join(folder, name)) &&
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  return names.find((name) => digest(kept, name) !== digest(made, name));
}
