import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { base32 } from "../kernel/ids.ts";
import { SettingError, unreadable } from "../kernel/setting-error.ts";
import type { Randomness } from "../kernel/time.ts";
import type { SigningKey } from "../platform/signing-key.ts";
import { formatVerifierKey, type NoteSigner, verifierKeyOf } from "../proof/note.ts";

/** The key that signs the log's checkpoints, as far as this gateway has one. */
export type LogKey = SigningKey;

/** Where the log's key is: `create` is called only for a log that is new, where `read` found none. */
export type LogKeySource = {
  read(): Promise<LogKey | undefined>;
  create(): Promise<LogKey>;
};

/** In a PEM file, made where there is none. */
export function keyInFile(file: string): LogKeySource {
  return { read: () => readLogKey(file), create: () => createLogKey(file) };
}

/** A name for a new log. It names no plant, organisation or machine; the random part keeps logs apart. */
export function newOrigin(random: Randomness): string {
  return `hydro-mrv.log/${base32(random.bytes(10))}`;
}

/** Reads the PEM key; undefined when there is no file. @throws {SettingError} when it is no Ed25519 key. */
export async function readLogKey(file: string): Promise<LogKey | undefined> {
  const pem = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw unreadable("LOG_KEY_FILE", file, error);
  });
  if (pem === undefined) return undefined;
  const key = keyFromPem(pem);
  if (key?.asymmetricKeyType !== "ed25519")
    throw new SettingError(`LOG_KEY_FILE ${file} holds no Ed25519 private key in PEM form.`);
  return logKey(key);
}

/**
 * Makes the key at a log's first start, on disk before it is used; never overwrites a file. Two starts at
 * once end with one key.
 */
export async function createLogKey(file: string): Promise<LogKey> {
  const { privateKey } = generateKeyPairSync("ed25519");
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx", flush: true });
  try {
    // Unlike a rename, a link fails when the name is taken, and nobody ever sees a file half written.
    await link(draft, file);
    return logKey(privateKey);
  } catch (error) {
    const others = (error as NodeJS.ErrnoException).code === "EEXIST" ? await readLogKey(file) : undefined;
    if (others === undefined) throw error;
    return others;
  } finally {
    await unlink(draft);
  }
}

export function verifierKeyText(origin: string, key: LogKey): string {
  return formatVerifierKey(verifierKeyOf(origin, key.publicKey));
}

export function noteSigner(origin: string, key: LogKey): NoteSigner {
  const { name, keyId } = verifierKeyOf(origin, key.publicKey);
  return { name, keyId, sign: (data) => key.sign(data) };
}

function keyFromPem(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function logKey(privateKey: KeyObject): LogKey {
  const raw = createPublicKey(privateKey).export({ format: "jwk" }).x as string;
  return { publicKey: Buffer.from(raw, "base64url"), sign: async (data) => sign(null, data, privateKey) };
}

/** Why a gateway with this key signs nothing of the log; undefined: it is the log's. */
export function whyNotSigning({
  log,
  key,
}: {
  readonly log: { readonly origin: string; readonly verifierKey: string };
  readonly key: LogKey | undefined;
}): string | undefined {
  if (key !== undefined && verifierKeyText(log.origin, key) === log.verifierKey) return undefined;
  const found =
    key === undefined
      ? "the log's signing key is not here: no file at LOG_KEY_FILE"
      : "the key at LOG_KEY_FILE is not the log's signing key";
  return `${found}; start with a copy of it, or, if there is none, ${howToGoOn}`;
}

const howToGoOn =
  "let a successor log go on with a new key: npm run admin -- log successor (docs/keys.md); readings are kept meanwhile";
