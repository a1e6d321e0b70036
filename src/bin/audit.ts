import { runAudit } from "../audit/command.ts";

// npm moves to the project's folder; a relative FILE is meant from where the command was given.
const folder = process.env.INIT_CWD ?? process.cwd();
const around = { folder, dataDir: process.env.DATA_DIR ?? "./data", apiKey: process.env.HYDRO_API_KEY };
const audit = runAudit(process.argv.slice(2), around, { out: process.stdout, err: process.stderr });
process.exitCode = await audit.catch((error: unknown) => {
  // A crash found nothing out: it must not look like a broken log, which is 1.
  console.error(error);
  return 3;
});
