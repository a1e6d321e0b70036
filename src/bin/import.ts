import { runImport } from "../importer/import.ts";

const stop = new AbortController();
// The row in flight ends and progress is kept; a second Ctrl-C ends at once.
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());

// npm moves to the project's folder; a relative FILE is meant from where the command was given.
const folder = process.env.INIT_CWD ?? process.cwd();
const around = { folder, dataDir: process.env.DATA_DIR ?? "./data", apiKey: process.env.HYDRO_API_KEY };
process.exitCode = await runImport(process.argv.slice(2), around, {
  out: process.stdout,
  err: process.stderr,
  signal: stop.signal,
});
