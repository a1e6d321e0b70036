import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { install } from "../../../sdk-gen/typescript/generate.ts";
import { runIn, withGateway } from "./live.ts";
import { runExample, runSnippets } from "./snippets.ts";

/** Packs the SDK, installs the package in an empty folder as its user does, and runs its tests against a live gateway. */

const sdk = new URL("../../../sdk-gen/typescript", import.meta.url).pathname;
const snippets = new URL("../../../docs/snippets", import.meta.url).pathname;
install(sdk);
await runIn(sdk, [join("node_modules", ".bin", "tsc"), "-p", "tsconfig.json"]);
const folder = await mkdtemp(join(tmpdir(), "hydro-sdk-user-"));
try {
  await runIn(sdk, ["npm", "pack", "--loglevel=error", "--pack-destination", folder]);
  const { version } = JSON.parse(await readFile(join(sdk, "package.json"), "utf8"));
  await writeFile(join(folder, "package.json"), '{ "name": "user", "private": true, "type": "module" }\n');
  const packed = `./hydro-mrv-client-${version}.tgz`;
  await runIn(folder, ["npm", "install", packed, "--no-audit", "--no-fund", "--loglevel=error"]);
  await cp(join(sdk, "tests"), join(folder, "tests"), { recursive: true });
  await cp(snippets, join(folder, "snippets"), { recursive: true });
  await withGateway(async (surroundings) => {
    await runIn(folder, [process.execPath, "--test", "--test-reporter=spec", "tests/*.test.ts"], surroundings);
    // A copy, because modules are looked for from where a file lies.
    const copyOf = (file: string) => [process.execPath, join(folder, "snippets", basename(file))];
    await runSnippets(surroundings, "ts", copyOf);
    await runExample(surroundings, { readme: join(sdk, "README.md"), language: "ts" }, async (code) => {
      await writeFile(join(folder, "example.ts"), code);
      return [process.execPath, join(folder, "example.ts")];
    });
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
