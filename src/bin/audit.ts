import { runAudit } from "../audit/command.ts";

// npm moves to the project's folder; a relative FILE is meant from where the command was given.
const folder = process.env.INIT_CWD ?? process.cwd();
const around = { folder, dataDir: process.env.DATA_DIR ?? "./data", apiKey: process.env.HYDRO_API_KEY };
process.exitCode = await runAudit(process.argv.slice(2), around, { out: process.stdout, err: process.stderr });
