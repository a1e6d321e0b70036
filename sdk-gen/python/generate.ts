import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pythonProblems } from "../problems.ts";
import { type Job, onceFor, run } from "../programs.ts";

const hint = "install Python 3.10 or newer, with venv";

export function generatePython({ document, output, home }: Job): void {
  const bin = install(home);
  const options = ["--meta", "none", "--overwrite", "--output-path", output];
  run(
    join(bin, "openapi-python-client"),
    ["generate", "--path", document, "--config", "generator.yaml", "--custom-template-path", "templates", ...options],
    // The generator calls ruff by its name.
    { cwd: home, env: { PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` }, hint },
  );
  rmSync(join(output, ".ruff_cache"), { recursive: true, force: true });
  writeFileSync(join(output, "problems.py"), pythonProblems());
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
