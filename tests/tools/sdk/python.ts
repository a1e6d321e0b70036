import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runIn, withGateway } from "./live.ts";
import { runExample, runSnippets } from "./snippets.ts";

/** Installs the SDK from its folder as its user does, and runs its tests against a live gateway. */

const sdk = new URL("../../../sdk-gen/python", import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), "hydro-sdk-user-"));
try {
  // Building leaves files in the source: it is done on a copy.
  for (const name of ["pyproject.toml", "README.md", "hydro_mrv", "tests"]) {
    await cp(join(sdk, name), join(folder, "sdk", name), { recursive: true });
  }
  await runIn(folder, ["python3", "-m", "venv", "environment"]);
  const python = join(folder, "environment", "bin", "python");
  await runIn(folder, [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "./sdk"]);
  await withGateway(async (surroundings) => {
    await runIn(folder, [python, "-m", "unittest", "discover", "-s", "sdk/tests", "-t", "sdk/tests"], surroundings);
    await runSnippets(surroundings, "py", (file) => [python, file], folder);
    const readme = join(sdk, "README.md");
    await runExample(surroundings, { readme, language: "python" }, async (code) => [python, "-c", code]);
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
