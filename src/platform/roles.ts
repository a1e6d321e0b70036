import pg from "pg";

/**
 * Who works in the database. `hydro_owner` owns every object and changes the schema; `hydro_serve` answers requests
 * and sees the organisations that a transaction names; `hydro_worker` runs the loops that cross organisations.
 * Roles belong to a whole PostgreSQL server: databases of several gateways on one server share their names.
 */
export const ownerRole = "hydro_owner";
export const serveRole = "hydro_serve";
export const workerRole = "hydro_worker";

export type DatabaseRole = typeof ownerRole | typeof serveRole | typeof workerRole;

const roles: readonly DatabaseRole[] = [ownerRole, serveRole, workerRole];

/** What a database administrator runs once where the owner's login may not: see docs/tenancy.md. */
export const rolesSql = roles.map((role) => `CREATE ROLE ${role} NOLOGIN;`).join(" ");

/** Another gateway that starts at the same moment made it first. */
const madeMeanwhile = new Set(["42710", "23505", "XX000"]);

/**
 * Makes the three roles where they are missing, and what their owner needs in this database. Safe to call again.
 *
 * @throws with one sentence when this login may not and nobody has done it before.
 */
export async function ensureRoles(client: pg.ClientBase): Promise<void> {
  for (const role of roles) {
    const found = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
    if (found.rowCount === 0) await attempt(client, `CREATE ROLE ${role} NOLOGIN`, `create the role ${role}`);
  }
  const { rows } = await client.query<{ login: string; acts: boolean; makes: boolean }>(
    `SELECT session_user AS login, pg_has_role($1, 'SET') AS acts, has_schema_privilege($1, 'public', 'CREATE') AS makes`,
    [ownerRole],
  );
  const login = pg.escapeIdentifier(rows[0]?.login ?? "");
  if (rows[0]?.acts !== true) await attempt(client, `GRANT ${ownerRole} TO ${login}`, `act as ${ownerRole}`);
  if (rows[0]?.makes !== true) {
    await attempt(client, `GRANT CREATE, USAGE ON SCHEMA public TO ${ownerRole}`, `let ${ownerRole} make tables`);
  }
  await adoptTables(client);
}

/**
 * Lets a login work as a role, unless it may already.
 *
 * @throws with one sentence when this connection may not give the role.
 */
export async function grantRole(client: pg.ClientBase, login: string, role: DatabaseRole): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT pg_has_role(oid, $2, 'SET') AS may FROM pg_roles WHERE rolname = $1",
    [login, role],
  );
  if (rows[0] === undefined) throw new Error(`The database has no login ${login}: see docs/tenancy.md.`);
  if (!rows[0].may)
    await attempt(client, `GRANT ${role} TO ${pg.escapeIdentifier(login)}`, `let ${login} work as ${role}`);
}

/** The roles beside `allowed` that the connection's login could take: it must not reach their power by SET ROLE. */
export async function furtherRoles(client: pg.ClientBase, allowed: DatabaseRole): Promise<string[]> {
  const { rows } = await client.query<{ role: string }>(
    `SELECT rolname AS role FROM pg_roles
     WHERE rolname = ANY($1::text[]) AND rolname <> $2 AND pg_has_role(session_user, oid, 'MEMBER')
     UNION ALL SELECT 'superuser' FROM pg_roles WHERE rolname = session_user AND (rolsuper OR rolbypassrls)`,
    [roles, allowed],
  );
  return rows.map(({ role }) => role);
}

/** Tables of a gateway from before there were roles belong to whoever made them: from now on to the owner. */
async function adoptTables(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(adoption, [ownerRole]);
  for (const { statement } of rows) await attempt(client, statement, `give what it made to ${ownerRole}`);
}

const adoption = `
  WITH maker AS (SELECT relowner AS oid FROM pg_class WHERE oid = to_regclass('public.schema_migrations'))
  SELECT format('ALTER TABLE %s OWNER TO %I', relation.oid::regclass, $1::text) AS statement
  FROM pg_class AS relation JOIN maker ON relation.relowner = maker.oid
  WHERE relation.relnamespace = 'public'::regnamespace AND relation.relkind IN ('r', 'p', 'v')
    AND maker.oid <> $1::text::regrole
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = relation.oid AND deptype = 'e')
  UNION ALL
  SELECT format('ALTER ROUTINE %s OWNER TO %I', routine.oid::regprocedure, $1::text)
  FROM pg_proc AS routine JOIN maker ON routine.proowner = maker.oid
  WHERE routine.pronamespace = 'public'::regnamespace AND maker.oid <> $1::text::regrole
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = routine.oid AND deptype = 'e')`;

async function attempt(client: pg.ClientBase, statement: string, what: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== undefined && madeMeanwhile.has(code)) return;
    if (code !== "42501") throw error;
    throw new Error(
      `This database login may not ${what}: give DATABASE_OWNER_URL a login that may, or have the database's administrator run: ${rolesSql.includes(statement) ? rolesSql : `${statement};`} (docs/tenancy.md)`,
      { cause: error },
    );
  }
}
