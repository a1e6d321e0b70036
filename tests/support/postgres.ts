// One real PostgreSQL for a test run, migrated once into a template that each file clones.
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../../src/platform/embedded-postgres.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { serveRole, workerRole } from "../../src/platform/roles.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The superuser's. */
    postgresUrl: string;
    serveUrl: string;
    workerUrl: string;
  }
}

export const templateDatabase = "template_gateway";

/** All databases of a run at one time, their template and the log of what is written. */
const roomBytes = 3 * 1024 ** 3;

/**
 * Where the databases lie: in memory, where the machine keeps a file system there with room. A clone is a thousand
 * files: 35 ms in memory, up to 800 ms on a disk.
 */
async function folderOfDatabases(): Promise<string> {
  const inMemory = await statfs("/dev/shm").catch(() => undefined);
  const hasRoom = inMemory !== undefined && inMemory.bavail * inMemory.bsize > roomBytes;
  return mkdtemp(join(hasRoom ? "/dev/shm" : tmpdir(), "hydro-postgres-"));
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await folderOfDatabases();
  // Nothing here outlives the run, so the disk need not be waited for.
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_wal_size: "512MB" },
  });
  await postgres.ensureDatabase(templateDatabase);
  await migrate(postgres.url(templateDatabase));
  project.provide("postgresUrl", postgres.url("postgres"));
  project.provide("serveUrl", postgres.urlAs(serveRole, "postgres"));
  project.provide("workerUrl", postgres.urlAs(workerRole, "postgres"));
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
