import { join } from "node:path";
import type { Config, Secrets } from "./config.ts";
import type { Cleanups } from "./gateway-cleanups.ts";
import { openSecrets } from "./gateway-keys.ts";
import { signersOf } from "./gateway-mint.ts";
import { createHederaLedger } from "./ledger/hedera/ledger.ts";
import { type Ledger, LedgerUnavailable } from "./ledger/ledger.ts";
import type { LocalLedger } from "./ledger/local/node.ts";
import { defaultMirrorUrl } from "./ledger/mirror.ts";
import type { ClockWatch } from "./platform/clock-watch.ts";
import type { Log } from "./platform/log.ts";
import { startLoop } from "./platform/loop.ts";
import type { SecretsInUse } from "./platform/secrets-in-use.ts";
import type { SigningKey } from "./platform/signing-key.ts";

type LedgerDeps = {
  readonly clockWatch: ClockWatch;
  readonly inUse: Pick<SecretsInUse, "supply">;
  readonly log: Log;
  readonly cleanups: Cleanups;
};

/** The ledger of the configuration: a network, or the local one in this process. */
export async function openLedger(
  config: Config,
  secrets: Secrets,
  given: Ledger | undefined,
  { clockWatch, inUse, log, cleanups }: LedgerDeps,
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
    signers: await signersOf(config, keys, inUse),
    onMirrorAnswer: (headers) => clockWatch.heard(headers),
    ...(own !== undefined && { nodes: own.network }),
  });
  cleanups.add(() => ledger.close());
  startClockWatch({ ledger, log, watch: clockWatch }, cleanups);
  return { ledger, local: own };
}

/** How often the network's list of nodes is looked at, ms. */
const nodesEveryMs = 3_600_000;
/** After a look that the mirror did not answer. */
const nodesAgainMs = 60_000;

/** Keeps the nodes those of the network's present address book. */
export function startNodes(
  ledger: Pick<Ledger, "renewNodes">,
  log: Log,
  cleanups: Pick<Cleanups, "add">,
  againMs = nodesAgainMs,
): void {
  let nextMs = 0;
  const loop = startLoop("ledger nodes", log, againMs, async () => {
    if (performance.now() < nextMs) return "idle";
    try {
      const seen = await ledger.renewNodes();
      if ("refused" in seen) log.error({ reason: seen.refused }, "the ledger's nodes stay those that are known");
      else if (seen.added.length + seen.removed.length > 0) log.info(seen, "the ledger's nodes have changed");
      nextMs = performance.now() + nodesEveryMs;
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) throw error;
      log.warn({ err: error }, "the mirror does not answer: the ledger's nodes later");
    }
    return "idle";
  });
  cleanups.add(() => loop.stop());
}

/** Where nothing else asks the mirror, ms. */
const clockEveryMs = 60_000;

/** Goes on comparing this machine's clock with the mirror's while nothing is anchored, and tells where they part and meet. */
function startClockWatch(
  { ledger, log, watch }: { readonly ledger: Pick<Ledger, "mirror">; readonly log: Log; readonly watch: ClockWatch },
  cleanups: Pick<Cleanups, "add">,
): void {
  let told: string | undefined;
  const loop = startLoop("clock", log, 10_000, async () => {
    if (watch.heardAgoMs > clockEveryMs) {
      await ledger.mirror.watermark().catch((error: unknown) => {
        if (!(error instanceof LedgerUnavailable)) throw error;
      });
    }
    const { words, aheadMs } = watch;
    if (words !== undefined && told === undefined) log.error({ ahead_s: Math.round((aheadMs ?? 0) / 1000) }, words);
    if (words === undefined && told !== undefined && aheadMs !== undefined)
      log.warn("this machine's clock and the mirror's agree again");
    if (words !== undefined || aheadMs !== undefined) told = words;
    return "idle";
  });
  cleanups.add(() => loop.stop());
}

async function openLocalLedger({ dataDir }: Config): Promise<LocalLedger> {
  const { startLocalLedger } = await import("./ledger/local/node.ts");
  return startLocalLedger({ dataDir: join(dataDir, "ledger") });
}
