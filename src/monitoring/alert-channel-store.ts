import type { Db, Tx } from "../platform/database.ts";
import { type Severity, severities } from "./alert-rule.ts";

export const channelKinds = ["email", "alertmanager"] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Where an organisation has its alerts sent, beside webhooks. */
export type Channel = {
  readonly orgId: string;
  readonly channelId: string;
  readonly kind: ChannelKind;
  /** An address for mail, or the base URL of an Alertmanager. */
  readonly target: string;
  /** Null: alerts of all plants, and of none. */
  readonly plants: readonly string[] | null;
  readonly leastSeverity: Severity;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Null: an address whose reader has not said yes. */
  readonly confirmedAt: Date | null;
  readonly lastSentAt: Date | null;
  readonly lastError: { readonly at: Date; readonly what: string } | null;
};

/** Whether the channel is for alerts like this one. */
export function isFor(
  { plants, leastSeverity }: Pick<Channel, "plants" | "leastSeverity">,
  alert: { readonly plantId: string | null; readonly severity: Severity },
): boolean {
  const isGraveEnough = severities.indexOf(alert.severity) >= severities.indexOf(leastSeverity);
  return isGraveEnough && (plants === null || (alert.plantId !== null && plants.includes(alert.plantId)));
}

/** @returns false when the organisation has such a channel */
export async function insertChannel(tx: Tx, channel: Channel): Promise<boolean> {
  const result = await tx
    .insertInto("alert_channels")
    .values({
      org_id: channel.orgId,
      channel_id: channel.channelId,
      kind: channel.kind,
      target: channel.target,
      plants: channel.plants && [...channel.plants],
      least_severity: channel.leastSeverity,
      created_at: channel.createdAt,
      created_by: channel.createdBy,
      confirmed_at: channel.confirmedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** @returns false when there was none */
export async function deleteChannel(tx: Tx, { orgId, channelId }: Channel): Promise<boolean> {
  const result = await tx
    .deleteFrom("alert_channels")
    .where("org_id", "=", orgId)
    .where("channel_id", "=", channelId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function confirmChannel(tx: Tx, { orgId, channelId }: Channel, at: Date): Promise<void> {
  await tx
    .updateTable("alert_channels")
    .set({ confirmed_at: at })
    .where("org_id", "=", orgId)
    .where("channel_id", "=", channelId)
    .execute();
}

export async function findChannel(db: Db, orgId: string, channelId: string): Promise<Channel | undefined> {
  const row = await db
    .selectFrom("alert_channels")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("channel_id", "=", channelId)
    .executeTakeFirst();
  return row && toChannel(row);
}

/** Of one organisation, or of all; oldest first. */
export async function listChannels(db: Db, options: { readonly orgId?: string; readonly kind?: ChannelKind } = {}) {
  const { orgId, kind } = options;
  const rows = await db
    .selectFrom("alert_channels")
    .selectAll()
    .$if(orgId !== undefined, (query) => query.where("org_id", "=", orgId as string))
    .$if(kind !== undefined, (query) => query.where("kind", "=", kind as ChannelKind))
    .orderBy("created_at")
    .orderBy("channel_id")
    .execute();
  return rows.map(toChannel);
}

/** What became of the last try. */
export async function noteSent(
  db: Db,
  { orgId, channelId }: Pick<Channel, "orgId" | "channelId">,
  at: Date,
  error: string | undefined,
): Promise<void> {
  await db
    .updateTable("alert_channels")
    .set(error === undefined ? { last_sent_at: at } : { last_error: error, last_error_at: at })
    .where("org_id", "=", orgId)
    .where("channel_id", "=", channelId)
    .execute();
}

function toChannel(row: {
  org_id: string;
  channel_id: string;
  kind: ChannelKind;
  target: string;
  plants: string[] | null;
  least_severity: Severity;
  created_at: Date;
  created_by: string;
  confirmed_at: Date | null;
  last_sent_at: Date | null;
  last_error: string | null;
  last_error_at: Date | null;
}): Channel {
  const { last_error: what, last_error_at: at } = row;
  return {
    orgId: row.org_id,
    channelId: row.channel_id,
    kind: row.kind,
    target: row.target,
    plants: row.plants,
    leastSeverity: row.least_severity,
    createdAt: row.created_at,
    createdBy: row.created_by,
    confirmedAt: row.confirmed_at,
    lastSentAt: row.last_sent_at,
    lastError: what === null || at === null ? null : { at, what },
  };
}
