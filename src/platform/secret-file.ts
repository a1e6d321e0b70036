import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * The text of a file that holds a secret, readable by its owner only.
 *
 * `mayMake`: a gateway's own first start makes it; of several that start at once, one makes it and all read the same.
 * A program beside a gateway must not: what it made with a secret of its own, no gateway could open.
 *
 * @throws with one sentence that names the setting
 */
export async function readSecretFile(
  file: string,
  make: () => string,
  { setting, mayMake }: { readonly setting: string; readonly mayMake: boolean },
): Promise<string> {
  if (mayMake) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, make(), { mode: 0o600, flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`There is no ${file}: set ${setting} to the file that the gateway of this database uses.`);
  });
  return text.trim();
}

/** At least 32 random bytes, kept as hex digits. @throws with one sentence that names the setting */
export async function readSecretBytes(
  file: string,
  random: (length: number) => Uint8Array,
  options: { readonly setting: string; readonly mayMake: boolean },
): Promise<Uint8Array> {
  const text = await readSecretFile(file, () => Buffer.from(random(32)).toString("hex"), options);
  const secret = Buffer.from(text, "hex");
  if (secret.length >= 32) return secret;
  throw new Error(`${options.setting} ${file} must hold at least 32 bytes as hex digits.`);
}
