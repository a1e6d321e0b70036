import type { Actor } from "../kernel/actor.ts";
import type { Json } from "../kernel/canonical.ts";
import type { Db, Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { administrators, requireRole } from "./scope.ts";

/**
 * The audit trail of an organisation: every act on its keys, members and settings, written in the transaction of
 * the act. Plants, designs, statements and decisions are records of their plant's chain already; these have none,
 * so `plants/act-sealing.ts` puts them into a chain of the organisation's own.
 */
export type AdminAct = {
  readonly orgId: string;
  /** Undefined: the operator's console on the machine. */
  readonly actor: Pick<Actor, "keyId"> | undefined;
  readonly act: AdminActName;
  /** What it was done to: an id. */
  readonly object: string;
  /** What an auditor needs to follow it. Never a secret. */
  readonly detail: { readonly [member: string]: Json };
};

export const adminActNames = [
  "organisation.created",
  "organisation.quota-set",
  "key.created",
  "key.rotated",
  "key.revoked",
  "member.invited",
  "member.invitation-withdrawn",
  "member.joined",
  "member.roles-set",
  "member.removed",
  "member.locked",
  "member.unlocked",
  "issuer.added",
  "issuer.removed",
  "webhook.created",
  "webhook.changed",
  "webhook.secret-rotated",
  "webhook.deleted",
  "webhook.switched-off",
  "river-flows.imported",
  "alert-rule.created",
  "alert-rule.changed",
  "alert-rule.deleted",
  "alert-defaults.set",
  "alert.acknowledged",
  "alert.closed",
  "alert-silence.created",
  "alert-silence.ended",
  "alert-channel.created",
  "alert-channel.confirmed",
  "alert-channel.deleted",
  "token.replaced",
  "token.resumed",
  "token.movement-booked",
] as const;
export type AdminActName = (typeof adminActNames)[number];

/** Writes acts down; a crash before the commit leaves neither them nor what was done. */
export async function recordActs(tx: Tx, acts: readonly AdminAct[], at: Date): Promise<void> {
  if (acts.length === 0) return;
  await tx
    .insertInto("admin_acts")
    .values(
      acts.map(({ orgId, actor, act, object, detail }) => ({
        org_id: orgId,
        at,
        actor: actor?.keyId ?? null,
        act,
        object,
        detail: JSON.stringify(detail),
      })),
    )
    .execute();
  await publish(tx, { type: "acts.recorded" });
}

export type StoredAct = {
  readonly actNo: bigint;
  readonly at: Date;
  readonly actor: string | null;
  readonly act: string;
  readonly object: string;
  readonly detail: { readonly [member: string]: Json };
  /** Null until it is sealed. */
  readonly recordId: string | null;
};

/** One page of an organisation's acts, oldest first. `next` is the act to continue after. @throws {Fault} `forbidden` */
export async function listActs(
  { db }: { readonly db: ScopedDb },
  actor: Actor,
  page: { readonly after: bigint; readonly limit: number },
): Promise<{ acts: StoredAct[]; next: bigint | undefined }> {
  requireRole(actor, administrators);
  const rows = await db
    .of(actor.orgId)
    .selectFrom("admin_acts")
    .selectAll()
    .where("org_id", "=", actor.orgId)
    .where("act_no", ">", page.after)
    .orderBy("act_no")
    .limit(page.limit + 1)
    .execute();
  const acts = rows.slice(0, page.limit).map(toAct);
  return { acts, next: rows.length > page.limit ? acts.at(-1)?.actNo : undefined };
}

/** An organisation with acts that are not sealed yet. */
export async function nextUnsealed(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom("admin_acts").select("org_id").where("record_id", "is", null).executeTakeFirst();
  return row?.org_id;
}

/** Its oldest acts that are not sealed. The caller holds the lock on the organisation's chain. */
export async function unsealedActs(tx: Tx, orgId: string, limit: number): Promise<StoredAct[]> {
  const rows = await tx
    .selectFrom("admin_acts")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("record_id", "is", null)
    .orderBy("act_no")
    .limit(limit)
    .execute();
  return rows.map(toAct);
}

export async function markSealed(tx: Tx, orgId: string, acts: readonly bigint[], recordId: string): Promise<void> {
  await tx
    .updateTable("admin_acts")
    .set({ record_id: recordId })
    .where("org_id", "=", orgId)
    .where("act_no", "in", [...acts])
    .execute();
}

function toAct(row: {
  act_no: bigint;
  at: Date;
  actor: string | null;
  act: string;
  object: string;
  detail: unknown;
  record_id: string | null;
}): StoredAct {
  const { act_no: actNo, at, actor, act, object, record_id: recordId } = row;
  return { actNo, at, actor, act, object, detail: row.detail as StoredAct["detail"], recordId };
}
