import { readFileSync } from "node:fs";
import { SettingError } from "./kernel/setting-error.ts";

export type Env = Readonly<Record<string, string | undefined>>;

export function text(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === "" ? undefined : value;
}

/**
 * A secret in the environment, or in the file that `NAME_FILE` names: not both. Who names a file means what is in it: an
 * empty one is no setting left out, behind which the gateway would make a database of its own or send no mail.
 */
export function secret(env: Env, name: string): string | undefined {
  const file = text(env, `${name}_FILE`);
  const value = text(env, name);
  if (file === undefined) return value;
  if (value !== undefined) throw new SettingError(`${name} and ${name}_FILE are both set: keep one of them.`);
  const held = textIn(file, `${name}_FILE`);
  if (held === "") throw new SettingError(`${name}_FILE names a file that is empty: ${file}.`);
  return held;
}

function textIn(file: string, setting: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new SettingError(`${setting} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown"}.`);
  }
}

export function oneOf<T extends string>(env: Env, name: string, allowed: readonly T[], fallback: T): T {
  const value = text(env, name) ?? fallback;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new SettingError(`${name} is "${value}", but must be one of ${allowed.join(", ")}.`);
  return found;
}

export function wholeNumber(env: Env, name: string, fallback: number, most: number, least = 0): number {
  const value = text(env, name) ?? String(fallback);
  if (!/^\d{1,9}$/.test(value) || Number(value) > most || Number(value) < least) {
    throw new SettingError(`${name} is "${value}", but must be a whole number from ${least} to ${most}.`);
  }
  return Number(value);
}

export function url(env: Env, name: string, protocols: readonly string[]): string | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const protocol = URL.canParse(value) ? new URL(value).protocol : undefined;
  if (protocol === undefined || !protocols.includes(protocol)) {
    throw new SettingError(`${name} is not a URL that begins with ${protocols.join(" or ")}//.`);
  }
  return value;
}

/** A database's. PostgreSQL's own form for a Unix socket, with a user and without a host, is no URL to anybody else. */
export function databaseUrl(env: Env, name: string): string | undefined {
  const value = secret(env, name);
  const withHost = value?.replace(/^(postgres(?:ql)?:\/\/[^/?#]*@)\//, "$1socket/");
  return url({ [name]: withHost }, name, ["postgres:", "postgresql:"]) && value;
}

/** A URL that may hold a password: in the environment, or in the file that `NAME_FILE` names. */
export function secretUrl(env: Env, name: string, protocols: readonly string[]): string | undefined {
  return url({ [name]: secret(env, name) }, name, protocols);
}
