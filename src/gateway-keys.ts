import { keyInFile, type LogKeySource } from "./anchoring/identity.ts";
import type { Config, Secrets } from "./config.ts";
import { agentKey, agentPrefix } from "./platform/key-agent.ts";
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
