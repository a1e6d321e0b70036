import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runIn, withGateway } from "./live.ts";
import { runExample, runSnippets } from "./snippets.ts";

/** Builds the SDK, and runs its tests and snippets against a live gateway. */

const sdk = new URL("../../../sdk-gen/java", import.meta.url).pathname;
const libraries = join(sdk, "target", "lib");
await withGateway(async (surroundings) => {
  const goals = ["clean", "package", "dependency:copy-dependencies", `-DoutputDirectory=${libraries}`];
  await runIn(sdk, ["mvn", "-B", "-q", ...goals], surroundings);
  const classPath = `${join(sdk, "target", "classes")}:${join(libraries, "*")}`;
  await runSnippets(surroundings, "java", (file) => ["java", "-cp", classPath, file]);
  await runExample(surroundings, { readme: join(sdk, "README.md"), language: "java" }, async (code) => {
    const file = join(sdk, "target", "Example.java");
    await writeFile(file, code);
    return ["java", "-cp", classPath, file];
  });
});
