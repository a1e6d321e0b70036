import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { SettingError, unreadable } from "../kernel/setting-error.ts";

/**
 * The text of a file that holds a secret, readable by its owner only.
 *
 * `mayMake`: a gateway's own first start makes it; of several that start at once, one makes it and all read the same.
 * A program beside a gateway must not, nor a gateway on a database that was used with another: what it made with a secret of its own, no gateway could open.
 *
 * @throws {SettingError}
 */
export async function readSecretFile(
  file: string,
  make: () => string,
  { setting, mayMake }: { readonly setting: string; readonly mayMake: boolean },
): Promise<string> {
  if (mayMake) {
    await mkdir(dirname(file), { recursive: true });
    await makeUnlessThere(file, make());
  }
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw unreadable(setting, file, error);
    throw new SettingError(
      `There is no ${file}: set ${setting} to the file that the gateway of this database uses. If there is no copy of it, docs/keys.md says what that costs.`,
    );
  });
  return text.trim();
}

/** Whole or not at all: nobody reads a file that is being written. */
async function makeUnlessThere(file: string, text: string): Promise<void> {
  const written = `${file}.${randomBytes(8).toString("hex")}`;
  await writeFile(written, text, { mode: 0o600, flag: "wx" });
  try {
    await link(written, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await unlink(written);
  }
}

/** At least 32 random bytes, kept as hex digits. @throws {SettingError} */
export async function readSecretBytes(
  file: string,
  random: (length: number) => Uint8Array,
  options: { readonly setting: string; readonly mayMake: boolean },
): Promise<Uint8Array> {
  const text = await readSecretFile(file, () => Buffer.from(random(32)).toString("hex"), options);
  const secret = Buffer.from(text, "hex");
  if (secret.length >= 32) return secret;
  throw new SettingError(`${options.setting} ${file} must hold at least 32 bytes as hex digits.`);
}
