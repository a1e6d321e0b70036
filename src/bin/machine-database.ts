import type { Config } from "../config.ts";
import { embeddedDatabase, runningPostgresUrl, startEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { requireSessions } from "../platform/sessions.ts";

export type MachineDatabase = {
  /** Of a login that may work as the owner. */
  readonly url: string;
  /** True: the embedded PostgreSQL was not running and was started for this program only. */
  readonly started: boolean;
  close(): Promise<void>;
};

/**
 * The database that a gateway with this configuration uses, for its operator's work beside it: DATABASE_OWNER_URL,
 * else DATABASE_URL, else the embedded PostgreSQL, as it runs under a gateway or started for the while.
 */
export async function openMachineDatabase(
  config: Pick<Config, "dataDir" | "databaseUrl" | "databaseOwnerUrl">,
): Promise<MachineDatabase> {
  const untouched = { started: false, close: async () => undefined };
  const given = config.databaseOwnerUrl ?? config.databaseUrl;
  if (given !== undefined) {
    await requireSessions(given, config.databaseOwnerUrl === undefined ? "DATABASE_URL" : "DATABASE_OWNER_URL");
    return { url: given, ...untouched };
  }
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
