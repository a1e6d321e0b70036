import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";
import { type DomainEvent, publish } from "./events.ts";
import type { Log } from "./log.ts";
import { newestKnown } from "./migrate.ts";

/** Past for every later statement: the column rounds to milliseconds, so plain now() may lie a little ahead. */
const justNow = sql<Date>`now() - interval '1 millisecond'`;

/**
 * No lease lasts so long. One that ends later was taken by a clock of the database that has been put back since: whoever
 * had it would keep all others out until then, also when it has long gone. Should it be there still, the token keeps it out.
 */
const noLeaseLasts = sql`interval '1 hour'`;

export type LeaseHolder = {
  readonly db: Db;
  /** Names this process among the gateways on the database. */
  readonly holderName: string;
  readonly log: Log;
};

/** A held lease. `token` rises with every change of holder: writes carry it, so a paused holder cannot write. */
export type Lease = { readonly token: bigint };

/**
 * Takes the named lease, or renews it when `holder` has it already. Time is the database's, so that
 * machines with different clocks agree on expiry. Nobody gets or keeps one beside a schema that is newer than this code: what
 * it stands for is done by a gateway that knows that schema, where it would only fail here, or do what nobody reads.
 *
 * @returns undefined while somebody else holds it.
 */
export async function takeLease(db: Db, name: string, holder: string, forMs: number): Promise<Lease | undefined> {
  const known = await newestKnown();
  const result = await sql<{ token: bigint }>`
    INSERT INTO leases AS l (name, holder, token, expires_at)
    SELECT ${name}, ${holder}, 1, now() + make_interval(secs => ${forMs / 1000})
    WHERE NOT EXISTS (SELECT FROM schema_migrations WHERE version > ${known})
    ON CONFLICT (name) DO UPDATE SET
      holder = excluded.holder,
      token = CASE WHEN l.holder = excluded.holder THEN l.token ELSE l.token + 1 END,
      expires_at = excluded.expires_at
    WHERE l.holder = excluded.holder OR l.expires_at <= now()
      OR l.expires_at > now() + make_interval(secs => ${forMs / 1000}) + ${noLeaseLasts}
    RETURNING token`.execute(db);
  const row = result.rows[0];
  return row === undefined ? undefined : { token: row.token };
}

/** A write under a lease that another process has taken meanwhile. */
export class LeaseTaken extends Error {
  constructor(name: string) {
    super(`another process holds the lease "${name}" by now`);
    this.name = "LeaseTaken";
  }
}

/**
 * First statement of a write that only the lease's holder may make: until the commit nobody else can take it.
 *
 * @throws {LeaseTaken}
 */
export async function requireLease(tx: Tx, name: string, holder: string, { token }: Lease): Promise<void> {
  const held = await tx
    .selectFrom("leases")
    .select("token")
    .where("name", "=", name)
    .where("holder", "=", holder)
    .where("token", "=", token)
    .forUpdate()
    .executeTakeFirst();
  if (held === undefined) throw new LeaseTaken(name);
}

/**
 * Gives the lease up so that a successor need not wait for its expiry. Where that cannot be written, as PostgreSQL stops
 * with its holder, the successor waits: nothing else hangs on it, so nothing fails by it.
 */
export async function releaseLease({ db, holderName, log }: LeaseHolder, name: string): Promise<void> {
  const released = db
    .updateTable("leases")
    .set({ expires_at: justNow })
    .where("name", "=", name)
    .where("holder", "=", holderName)
    .execute();
  await released.catch((error: unknown) => log.warn({ err: error, lease: name }, "a lease was left to its expiry"));
}

/** Holder of a lease that stands for nothing any more. */
const nobody = "";

/** Gives the lease up together with what it stood for: {@link abandonedLeases} does not name it again. */
export async function retireLease(db: Db, name: string, holder: string): Promise<void> {
  await db
    .updateTable("leases")
    .set({ holder: nobody, expires_at: justNow })
    .where("name", "=", name)
    .where("holder", "=", holder)
    .execute();
}

/** When a lease ended of which its holder said that somebody else shall go on with it. */
const longAgo = sql<Date>`timestamptz 'epoch'`;

/**
 * As {@link releaseLease}, for what is to be gone on with at once: {@link abandonedLeases} names it from now on, and the
 * event is told.
 */
export async function leaveLease({ db, holderName, log }: LeaseHolder, name: string, told: DomainEvent): Promise<void> {
  const left = db.transaction().execute(async (tx) => {
    const row = { expires_at: longAgo };
    await tx.updateTable("leases").set(row).where("name", "=", name).where("holder", "=", holderName).execute();
    await publish(tx, told);
  });
  await left.catch((error: unknown) => log.warn({ err: error, lease: name }, "a lease was left to its expiry"));
}

export type Abandoned = { readonly name: string /** Its holder has said so. */; readonly isLeft: boolean };

/** That begin so, of leases that nobody has renewed for a while though what they stand for may still be there. */
export async function abandonedLeases(db: Db, prefix: string, forMs: number): Promise<Abandoned[]> {
  const { rows } = await sql<Abandoned>`
    SELECT name, expires_at = ${longAgo} AS "isLeft" FROM leases WHERE starts_with(name, ${prefix}) AND holder <> ${nobody}
      AND expires_at < now() - make_interval(secs => ${forMs / 1000}) ORDER BY name`.execute(db);
  return rows;
}

/**
 * Ends every lease at once: for a start that knows itself alone on the database, so that it need not wait
 * for the lease of the process it replaces. Were it wrong, the rising token would still keep the other out.
 */
export async function expireLeases(db: Db): Promise<void> {
  await db.updateTable("leases").set({ expires_at: justNow }).execute();
}
