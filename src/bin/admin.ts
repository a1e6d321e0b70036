import { readConfig } from "../config.ts";
import { UsageError } from "./admin-command.ts";
import { help, prepare } from "./admin-console.ts";
import { withMachine } from "./admin-deps.ts";

async function main(argv: readonly string[]): Promise<void> {
  if (argv.includes("--help") || argv.includes("-h") || argv.length === 0) {
    console.log(help());
    return;
  }
  const run = prepare(argv);
  const { config } = readConfig(process.env);
  const { out, note, isPartial } = await withMachine(config, run);
  if (out !== undefined) console.log(out);
  if (note !== undefined) console.error(note);
  if (isPartial) process.exitCode = 1;
}

await main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message || String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
