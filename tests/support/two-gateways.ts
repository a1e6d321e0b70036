import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { type Gateway, type Overrides, startGateway } from "../../src/gateway.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { LocalLedger } from "../../src/ledger/local/node.ts";
import { createLog } from "../../src/platform/log.ts";
import { type TestGateway, testGateway } from "./gateway.ts";

export type TwoGateways = { readonly first: TestGateway; readonly second: Gateway; stop(): Promise<void> };

/** Two whole gateways on one database and one ledger, as behind a balancer. */
export async function twoGateways(
  options: { overrides?: Overrides; env?: Record<string, string> } = {},
): Promise<TwoGateways> {
  const folder = await mkdtemp(join(tmpdir(), "hydro-two-"));
  const env = {
    MQTT_PORT: "off",
    ...options.env,
    LOG_KEY_FILE: join(folder, "log-key.pem"),
    PLANT_SECRET_FILE: join(folder, "plant-secret"),
  };
  const first = await testGateway({ ...options, env });
  const local = first.localLedger as LocalLedger;
  const ledger = createHederaLedger({
    network: "local",
    operatorId: local.operator.accountId,
    operatorKey: local.operator.privateKeyDer,
    mirrorUrl: local.mirrorUrl,
    signers: {},
    nodes: local.network,
  });
  const shared = {
    AUTH_KEY_FILE: join(first.dataDir, "auth-key.pem"),
    AUTH_SECRET_FILE: join(first.dataDir, "auth-secret"),
  };
  const { config, secrets } = readConfig({ ...shared, ...env, ...first.databaseEnv, DATA_DIR: folder, PORT: "0" });
  const log = createLog("silent");
  const second = await startGateway(config, secrets, { ...options.overrides, log, ledger, processMetrics: false });
  return {
    first,
    second,
    async stop() {
      await second.stop();
      await ledger.close();
      await first.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
