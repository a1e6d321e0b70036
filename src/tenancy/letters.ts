import { sql } from "kysely";
import type { Tx } from "../platform/database.ts";
import { isDue } from "../platform/due.ts";
import { publish } from "../platform/events.ts";
import type { Log } from "../platform/log.ts";
import type { Mail, Mailer } from "../platform/mail.ts";
import type { AccountBasics, AccountDeps } from "./auth-deps.ts";
import { makeJoinLink, makePasswordLink, type OneUseLink } from "./links.ts";

/** Mail to users. It is queued with the act that causes it, and sent by a loop: a mail server that is away costs nothing. */

export type LetterKind =
  /** Follow this link to join an organisation. */
  | "join"
  /** Somebody asked for a link to set a new password for this address, which may have no account. */
  | "reset"
  | "password-changed"
  | "second-factor-on"
  | "second-factor-off";

export type Letter = { readonly kind: LetterKind; readonly email: string; readonly invitationId?: string };

/** Queues a letter, where this gateway sends mail at all. */
export async function queueLetter(
  deps: Pick<AccountBasics, "clock" | "mailer">,
  tx: Tx,
  { kind, email, invitationId }: Letter,
): Promise<void> {
  if (deps.mailer === undefined) return;
  const now = new Date(deps.clock.nowMs());
  await tx
    .insertInto("letters")
    .values({ kind, email, invitation_id: invitationId ?? null, created_at: now, due_at: now })
    .execute();
  await publish(tx, { type: "letter.queued" });
}

/** How long a letter is tried for, and how long one try may take before another gateway takes it up. */
const givenUpAfterMs = 24 * 3_600_000;
const tryMs = 120_000;
const longestWaitMs = 3_600_000;

type Due = {
  letter_id: bigint;
  kind: LetterKind;
  email: string;
  invitation_id: string | null;
  created_at: Date;
  tries: number;
};

/** Sends what is due. A crash after the server took a mail and before its row is gone sends it once more. */
export async function runLetters(
  deps: AccountDeps & { readonly mailer: Mailer; readonly log: Log },
  signal: AbortSignal,
): Promise<"more" | "idle"> {
  const { db, clock, log } = deps;
  while (!signal.aborted) {
    const now = new Date(clock.nowMs());
    const { rows } = await sql<Due>`
      UPDATE letters SET tries = tries + 1, due_at = ${new Date(now.getTime() + tryMs)}, created_at = least(created_at, ${now})
      WHERE letter_id = (SELECT letter_id FROM letters WHERE ${isDue(sql`due_at`, now.getTime(), longestWaitMs)}
                         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING letter_id, kind, email, invitation_id, created_at, tries`.execute(db);
    const [letter] = rows;
    if (letter === undefined) return "idle";
    const done = await send(deps, letter).then(
      () => true,
      (error: unknown) => {
        log.warn({ err: error, letter_id: String(letter.letter_id), kind: letter.kind }, "a letter was not taken");
        return now.getTime() - letter.created_at.getTime() > givenUpAfterMs;
      },
    );
    if (done) await db.deleteFrom("letters").where("letter_id", "=", letter.letter_id).execute();
    else await putOff(deps, letter, now);
  }
  return "idle";
}

async function putOff({ db }: AccountDeps, { letter_id, tries }: Due, now: Date): Promise<void> {
  const waitMs = Math.min(longestWaitMs, 15_000 * 2 ** Math.min(tries - 1, 8));
  const due = new Date(now.getTime() + waitMs);
  await db.updateTable("letters").set({ due_at: due }).where("letter_id", "=", letter_id).execute();
}

async function send(deps: AccountDeps & { readonly mailer: Mailer }, letter: Due): Promise<void> {
  const mail = await mailOf(deps, letter);
  // Nobody to write to: no account has this address, or the invitation is over.
  if (mail !== undefined) await deps.mailer.send({ to: letter.email, ...mail });
}

async function mailOf(deps: AccountDeps, letter: Due): Promise<Omit<Mail, "to"> | undefined> {
  switch (letter.kind) {
    case "join": {
      const link = await makeJoinLink(deps, letter.invitation_id ?? "");
      return link && joinMail(link);
    }
    case "reset": {
      const link = await makePasswordLink(deps, letter.email);
      return link && (link.kind === "join" ? joinMail(link) : resetMail(link));
    }
    case "password-changed":
      return notice(
        "Your password was changed",
        "the password of your account was changed, and your other sessions ended",
      );
    case "second-factor-on":
      return notice("A second factor was added", "a second factor was added to your account");
    case "second-factor-off":
      return notice("Your second factor was removed", "the second factor of your account was removed");
  }
}

function joinMail({ url, organisation = "", expiresAt }: OneUseLink): Omit<Mail, "to"> {
  return {
    subject: "Confirm your address to join an organisation",
    text: `Somebody named this address for the organisation "${plain(organisation)}" at a Hydro MRV Gateway.

If that is right, follow this link to confirm the address and join. Without an account yet, you choose your password there:

${url}

The link works once, until ${expiresAt.toISOString()}. If you expected nothing of this kind, do nothing: no account is made.
`,
  };
}

function resetMail({ url, expiresAt }: OneUseLink): Omit<Mail, "to"> {
  return {
    subject: "Set a new password",
    text: `Somebody, probably you, asked for a new password for your account at a Hydro MRV Gateway. Set it here:

${url}

The link works once, until ${expiresAt.toISOString()}. If it was not you, do nothing: your password stays.
`,
  };
}

function notice(subject: string, what: string): Omit<Mail, "to"> {
  return {
    subject,
    text: `At your Hydro MRV Gateway ${what}.

If that was not you, ask for a new password at once, and tell the operator of the gateway.
`,
  };
}

/** What strangers call their organisation goes into mail without anything that could be a link or a second line. */
function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N} &'-]+/gu, " ").slice(0, 60);
}
