import { keyInFile, type LogKeySource } from "./anchoring/identity.ts";
import type { Config, Secrets } from "./config.ts";
import { readAuthKeys } from "./gateway-auth.ts";
import type { Clock } from "./kernel/time.ts";
import { readPlantSecret } from "./plants/plant-secret.ts";
import type { Db } from "./platform/database.ts";
import { agentKey, agentPrefix } from "./platform/key-agent.ts";
import type { Log } from "./platform/log.ts";
import { heldSecrets, holdSecrets } from "./platform/secret-prints.ts";
import type { SecretsInUse } from "./platform/secrets-in-use.ts";
import type { SigningKey } from "./platform/signing-key.ts";

/** The part of the composition root that opens keys: from text, from files, or in the key agent. */

type Keys = Omit<Secrets, "traceHeaders">;
export type OpenedSecrets = { readonly [Name in keyof Keys]: string | SigningKey | undefined };

/** @throws Error with one sentence when the agent does not have a key that a setting names */
export async function openSecrets(config: Config, secrets: Secrets): Promise<OpenedSecrets> {
  const { traceHeaders: _, ...keys } = secrets;
  const opened = Object.entries(keys).map(async ([name, key]) => [name, await open(config, key)]);
  return Object.fromEntries(await Promise.all(opened));
}

async function open(config: Config, key: string | undefined): Promise<string | SigningKey | undefined> {
  return key?.startsWith(agentPrefix) ? agentKey(config.keyAgentSocket as string, key) : key;
}

export async function logKeySource({ logKey, logKeyFile, keyAgentSocket }: Config): Promise<LogKeySource> {
  if (logKey === undefined) return keyInFile(logKeyFile);
  const key = await agentKey(keyAgentSocket as string, logKey);
  return { read: async () => key, create: async () => key };
}

type SharedDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly holderName: string;
  readonly inUse: SecretsInUse;
  readonly log: Log;
  readonly cleanups: { add(step: () => Promise<unknown>): void };
};

/** The secrets that all gateways of a database have in common. @throws {SettingError} */
export async function openShared(config: Config, { db, clock, holderName, inUse, log, cleanups }: SharedDeps) {
  // The embedded PostgreSQL has just been started: whoever was on it is gone.
  const isAlone = config.databaseUrl === undefined;
  const held = isAlone ? new Set<string>() : await heldSecrets(db);
  const mayMake = !inUse.plant && !held.has("PLANT_SECRET_FILE");
  const plantSecret = await readPlantSecret(config.plantSecretFile, { mayMake });
  const authKeys = await readAuthKeys(config, { clock, inUse, held });
  const shared = { PLANT_SECRET_FILE: plantSecret, AUTH_SECRET_FILE: authKeys.secret, AUTH_KEY_FILE: authKeys.pem };
  await holdSecrets(shared, { db, holderName, log, cleanups, isAlone });
  return { plantSecret, authKeys };
}
