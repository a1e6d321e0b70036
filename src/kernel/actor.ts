/** What a key may do. Users with sessions come later and carry the same roles. */
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

/** Who is calling: one organisation, one credential, its roles. Made by `tenancy/` only. */
export type Actor = {
  readonly orgId: string;
  readonly keyId: string;
  readonly roles: readonly Role[];
  readonly limits?: Limits | undefined;
};
