import { sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";

/** What lets another organisation into one period. */

export const invitedRoles = ["verifier", "issuer", "auditor"] as const;
export type InvitedRole = (typeof invitedRoles)[number];

/** A period of a plant, whoever owns it. */
export type PeriodKey = PlantKey & { readonly periodId: string };

export type Invitation = PeriodKey & {
  readonly invitationId: string;
  readonly guestOrgId: string;
  readonly role: InvitedRole;
  readonly createdAt: Date;
  readonly withdrawnAt: Date | null;
};

/** The caller holds the plant and has seen that the same one does not stand. */
export async function insertInvitation(
  tx: Tx,
  invitation: Omit<Invitation, "withdrawnAt"> & { readonly createdBy: string },
): Promise<void> {
  await tx
    .insertInto("period_invitations")
    .values({
      org_id: invitation.orgId,
      plant_id: invitation.plantId,
      period_id: invitation.periodId,
      invitation_id: invitation.invitationId,
      guest_org_id: invitation.guestOrgId,
      role: invitation.role,
      created_at: invitation.createdAt,
      created_by: invitation.createdBy,
    })
    .execute();
}

/** Invitations to a period, oldest first, those that were withdrawn included. */
export async function listInvitations(db: Db, { orgId, plantId, periodId }: PeriodKey): Promise<Invitation[]> {
  const rows = await db
    .selectFrom("period_invitations")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("period_id", "=", periodId)
    .orderBy("created_at")
    .orderBy("invitation_id")
    .execute();
  return rows.map(toInvitation);
}

/** Invitations of an organisation that stand, by who made them, oldest first. */
export async function listInvitationsBy(db: Db, orgId: string, by: readonly string[]): Promise<Invitation[]> {
  const rows = await db
    .selectFrom("period_invitations")
    .selectAll()
    .where("org_id", "=", orgId)
    .where(sql<boolean>`created_by = ANY(${[...by]}::text[])`)
    .where("withdrawn_at", "is", null)
    .orderBy("created_at")
    .orderBy("invitation_id")
    .execute();
  return rows.map(toInvitation);
}

export async function markInvitationWithdrawn(tx: Tx, key: PeriodKey, invitationId: string, at: Date): Promise<void> {
  await tx
    .updateTable("period_invitations")
    .set({ withdrawn_at: at })
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId)
    .where("period_id", "=", key.periodId)
    .where("invitation_id", "=", invitationId)
    .where("withdrawn_at", "is", null)
    .execute();
}

/** Standing invitations that an organisation received, oldest first. */
export async function listReceived(db: Db, guestOrgId: string): Promise<Invitation[]> {
  const rows = await db
    .selectFrom("period_invitations")
    .selectAll()
    .where("guest_org_id", "=", guestOrgId)
    .where("withdrawn_at", "is", null)
    .orderBy("created_at")
    .orderBy("invitation_id")
    .execute();
  return rows.map(toInvitation);
}

/** A standing invitation by its id, for its guest. */
export async function findReceived(db: Db, guestOrgId: string, invitationId: string): Promise<Invitation | undefined> {
  const row = await db
    .selectFrom("period_invitations")
    .selectAll()
    .where("guest_org_id", "=", guestOrgId)
    .where("invitation_id", "=", invitationId)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  return row && toInvitation(row);
}

type Row = {
  org_id: string;
  plant_id: string;
  period_id: string;
  invitation_id: string;
  guest_org_id: string;
  role: InvitedRole;
  created_at: Date;
  withdrawn_at: Date | null;
};

function toInvitation(row: Row): Invitation {
  return {
    orgId: row.org_id,
    plantId: row.plant_id,
    periodId: row.period_id,
    invitationId: row.invitation_id,
    guestOrgId: row.guest_org_id,
    role: row.role,
    createdAt: row.created_at,
    withdrawnAt: row.withdrawn_at,
  };
}
