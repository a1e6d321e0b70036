import { readConfig } from "../config.ts";
import { migrate } from "../platform/migrate.ts";
import { openMachineDatabase } from "./machine-database.ts";

const usage = `Brings the database forward to this version's schema; a start of the gateway does the same.

  npm run migrate

Uses DATABASE_OWNER_URL, else DATABASE_URL, else the embedded PostgreSQL of DATA_DIR. Makes the roles hydro_owner,
hydro_serve and hydro_worker where they are missing, and lets the logins of DATABASE_URL and DATABASE_WORKER_URL work
as theirs; where it may not, it says what the database's administrator has to run (docs/tenancy.md).`;

async function main(): Promise<void> {
  const { config } = readConfig(process.env);
  const { databaseUrl, databaseWorkerUrl } = config;
  const database = await openMachineDatabase(config);
  try {
    const working = { serveUrl: databaseUrl, workerUrl: databaseWorkerUrl ?? databaseUrl };
    const ran = await migrate(database.url, working, { tell: (sentence) => console.error(`${sentence}.`) });
    console.log(ran.length === 0 ? "Nothing to do: the schema is this version's." : `Ran ${ran.join(", ")}.`);
  } finally {
    await database.close();
  }
}

const [word] = process.argv.slice(2);
if (word === "--help" || word === "-h") {
  console.log(usage);
} else if (word !== undefined) {
  console.error(`"${word}" is nothing that migrate knows: it takes its settings from the environment (--help).`);
  process.exitCode = 2;
} else {
  await main().catch((error: Error) => {
    console.error(`The migration did not finish. ${error.message || error}`);
    process.exitCode = 1;
  });
}
