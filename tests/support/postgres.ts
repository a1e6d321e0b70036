// One real PostgreSQL for a test run, migrated once into a template that each file clones.
import { mkdtemp, rm } from "node:fs/promises";
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

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-postgres-"));
  // Nothing here outlives the run, so the disk need not be waited for.
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_wal_size: "1GB" },
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
