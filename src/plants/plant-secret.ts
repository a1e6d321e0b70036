import { randomBytes } from "node:crypto";
import { readSecretBytes } from "../platform/secret-file.ts";

/**
 * The secret behind every plant's salts. With it they can be recomputed, without it nobody can guess a record
 * behind its public commitment. Only a gateway may make it, for a database without plants: records salted with a secret that the gateway does not
 * have could not be recomputed.
 */
export function readPlantSecret(file: string, { mayMake }: { mayMake: boolean }): Promise<Uint8Array> {
  return readSecretBytes(file, randomBytes, { setting: "PLANT_SECRET_FILE", mayMake });
}
