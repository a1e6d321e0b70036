import pg from "pg";
import { connectionConfig } from "../../src/platform/database.ts";
import { testDatabase } from "../support/database.ts";

/** A plain connection for each role, below all of the application. */
export type RoleClients = {
  readonly admin: pg.Client;
  readonly serve: pg.Client;
  readonly worker: pg.Client;
  close(): Promise<void>;
};

export async function roleClients(): Promise<RoleClients> {
  const database = await testDatabase();
  const open = async (url: string) => {
    const client = new pg.Client(connectionConfig(url));
    await client.connect();
    return client;
  };
  const { url, serveUrl, workerUrl } = database;
  const [admin, serve, worker] = await Promise.all([open(url), open(serveUrl), open(workerUrl)]);
  return {
    ...{ admin, serve, worker },
    async close() {
      for (const client of [admin, serve, worker]) await client.end();
      await database.drop();
    },
  };
}

export async function column(client: pg.Client, text: string): Promise<unknown[]> {
  return (await client.query({ text, rowMode: "array" })).rows.map(([first]: unknown[]) => first);
}

/** The statement alone, under a setting, in a transaction that leaves nothing behind. */
export async function within(client: pg.Client, setting: string, text: string): Promise<pg.QueryResult> {
  await client.query("BEGIN");
  try {
    await client.query(`SELECT ${setting}`);
    return await client.query(text);
  } finally {
    await client.query("ROLLBACK");
  }
}

/** Tables of what is a person's own. */
export const people = ["users", "sessions", "refresh_tokens", "password_links", "second_factors", "recovery_codes"];
