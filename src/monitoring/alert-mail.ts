import { sql } from "kysely";
import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import { isDue } from "../platform/due.ts";
import type { Log } from "../platform/log.ts";
import type { Mail, Mailer } from "../platform/mail.ts";
import type { Metrics } from "../platform/metrics.ts";
import { findChannel, noteSent } from "./alert-channel-store.ts";
import { codeOf } from "./alert-channels.ts";
import { type Alert, type ChangeEntry, findAlert, listChanges } from "./alert-store.ts";

/**
 * Sends mail of alerts. There is one row for each change and address; it is gone when the server has the mail. A crash
 * in between sends it once more, under the same Message-ID.
 */
export type AlertMailDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "alertSends">;
  readonly mailer: Mailer;
  readonly plantSecret: Uint8Array;
  publicUrl(): string;
};

/** How long a mail is tried for, and how long one try may take before another gateway takes it up. */
const givenUpAfterMs = 24 * 3_600_000;
const tryMs = 120_000;
const longestWaitMs = 300_000;

type Due = {
  org_id: string;
  mail_id: bigint;
  channel_id: string;
  alert_id: string | null;
  change_no: number | null;
  created_at: Date;
  tries: number;
};

/**
 * Whether an address has not had yet what came before of the same rule and subject: the last word in a mailbox is how it stands,
 * also where the server was away for the first.
 */
const hasEarlier = sql`EXISTS (
  SELECT FROM alert_mails AS earlier
  JOIN alerts AS before ON before.org_id = earlier.org_id AND before.alert_id = earlier.alert_id
  JOIN alerts AS now ON now.org_id = own.org_id AND now.alert_id = own.alert_id
  WHERE earlier.org_id = own.org_id AND earlier.channel_id = own.channel_id AND earlier.mail_id < own.mail_id
    AND (before.alert_id = now.alert_id OR (before.rule_id = now.rule_id AND before.subject = now.subject)))`;

/** Sends what is due, oldest first. */
export async function sendAlertMails(deps: AlertMailDeps, signal: AbortSignal): Promise<"idle"> {
  const { db, clock, log } = deps;
  while (!signal.aborted) {
    const now = new Date(clock.nowMs());
    const { rows } = await sql<Due>`
      UPDATE alert_mails SET tries = tries + 1, due_at = ${new Date(now.getTime() + tryMs)},
        created_at = least(created_at, ${now})
      WHERE mail_id = (SELECT mail_id FROM alert_mails AS own
                       WHERE ${isDue(sql`own.due_at`, now.getTime(), longestWaitMs)} AND NOT ${hasEarlier}
                       ORDER BY due_at, mail_id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING org_id, mail_id, channel_id, alert_id, change_no, created_at, tries`.execute(db);
    const [due] = rows;
    if (due === undefined) return "idle";
    const error = await send(deps, due).then(
      () => undefined,
      (failure: unknown) => {
        log.warn({ err: failure, mail_id: String(due.mail_id) }, "a mail of an alert was not taken");
        return "the mail server did not take it";
      },
    );
    deps.metrics.alertSends.inc({ channel: "email", outcome: error === undefined ? "sent" : "failed" });
    await noteSent(db, { orgId: due.org_id, channelId: due.channel_id }, now, error);
    const isOver = error === undefined || now.getTime() - due.created_at.getTime() > givenUpAfterMs;
    if (isOver) await db.deleteFrom("alert_mails").where("mail_id", "=", due.mail_id).execute();
    else await putOff(deps, due, now);
  }
  return "idle";
}

async function putOff({ db }: AlertMailDeps, { mail_id, tries }: Due, now: Date): Promise<void> {
  const waitMs = Math.min(longestWaitMs, 15_000 * 2 ** Math.min(tries - 1, 8));
  await db
    .updateTable("alert_mails")
    .set({ due_at: new Date(now.getTime() + waitMs) })
    .where("mail_id", "=", mail_id)
    .execute();
}

async function send(deps: AlertMailDeps, due: Due): Promise<void> {
  const channel = await findChannel(deps.db, due.org_id, due.channel_id);
  if (channel === undefined) return;
  const mail =
    due.alert_id === null ? codeMail(codeOf(deps.plantSecret, channel), due.channel_id) : await told(deps, due);
  if (mail === undefined) return;
  const host = new URL(deps.publicUrl()).hostname;
  const messageId = `<${due.channel_id}.${due.alert_id ?? "code"}.${due.change_no ?? 0}@${host}>`;
  await deps.mailer.send({ to: channel.target, ...mail, messageId });
}

async function told(deps: AlertMailDeps, { org_id, alert_id, change_no }: Due): Promise<Content | undefined> {
  if (alert_id === null) return undefined;
  const alert = await findAlert(deps.db, org_id, alert_id);
  const change = (await listChanges(deps.db, org_id, alert_id)).find(({ changeNo }) => changeNo === change_no);
  return alert && change && alertMail(alert, change, deps.publicUrl());
}

type Content = Omit<Mail, "to">;

function codeMail(code: string, channelId: string): Content {
  return {
    subject: "Confirm this address for alerts",
    text: `Somebody wants the alerts of an organisation at a Hydro MRV Gateway sent to this address.

If that is right, give them this code, which confirms the address:

${code}

It belongs to the channel ${channelId}. If you expected nothing of this kind, do nothing: no alert is sent here.
`,
  };
}

/** What a mail says of a change. Names that tenants chose stand in it as plain text. */
export function alertMail(alert: Alert, { change, at }: ChangeEntry, publicUrl: string): Content {
  const isOver = change === "resolved";
  const place = alert.plantId === null ? "" : ` at ${alert.plantId}`;
  const runbook = alert.detail.runbook_url;
  const lines = [
    `${isOver ? "Over" : "Firing"}: ${alert.name}${place}`,
    "",
    `${alert.summary}.`,
    "",
    `Severity:  ${alert.severity}`,
    ...(alert.subject === "" ? [] : [`About:     ${alert.subject}`]),
    `Since:     ${alert.since.toISOString()}`,
    `Fired:     ${(alert.firedAt ?? at).toISOString()}`,
    ...(isOver ? [`Over:      ${at.toISOString()} (${alert.resolution ?? "the condition is over"})`] : []),
    ...(typeof runbook === "string" ? [`What to do: ${runbook}`] : []),
    "",
    `${publicUrl}/api/v1/alerts/${alert.alertId}`,
    "",
  ];
  const subject = `[${isOver ? "over" : alert.severity}] ${alert.name}${place}`;
  return { subject: subject.replace(/\s+/g, " "), text: lines.join("\n") };
}
