import type { Config } from "../config.ts";
import { embeddedDatabase, runningPostgresUrl, startEmbeddedPostgres } from "../platform/embedded-postgres.ts";

export type MachineDatabase = {
  readonly url: string;
  /** True: the embedded PostgreSQL was not running and was started for this program only. */
  readonly started: boolean;
  close(): Promise<void>;
};

/**
 * The database that a gateway with this configuration uses, for a program beside it: DATABASE_URL, else the
 * embedded PostgreSQL, as it runs under a gateway or started for the while.
 */
export async function openMachineDatabase(config: Pick<Config, "dataDir" | "databaseUrl">): Promise<MachineDatabase> {
  const untouched = { started: false, close: async () => undefined };
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, ...untouched };
  const running = await runningPostgresUrl(config.dataDir, embeddedDatabase);
  if (running !== undefined) return { url: running, ...untouched };
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    await postgres.ensureDatabase(embeddedDatabase);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return { url: postgres.url(embeddedDatabase), started: true, close: () => postgres.stop() };
}
