import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Config } from "../config.ts";
import { readPlantSecret } from "../plants/plant-secret.ts";
import { connect, type Db } from "../platform/database.ts";
import { migrate } from "../platform/migrate.ts";
import { readSecretBytes } from "../platform/secret-file.ts";
import { keyEnvironmentOf } from "../tenancy/api-key.ts";
import { createSeal } from "../tenancy/seal.ts";
import type { AdminDeps } from "./admin-command.ts";
import { openMachineDatabase } from "./machine-database.ts";

/** Opens the machine's database for one command and closes it afterwards, whatever happens. */
export async function withMachine<R>(config: Config, use: (deps: AdminDeps) => Promise<R>): Promise<R> {
  const database = await openMachineDatabase(config);
  try {
    // A database that others run is theirs to bring forward.
    if (database.started) await migrate(database.url);
    const connection = connect(database.url, { maxConnections: 2 });
    try {
      if (!database.started) await requireSchema(connection.db);
      const clock = { nowMs: () => Date.now() };
      const random = { bytes: (length: number) => randomBytes(length) };
      const keyEnvironment = keyEnvironmentOf(await networkOf(connection.db, config));
      const tenancy = { db: connection.db, clock, keyEnvironment };
      const secret = () => readPlantSecret(config.plantSecretFile, { mayMake: database.started });
      const sealing = () =>
        readSecretBytes(config.authSecretFile, randomBytes, { setting: "AUTH_SECRET_FILE", mayMake: database.started });
      const publicUrl = () => config.publicUrl ?? `http://${config.host}:${config.port}`;
      return await use({
        tenancy,
        accounts: async () => ({
          ...{ db: connection.db, clock, random, mailer: undefined, publicUrl },
          seal: createSeal(await sealing()),
        }),
        plants: async () => ({ db: connection.db, clock, random, plantSecret: await secret() }),
      });
    } finally {
      await connection.close();
    }
  } finally {
    await database.close();
  }
}

async function requireSchema(db: Db): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`SELECT to_regclass('organisations') IS NOT NULL AS there`.execute(db);
  if (rows[0]?.there !== true) throw new Error("The database has no tables yet: run npm run migrate first.");
}

/** A database belongs to one network once a gateway has run on it; that one names the kind of its keys. */
async function networkOf(db: Db, config: Config): Promise<Config["network"]> {
  const row = await db.selectFrom("log_state").select("network").executeTakeFirst();
  return (row?.network as Config["network"] | undefined) ?? config.network;
}
