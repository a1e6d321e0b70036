import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";

/** Where the console's links lead. `doubt`: words for whoever hands one on, where nothing here says how others reach the gateway. */
export type LinkAddress = { readonly url: string; readonly doubt?: string };

/** By PUBLIC_URL; else where the gateway of this data directory listens, or listened last, by its own word. */
export async function linkAddress(
  config: Pick<Config, "publicUrl" | "databaseUrl" | "dataDir" | "host" | "port">,
): Promise<LinkAddress> {
  if (config.publicUrl !== undefined) return { url: config.publicUrl };
  const own = config.databaseUrl === undefined ? await ownAddress(config.dataDir) : undefined;
  if (own !== undefined) return { url: own };
  const url = `http://${config.host}:${config.port}`;
  const doubt = `PUBLIC_URL is not set here: put the gateway's address, as others reach it, in place of ${url}.`;
  return { url, doubt };
}

async function ownAddress(dataDir: string): Promise<string | undefined> {
  try {
    const { base_url: url } = JSON.parse(await readFile(join(dataDir, "demo.json"), "utf8")) as { base_url?: unknown };
    return typeof url === "string" ? url : undefined;
  } catch {
    return undefined;
  }
}
