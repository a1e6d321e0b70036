import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { SettingError } from "../kernel/setting-error.ts";
import type { Db, Tx } from "./database.ts";
import type { Log } from "./log.ts";
import { startLoop } from "./loop.ts";

/**
 * Gateways of one database share the files of their secrets. One that has others, for example since each was given a data directory
 * of its own, would refuse the sessions that another began, open no second factor, and give records salts that nobody can
 * recompute: now and then, by whichever gateway a call happens to come to. So each says by a print which it has, and one that
 * starts beside another with a different one does not start.
 */

export type SharedSecrets = Readonly<Record<SharedSetting, string | Uint8Array>>;
export type SharedSetting = "PLANT_SECRET_FILE" | "AUTH_SECRET_FILE" | "AUTH_KEY_FILE";

/** A gateway that has said nothing for so long is gone, s; each says it several times in that time. */
const goneAfterS = 60;
const sayEveryMs = 15_000;

/** Tells two secrets apart, and nothing of a secret of 32 random bytes. */
const printOf = (setting: string, secret: string | Uint8Array) =>
  createHmac("sha256", secret).update(`hydro-mrv print of ${setting}`).digest();

/** Said by a gateway that runs; not so one dated by a clock of the database that has been put back since. */
const isLive = sql<boolean>`(holder <> '' AND abs(extract(epoch FROM now() - seen_at)) <= ${goneAfterS}::float8)`;

/** What a gateway that runs has: none of these may be made anew beside it. */
export async function heldSecrets(db: Db): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ setting: string }>`SELECT setting FROM secret_prints WHERE ${isLive}`.execute(db);
  return new Set(rows.map(({ setting }) => setting));
}

type Holding = {
  readonly db: Db;
  /** Names this process among the gateways on the database. */
  readonly holderName: string;
  readonly log: Log;
  readonly cleanups: { add(step: () => Promise<unknown>): void };
  /** No other gateway can be on this database. */
  readonly isAlone: boolean;
};

type Print = { readonly setting: string; readonly print: Uint8Array };

/**
 * Says which secrets this gateway has, and goes on saying so until it stops.
 *
 * @throws {SettingError} naming each file that differs from that of a gateway which runs
 */
export async function holdSecrets(secrets: SharedSecrets, holding: Holding): Promise<void> {
  const { db, holderName, log, cleanups, isAlone } = holding;
  const prints = Object.entries(secrets).map(([setting, secret]) => ({ setting, print: printOf(setting, secret) }));
  const changed = await db.transaction().execute(async (tx) => {
    // Of several that start at once on a new database one is the first.
    await sql`SELECT pg_advisory_xact_lock(hashtext('secret prints'))`.execute(tx);
    if (isAlone) await sql`DELETE FROM secret_prints WHERE holder <> ''`.execute(tx);
    const others = await unlike(tx, prints);
    if (others.length > 0) throw new SettingError(differs(others));
    return takeDown(tx, holderName, prints);
  });
  for (const setting of changed)
    log.error({ setting }, `${setting} holds another secret than before: ${costs[setting]}`);
  const loop = startLoop("secrets", log, sayEveryMs, async () => {
    await say(db, holderName, prints);
    for (const { setting, holder } of await unlike(db, prints))
      log.error({ setting, holder }, `another gateway runs on this database with another secret at ${setting}`);
    return "idle";
  });
  cleanups.add(async () => {
    await loop.stop();
    const over = sql`DELETE FROM secret_prints WHERE holder = ${holderName}`.execute(db);
    // Where PostgreSQL stops as well they are let go by time.
    await over.catch((error: unknown) => log.warn({ err: error }, "the prints of secrets stay for a minute"));
  });
}

/** Gateways that run, each with a setting at which it has another secret. */
async function unlike(db: Db, prints: readonly Print[]): Promise<{ setting: string; holder: string }[]> {
  const found: { setting: string; holder: string }[] = [];
  for (const { setting, print } of prints) {
    const { rows } = await sql<{ holder: string }>`
      SELECT holder FROM secret_prints WHERE setting = ${setting} AND print <> ${print} AND ${isLive}
      ORDER BY holder LIMIT 1`.execute(db);
    found.push(...rows.map(({ holder }) => ({ setting, holder })));
  }
  return found;
}

/** @returns settings at which the last gateway had another secret */
async function takeDown(tx: Tx, holder: string, prints: readonly Print[]): Promise<string[]> {
  const changed: string[] = [];
  for (const { setting, print } of prints) {
    const { rows } = await sql`
      SELECT FROM secret_prints WHERE setting = ${setting} AND holder = '' AND print <> ${print}`.execute(tx);
    if (rows.length > 0) changed.push(setting);
  }
  await sql`DELETE FROM secret_prints WHERE holder <> '' AND NOT ${isLive}`.execute(tx);
  await say(tx, "", prints);
  await say(tx, holder, prints);
  return changed;
}

async function say(db: Db, holder: string, prints: readonly Print[]): Promise<void> {
  for (const { setting, print } of prints) {
    await sql`INSERT INTO secret_prints (setting, holder, print, seen_at) VALUES (${setting}, ${holder}, ${print}, now())
      ON CONFLICT (setting, holder) DO UPDATE SET print = excluded.print, seen_at = excluded.seen_at`.execute(db);
  }
}

const costs: Readonly<Record<string, string>> = {
  PLANT_SECRET_FILE: "salts and webhooks' secrets differ from those until now (docs/keys.md)",
  AUTH_SECRET_FILE: "second factors that were sealed with the other one cannot be opened (docs/keys.md)",
  AUTH_KEY_FILE: "whoever is signed in refreshes once (docs/keys.md)",
};

function differs(others: readonly { readonly setting: string; readonly holder: string }[]): string {
  const [is, file] = others.length === 1 ? ["holds", "file"] : ["hold", "files"];
  const settings = others.map(({ setting }) => setting).join(", ");
  return `${settings} ${is} another secret than that of the gateway ${others[0]?.holder}, which runs on this database: give both the same ${file} (docs/deploy.md). Where it is meant to be replaced, stop that gateway first.`;
}
