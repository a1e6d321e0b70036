import pg from "pg";
import { inject } from "vitest";

/** Makes a database one that only reads, as a standby or a full one is, for all sessions to come, and one that writes again. */
export async function readOnlySwitch(databaseUrl: string) {
  const { turn, end } = await settingSwitch(databaseUrl, "default_transaction_read_only");
  return { turn: (mode: "on" | "off") => turn(mode), end };
}

/** Gives a database a setting for all sessions to come, and ends those that there are. */
export async function settingSwitch(databaseUrl: string, setting: string) {
  const name = new URL(databaseUrl).pathname.slice(1);
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  return {
    async turn(value: string): Promise<void> {
      await admin.query(`ALTER DATABASE "${name}" SET ${setting} = '${value}'`);
      await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
    },
    end: () => admin.end(),
  };
}
