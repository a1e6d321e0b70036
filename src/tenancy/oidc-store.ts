import { sql } from "kysely";
import type { Db } from "../platform/database.ts";
import type { MemberRole } from "./scope.ts";

/** What a value of the roles claim gives. */
export type RoleMap = Readonly<Record<string, readonly MemberRole[]>>;

/** What tokens are checked against. */
export type TokenIssuer = {
  readonly orgId: string;
  /** `iss` of its tokens, exactly. */
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly rolesClaim: string;
  readonly roleMap: RoleMap;
};

export type OidcIssuer = TokenIssuer & {
  readonly issuerId: string;
  readonly createdBy: string;
  readonly createdAt: Date;
};

/** @returns false when the pair of issuer and audience is configured already. */
export async function insertIssuer(db: Db, made: OidcIssuer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("oidc_issuers")
    .values({
      org_id: made.orgId,
      issuer_id: made.issuerId,
      issuer: made.issuer,
      audience: made.audience,
      jwks_uri: made.jwksUri,
      roles_claim: made.rolesClaim,
      role_map: JSON.stringify(made.roleMap),
      created_by: made.createdBy,
      created_at: made.createdAt,
    })
    .onConflict((conflict) => conflict.columns(["issuer", "audience"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function listIssuers(db: Db, orgId: string): Promise<OidcIssuer[]> {
  const rows = await db
    .selectFrom("oidc_issuers")
    .selectAll()
    .where("org_id", "=", orgId)
    .orderBy("created_at")
    .orderBy("issuer_id")
    .execute();
  return rows.map(toIssuer);
}

/** Whose tokens these are, before anything is known of who calls: by issuer and audiences exactly. */
export async function findIssuers(db: Db, issuer: string, audiences: readonly string[]): Promise<TokenIssuer[]> {
  if (audiences.length === 0) return [];
  const { rows } = await sql<Omit<Row, "issuer_id" | "created_by" | "created_at">>`
    SELECT * FROM find_oidc_issuers(${issuer}, ${[...audiences]})`.execute(db);
  return rows.map(toTokenIssuer);
}

/** @returns false when the organisation has none of that id. */
export async function deleteIssuer(db: Db, orgId: string, issuerId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("oidc_issuers")
    .where("org_id", "=", orgId)
    .where("issuer_id", "=", issuerId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

type Row = {
  org_id: string;
  issuer_id: string;
  issuer: string;
  audience: string;
  jwks_uri: string;
  roles_claim: string;
  role_map: unknown;
  created_by: string;
  created_at: Date;
};

function toTokenIssuer(row: Omit<Row, "issuer_id" | "created_by" | "created_at">): TokenIssuer {
  return {
    orgId: row.org_id,
    issuer: row.issuer,
    audience: row.audience,
    jwksUri: row.jwks_uri,
    rolesClaim: row.roles_claim,
    roleMap: row.role_map as RoleMap,
  };
}

function toIssuer(row: Row): OidcIssuer {
  const { issuer_id: issuerId, created_by: createdBy, created_at: createdAt } = row;
  return { ...toTokenIssuer(row), issuerId, createdBy, createdAt };
}
