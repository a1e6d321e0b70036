import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * The secret behind every plant's salts: 32 random bytes as hex digits. With it they can be recomputed,
 * without it nobody can guess a record behind its public commitment.
 *
 * `mayMake`: the gateway's own first start makes it. A program beside a gateway must not: records salted
 * with a secret that the gateway does not have could not be recomputed.
 */
export async function readPlantSecret(file: string, { mayMake }: { mayMake: boolean }): Promise<Uint8Array> {
  if (mayMake) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      },
    );
  }
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`There is no ${file}: set PLANT_SECRET_FILE to the file that the gateway of this database uses.`);
  });
  const secret = Buffer.from(text.trim(), "hex");
  if (secret.length < 32) throw new Error(`PLANT_SECRET_FILE ${file} must hold at least 32 bytes as hex digits.`);
  return secret;
}
