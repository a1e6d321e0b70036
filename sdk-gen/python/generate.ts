import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pythonAnswers } from "../answers.ts";
import { pythonProblems } from "../problems.ts";
import { type Job, onceFor, run } from "../programs.ts";

const hint = "install Python 3.10 or newer, with venv";

export function generatePython({ document, needed, output, home }: Job): void {
  const bin = install(home);
  const options = ["--fail-on-warning", "--meta", "none", "--overwrite", "--output-path", output];
  run(
    join(bin, "openapi-python-client"),
    ["generate", "--path", document, "--config", "generator.yaml", "--custom-template-path", "templates", ...options],
    { cwd: home, hint },
  );
  const parts = readdirSync(join(output, "api"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = parts.map(({ name }) => name).sort();
  for (const name of names) {
    const folder = join(output, "api", name);
    renameSync(join(folder, "__init__.py"), join(folder, "operations.py"));
    writeFileSync(join(folder, "__init__.py"), "");
  }
  writeFileSync(join(output, "operations.py"), operationsOf(names));
  writeFileSync(join(output, "problems.py"), pythonProblems());
  writeFileSync(join(output, "answers.py"), pythonAnswers(needed));
  const ruff = (...args: string[]) => run(join(bin, "ruff"), [...args, "--quiet", "--no-cache"], { cwd: output, hint });
  ruff("check", ".", "--select", "F,I", "--fix-only");
  ruff("format", ".", "--line-length", "120");
}

/** The parts of the API as members of one class, and of one for asyncio. */
function operationsOf(names: readonly string[]): string {
  const classOf = (prefix: string) =>
    `class ${prefix}Operations:
    """Every operation of the API, by its parts."""

    def __init__(self, client: AuthenticatedClient) -> None:
${names.map((name) => `        self.${name} = ${name}.${prefix}Operations(client)\n`).join("")}`;
  return `# Made by \`npm run sdk\` from openapi/openapi.json. Not to be edited.
${names.map((name) => `from .api.${name} import operations as ${name}\n`).join("")}
from .client import AuthenticatedClient


${classOf("")}

${classOf("Async")}`;
}

/** An environment of the SDK's own, below its folder, with what `requirements-generate.txt` pins. @returns its programs */
export function install(home: string): string {
  const environment = join(home, ".venv");
  const bin = join(environment, "bin");
  mkdirSync(environment, { recursive: true });
  onceFor(join(home, "requirements-generate.txt"), join(environment, ".installed-for"), () => {
    if (!existsSync(bin)) run("python3", ["-m", "venv", environment], { cwd: home, hint });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(join(bin, "python"), [...pip, "-r", "requirements-generate.txt"], { cwd: home, hint });
  });
  return bin;
}
