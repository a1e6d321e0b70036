import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "../../../src/config.ts";
import { startGateway } from "../../../src/gateway.ts";
import { enqueueWithIds } from "../../support/leaves.ts";

/** Starts a gateway with a log of three tiles and an edge, and has live_test.go read it over HTTP. */

const leafCount = 3 * 256 + 77;
const patienceMs = 60_000;

const dataDir = await mkdtemp(join(tmpdir(), "hydro-live-"));
const { config, secrets } = readConfig({ DATA_DIR: dataDir, PORT: "0" });
const gateway = await startGateway(config, secrets, { processMetrics: false });
try {
  const leaves = Array.from({ length: leafCount }, (_, i) => ({
    orgId: "tools",
    plantId: "PLANT",
    seq: BigInt(i + 1),
    recordId: `rec_${String(i).padStart(26, "0")}`,
    verdict: "other" as const,
    commitment: randomBytes(32),
  }));
  await gateway.deps.db
    .of("tools")
    .transaction()
    .execute((tx) => enqueueWithIds(tx, leaves, new Date()));
  await published(`${gateway.baseUrl}/log/checkpoint`);
  const child = spawn("go", ["test", "-count=1", "-tags=live", "-run=Live", "./..."], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { ...process.env, LOG_URL: gateway.baseUrl },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  await gateway.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** Waits until the checkpoint with all leaves stands on the ledger. */
async function published(url: string): Promise<void> {
  const endMs = Date.now() + patienceMs;
  while (Date.now() < endMs) {
    const response = await fetch(url);
    if (response.ok && Number((await response.text()).split("\n")[1]) === leafCount) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the log did not reach ${leafCount} leaves on the ledger`);
}
