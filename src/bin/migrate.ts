import { readConfig } from "../config.ts";
import { migrate } from "../platform/migrate.ts";
import { openMachineDatabase } from "./machine-database.ts";

const usage = `Brings the database forward to this version's schema; a start of the gateway does the same.

  npm run migrate

Uses DATABASE_OWNER_URL, else DATABASE_URL, else the embedded PostgreSQL of DATA_DIR.`;

async function main(): Promise<void> {
  const { config } = readConfig(process.env);
  const databaseUrl = config.databaseOwnerUrl ?? config.databaseUrl;
  const database = await openMachineDatabase({ dataDir: config.dataDir, databaseUrl });
  try {
    const ran = await migrate(database.url);
    console.log(ran.length === 0 ? "Nothing to do: the schema is this version's." : `Ran ${ran.join(", ")}.`);
  } finally {
    await database.close();
  }
}

if (process.argv.includes("--help") || process.argv.includes("-h")) {
  console.log(usage);
} else {
  await main().catch((error: Error) => {
    console.error(`The migration did not finish. ${error.message || error}`);
    process.exitCode = 1;
  });
}
