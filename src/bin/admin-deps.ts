import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { Config } from "../config.ts";
import { logKeySource } from "../gateway-keys.ts";
import { readPlantSecret } from "../plants/plant-secret.ts";
import { connect, type Db, withClient } from "../platform/database.ts";
import { migrate } from "../platform/migrate.ts";
import { ownerRole } from "../platform/roles.ts";
import { scoped } from "../platform/scoped.ts";
import { readSecretBytes } from "../platform/secret-file.ts";
import { type SecretsInUse, secretsInUse } from "../platform/secrets-in-use.ts";
import { keyEnvironmentOf } from "../tenancy/api-key.ts";
import { createSeal } from "../tenancy/seal.ts";
import type { AdminDeps } from "./admin-command.ts";
import { linkAddress } from "./link-address.ts";
import { openMachineDatabase } from "./machine-database.ts";

/** Opens the machine's database for one command and closes it afterwards, whatever happens. */
export async function withMachine<R>(config: Config, use: (deps: AdminDeps) => Promise<R>): Promise<R> {
  const database = await openMachineDatabase(config);
  try {
    // A database that others run is theirs to bring forward.
    if (database.started) await migrate(database.url);
    if (!database.started) await withClient(database.url, requireRoles);
    const connection = connect(database.url, { role: ownerRole, maxConnections: 2 });
    const db = scoped(connection.pool);
    try {
      const clock = { nowMs: () => Date.now() };
      const random = { bytes: (length: number) => randomBytes(length) };
      const keyEnvironment = keyEnvironmentOf(await networkOf(connection.db, config));
      const tenancy = { db, clock, keyEnvironment };
      const mayMake = async (of: keyof SecretsInUse) => database.started && !(await secretsInUse(connection.db))[of];
      const secret = async () => readPlantSecret(config.plantSecretFile, { mayMake: await mayMake("plant") });
      const sealing = async () => {
        const how = { setting: "AUTH_SECRET_FILE", mayMake: await mayMake("auth") };
        return readSecretBytes(config.authSecretFile, randomBytes, how);
      };
      const address = await linkAddress(config);
      const publicUrl = () => address.url;
      return await use({
        db: connection.db,
        tenancy,
        print: (line) => console.log(line),
        linkDoubt: address.doubt,
        plants: async () => ({ db, clock, random, plantSecret: await secret() }),
        accounts: async () => ({
          ...{ db: connection.db, clock, random, mailer: undefined, publicUrl },
          seal: createSeal(await sealing()),
        }),
        log: async () => ({ logKey: await logKeySource(config), topicId: config.topicId, random }),
        register: async () => ({ db: connection.db, clock, random, plantSecret: await secret() }),
      });
    } finally {
      await connection.close();
    }
  } finally {
    await database.close();
  }
}

/** The console works as the owner, whose tables a gateway's start or `npm run migrate` has made. */
async function requireRoles(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ login: string; may: boolean | null }>(
    `SELECT session_user AS login, pg_has_role(oid, 'SET') AS may FROM pg_roles WHERE rolname = $1
     AND to_regclass('public.organisations') IS NOT NULL`,
    [ownerRole],
  );
  if (rows[0] === undefined) throw new Error("The database has no tables yet: run npm run migrate first.");
  if (rows[0].may === true) return;
  throw new Error(
    `The console works as ${ownerRole}, which ${rows[0].login} may not: set DATABASE_OWNER_URL (docs/tenancy.md).`,
  );
}

/** A database belongs to one network once a gateway has run on it; that one names the kind of its keys. */
async function networkOf(db: Db, config: Config): Promise<Config["network"]> {
  const row = await db.selectFrom("log_state").select("network").executeTakeFirst();
  return (row?.network as Config["network"] | undefined) ?? config.network;
}
