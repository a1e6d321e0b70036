import { join } from "node:path";
import type { Config, Secrets } from "./config.ts";
import type { Cleanups } from "./gateway-cleanups.ts";
import { openSecrets } from "./gateway-keys.ts";
import { signersOf } from "./gateway-mint.ts";
import { createHederaLedger } from "./ledger/hedera/ledger.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { LocalLedger } from "./ledger/local/node.ts";
import { defaultMirrorUrl } from "./ledger/mirror.ts";
import type { SigningKey } from "./platform/signing-key.ts";

/** The ledger of the configuration: a network, or the local one in this process. */
export async function openLedger(
  config: Config,
  secrets: Secrets,
  given: Ledger | undefined,
  cleanups: Cleanups,
): Promise<{ ledger: Ledger; local: LocalLedger | undefined }> {
  if (given !== undefined) return { ledger: given, local: undefined };
  const own = config.network === "local" ? await openLocalLedger(config) : undefined;
  if (own !== undefined) cleanups.add(() => own.close());
  const keys = await openSecrets(config, secrets);
  const ledger = createHederaLedger({
    network: config.network,
    operatorId: own?.operator.accountId ?? (config.operatorId as string),
    operatorKey: own?.operator.privateKeyDer ?? (keys.operatorKey as string | SigningKey),
    mirrorUrl: config.mirrorUrl ?? own?.mirrorUrl ?? (defaultMirrorUrl(config.network) as string),
    signers: await signersOf(config, keys),
    ...(own !== undefined && { nodes: own.network }),
  });
  cleanups.add(() => ledger.close());
  return { ledger, local: own };
}

async function openLocalLedger({ dataDir }: Config): Promise<LocalLedger> {
  const { startLocalLedger } = await import("./ledger/local/node.ts");
  return startLocalLedger({ dataDir: join(dataDir, "ledger") });
}
