import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Identity } from "./postgres-binaries.ts";

/** Where the embedded cluster has its Unix socket: a statement costs both sides less that way than over TCP. */

const prefix = "hydro-socket-";
/** Of a socket's path, bytes: the shortest bound there is (macOS); Linux has 107. */
const longestPath = 103;

/**
 * A folder for the socket, where nobody else may enter; undefined where there can be none: TCP does as well. Not in the
 * data directory, whose path may be too long and which may be of a file system that knows no sockets.
 */
export async function makeSocketFolder({ spawn }: Identity): Promise<string | undefined> {
  const start = join(tmpdir(), prefix);
  if (process.platform === "win32" || Buffer.byteLength(`${start}XXXXXX/.s.PGSQL.65535`) > longestPath)
    return undefined;
  const folder = await mkdtemp(start).catch(() => undefined);
  if (folder !== undefined && spawn.uid !== undefined) await chown(folder, spawn.uid, spawn.gid ?? spawn.uid);
  return folder;
}

/** Removes what {@link makeSocketFolder} made, and nothing else. */
export async function removeSocketFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined || !basename(folder).startsWith(prefix)) return;
  await rm(folder, { recursive: true, force: true });
}
