import type { Clock, Randomness } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import type { Mailer } from "../platform/mail.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { Outbound } from "../platform/outbound.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import type { AccessTokens } from "./access-token.ts";
import type { KeyEnvironment } from "./api-key.ts";
import type { IssuerKeys } from "./issuer-keys.ts";
import type { Passwords } from "./passwords.ts";
import type { Seal } from "./seal.ts";

/** Who may make a new organisation over the API. */
export const registrations = ["open", "invitation", "closed"] as const;
export type Registration = (typeof registrations)[number];

/** What accounts and links need, whoever works on them. */
export type AccountBasics = {
  readonly clock: Clock;
  readonly random: Randomness;
  readonly seal: Seal;
  /** Undefined: no mail is sent, and the console prints links. */
  readonly mailer: Mailer | undefined;
  /** Base URL under which people reach this gateway, without a slash at its end. */
  publicUrl(): string;
};

/** The same over all people and organisations: for the console, and for the letters. */
export type AccountDeps = AccountBasics & { readonly db: Db };

/** All that signing in needs. */
export type AuthDeps = AccountBasics & {
  readonly db: ScopedDb;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "signIns">;
  readonly keyEnvironment: KeyEnvironment;
  readonly registration: Registration;
  readonly accessTokens: AccessTokens;
  readonly passwords: Passwords;
  readonly outbound: Outbound;
  readonly issuerKeys: IssuerKeys;
};
