/** What a key may do. Users with sessions come later and carry the same roles. */
export const roles = ["owner", "operator", "verifier", "issuer", "auditor", "device", "registrar"] as const;
export type Role = (typeof roles)[number];

/** Who is calling: one organisation, one credential, its roles. Made by `tenancy/` only. */
export type Actor = {
  readonly orgId: string;
  readonly keyId: string;
  readonly roles: readonly Role[];
};
