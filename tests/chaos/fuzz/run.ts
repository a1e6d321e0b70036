import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openDemo } from "../../../src/bin/demo.ts";
import { readConfig } from "../../../src/config.ts";
import { startGateway } from "../../../src/gateway.ts";
import { openApiDocument } from "../../../src/http/app.ts";
import { createKey } from "../../../src/tenancy/tenancy.ts";
import { signedIn } from "../../support/users.ts";
import { callerOf, callers, type FuzzReport, fuzz } from "./campaign.ts";

const least = 0.6;
const mostGrownBytes = 32 * 2 ** 20;

/** `npm run chaos -- fuzz`: a whole gateway under requests made up from its own document. @returns the exit code */
export async function runFuzz(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { seed: { type: "string", default: "1" }, requests: { type: "string", default: "100000" } },
  });
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-fuzz-"));
  const lifted = { RATE_LIMIT_KEY: "0", RATE_LIMIT_ORG: "0", RATE_LIMIT_ADDRESS: "0" };
  const { config, secrets } = readConfig({ DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "silent", ...lifted });
  const gateway = await startGateway(config, secrets, { processMetrics: false });
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  try {
    await openDemo(gateway, dataDir);
    const keyOf = async (caller: string) => {
      const [role, isPerson] = callerOf(caller);
      const orgId = role === "registrar" ? "registrar" : "demo";
      if (isPerson) return (await signedIn(gateway.deps.auth, [role], orgId)).accessToken;
      return (await createKey(gateway.deps.tenancy, { orgId, roles: [role], label: "fuzz" })).text;
    };
    const memory = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const plan = { seed: Number(values.seed), requests: Number(values.requests) };
    const world = { baseUrl: gateway.baseUrl, document: openApiDocument(), roles: callers, keyOf, memory };
    return told(await fuzz(world, plan));
  } finally {
    await gateway.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function told({ byOperation, failures, ...report }: FuzzReport): number {
  const rows = Object.entries(byOperation).sort(([, a], [, b]) => a.reached / a.sent - b.reached / b.sent);
  for (const [id, { sent, reached }] of rows) console.log(`${id.padEnd(32)} ${reached} of ${sent} reached their verb`);
  for (const failure of failures) console.log(`FAILED ${failure}`);
  const share = report.reached / report.requests;
  const ok = failures.length === 0 && share >= least && report.grownBytes < mostGrownBytes;
  console.log(JSON.stringify({ ...report, share: Number(share.toFixed(4)), failures: failures.length, ok }));
  return ok ? 0 : 1;
}
