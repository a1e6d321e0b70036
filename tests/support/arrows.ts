// Holds the import arrows: runs dependency-cruiser over the source, and proves first that it can fail.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cruise } from "dependency-cruiser";
import config from "../../dependency-cruiser.config.ts";

async function violations(folders: string[]): Promise<{ modules: number; found: string[] }> {
  const { output } = await cruise(folders, {
    ...config.options,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
  } as never);
  if (typeof output === "string") throw new Error("dependency-cruiser answered text where a result was asked for");
  const found = output.summary.violations.map(
    (violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`,
  );
  return { modules: output.modules.filter((module) => module.source.startsWith("src/")).length, found };
}

async function plantedViolationFails(): Promise<boolean> {
  const folder = await mkdtemp("src/kernel/planted-");
  try {
    await writeFile(
      `${folder}/violation.ts`,
      'import { connect } from "../../platform/database.ts";\nexport const planted = connect;\n',
    );
    const { found } = await violations(["src/kernel"]);
    return found.some((line) => line.startsWith("kernel-imports:") && line.includes("planted"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const { modules, found } = await violations(["src", "tests", "bench"]);
for (const line of found) console.error(line);
if (modules < 40) {
  console.error(`Only ${modules} modules were seen: the check is blind.`);
  process.exit(1);
}
if (!(await plantedViolationFails())) {
  console.error("A planted violation passed: the check is blind.");
  process.exit(1);
}
if (found.length > 0) process.exit(1);
console.log(`Import arrows hold over ${modules} modules of src; a planted violation fails.`);
