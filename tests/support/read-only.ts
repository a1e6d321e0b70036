import pg from "pg";
import { inject } from "vitest";

/** Makes a database one that only reads, as a standby or a full one is, for all sessions to come, and one that writes again. */
export async function readOnlySwitch(databaseUrl: string) {
  const name = new URL(databaseUrl).pathname.slice(1);
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  return {
    async turn(mode: "on" | "off"): Promise<void> {
      await admin.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = ${mode}`);
      await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
    },
    end: () => admin.end(),
  };
}
