import { randomBytes } from "node:crypto";
import type { Config, Secrets } from "./config.ts";
import type { Clock } from "./kernel/time.ts";
import type { Db } from "./platform/database.ts";
import type { EventBus } from "./platform/events.ts";
import { startWokenLoop } from "./platform/events.ts";
import type { Mailer } from "./platform/mail.ts";
import { readSecretBytes, readSecretFile } from "./platform/secret-file.ts";
import type { SharedSetting } from "./platform/secret-prints.ts";
import type { SecretsInUse } from "./platform/secrets-in-use.ts";
import { type AccessTokens, createAccessTokens, newSigningKey } from "./tenancy/access-token.ts";
import { keyEnvironmentOf } from "./tenancy/api-key.ts";
import type { AuthDeps } from "./tenancy/auth-deps.ts";
import { createIssuerKeys } from "./tenancy/issuer-keys.ts";
import { runLetters } from "./tenancy/letters.ts";
import { createPasswords } from "./tenancy/passwords.ts";
import { createSeal } from "./tenancy/seal.ts";

/** What the letters go out by: the loops' database, and what wakes them. */
type LetterDeps = {
  readonly db: Db;
  readonly events: EventBus;
  readonly cleanups: { add(step: () => Promise<unknown> | unknown): void };
};

type AuthKeys = { readonly pem: string; readonly secret: Uint8Array; readonly accessTokens: AccessTokens };

/** What signs access tokens and seals second factors. @throws {SettingError} */
export async function readAuthKeys(
  config: Config,
  { clock, inUse, held }: { readonly clock: Clock; readonly inUse: SecretsInUse; readonly held: ReadonlySet<string> },
): Promise<AuthKeys> {
  const mayMake = (setting: SharedSetting) => !held.has(setting);
  // Another one costs each client a refresh.
  const signing = { setting: "AUTH_KEY_FILE", mayMake: mayMake("AUTH_KEY_FILE") };
  const pem = await readSecretFile(config.authKeyFile, newSigningKey, signing);
  const sealing = { setting: "AUTH_SECRET_FILE", mayMake: !inUse.auth && mayMake("AUTH_SECRET_FILE") };
  const accessTokens = await createAccessTokens(pem, { clock });
  return { pem, accessTokens, secret: await readSecretBytes(config.authSecretFile, randomBytes, sealing) };
}

/** The part of the composition root that lets people in: keys, mail, the outbound client. */
export async function openAuth(
  config: Config,
  secrets: Secrets,
  base: Pick<AuthDeps, "db" | "clock" | "random" | "log" | "metrics" | "outbound" | "publicUrl">,
  { db, keys, events, cleanups }: LetterDeps & { readonly keys: AuthKeys },
): Promise<AuthDeps> {
  const { clock, log } = base;
  const { secret, accessTokens } = keys;
  const mailer = await openMailer(config, secrets);
  const deps: AuthDeps = {
    ...base,
    seal: createSeal(secret),
    mailer,
    keyEnvironment: keyEnvironmentOf(config.network),
    registration: config.registration,
    accessTokens,
    passwords: createPasswords(),
    issuerKeys: createIssuerKeys(base.outbound, clock),
  };
  if (mailer !== undefined) {
    cleanups.add(() => mailer.close());
    const post = { ...deps, db, mailer };
    cleanups.add(startWokenLoop("letters", log, events, "letter.queued", (signal) => runLetters(post, signal)));
  }
  return deps;
}

async function openMailer(config: Config, { smtpUrl }: Secrets): Promise<Mailer | undefined> {
  if (smtpUrl === undefined) return undefined;
  const { createMailer } = await import("./platform/mail.ts");
  return createMailer(smtpUrl, config.mailFrom);
}
