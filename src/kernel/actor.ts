/** What a key or a member may do. `device` is for keys only, `registrar` for the registrar's organisation only. */
export const roles = ["owner", "operator", "verifier", "issuer", "auditor", "device", "registrar"] as const;
export type Role = (typeof roles)[number];

/** What narrows a credential beside its roles. Absent: nothing does. */
export type Limits = {
  /** Parts of the API that it may call; see `tenancy/scope.ts`. */
  readonly scopes?: readonly string[] | undefined;
  /** Plants that it may see and touch; the others are as if they were not there. */
  readonly plants?: readonly string[] | undefined;
  /** Devices that it may send readings of. */
  readonly devices?: readonly string[] | undefined;
};

/** Somebody who signed in, as against a program with a key. */
export type Person = {
  /** The user's id, or for a token of an organisation's own issuer a pseudonym made of issuer and subject. */
  readonly userId: string;
  readonly method: "session" | "oidc";
  /** Of a session of this gateway. */
  readonly sessionId?: string;
  /** Of a token of an organisation's own issuer: as which that was configured when the token was taken. */
  readonly issuer?: string;
  /** The session was opened with, or has since shown, a second factor that this gateway checked itself. */
  readonly secondFactor: boolean;
};

/** Who is calling: one organisation, one credential, its roles. Made by `tenancy/` only. */
export type Actor = {
  readonly orgId: string;
  /** Stands in records for who acted: the key's id, or the person's. */
  readonly keyId: string;
  readonly roles: readonly Role[];
  readonly limits?: Limits | undefined;
  /** Absent: a key, or the console of the machine. */
  readonly person?: Person;
};
