import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { lookupGapS } from "./anchoring/attempt.ts";
import { newWorksMemory, runWorks, type WorksDeps } from "./anchoring/works.ts";
import { worksLease } from "./anchoring/works-store.ts";
import type { Config } from "./config.ts";
import type { OpenedSecrets } from "./gateway-keys.ts";
import { resolveAirdrops } from "./issuance/airdrops.ts";
import type { GatewayDeps } from "./issuance/append.ts";
import { orderCertificates } from "./issuance/certificate-orders.ts";
import { isExplained } from "./issuance/explained.ts";
import { haltToken, mintDone, orderMints } from "./issuance/mint-orders.ts";
import { isLookedAt, moveDead, moveDone, orderMoves } from "./issuance/move-orders.ts";
import { reconcile } from "./issuance/reconciliation.ts";
import type { MintTerms } from "./issuance/tokens.ts";
import { type Ledger, LedgerUnavailable } from "./ledger/ledger.ts";
import type { EventBus } from "./platform/events.ts";
import { releaseLease } from "./platform/lease.ts";
import type { Log } from "./platform/log.ts";
import { startLoop } from "./platform/loop.ts";
import { readSecretFile } from "./platform/secret-file.ts";
import type { SecretsInUse } from "./platform/secrets-in-use.ts";
import type { SigningKey } from "./platform/signing-key.ts";

/** The part of the composition root that mints: keys, terms and the loops. */

const supplySigner = "supply";
const treasurySigner = "treasury";

/** PKCS #8 in DER, hex. */
const newSupplyKey = () =>
  generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("hex");

/** The local ledger's supply key, made at the first start and kept beside the ledger's data. @throws {SettingError} */
function localSupplyKey(file: string, isInUse: boolean): Promise<string> {
  // Tokens on the ledger know the one that they were made with.
  return readSecretFile(file, newSupplyKey, { setting: "HEDERA_SUPPLY_KEY_FILE", mayMake: !isInUse });
}

/** Keys that sign beside the operator's. @throws {SettingError} */
export async function signersOf(
  config: Config,
  secrets: OpenedSecrets,
  inUse: Pick<SecretsInUse, "supply">,
): Promise<Record<string, string | SigningKey>> {
  const { treasuryKey } = secrets;
  const isLocal = config.network === "local";
  const supplyKey =
    secrets.supplyKey ?? (isLocal ? await localSupplyKey(join(config.dataDir, "supply-key"), inUse.supply) : undefined);
  return {
    ...(supplyKey !== undefined && { [supplySigner]: supplyKey }),
    ...(treasuryKey !== undefined && { [treasurySigner]: treasuryKey }),
  };
}

/** Undefined without a supply key: then intents wait. */
export function mintTermsOf(ledger: Ledger, config: Config, address: () => string): MintTerms | undefined {
  const own = ledger.signerKeys[supplySigner];
  if (own === undefined) return undefined;
  const { registrarKey } = config;
  return {
    treasuryAccountId: config.treasuryId ?? ledger.payerAccountId,
    mintMode: config.mintMode,
    supplySigner,
    ...(config.mintCertificates && { certificates: { address, network: ledger.network } }),
    ...(ledger.signerKeys[treasurySigner] !== undefined && { treasurySigner }),
    // With the registrar's key beside it an admin key would let the gateway replace both: so there is none.
    ...(registrarKey === undefined
      ? { supplyKey: own, adminKey: ledger.payerKey }
      : { supplyKey: { threshold: 2, keys: [own, registrarKey] } }),
  };
}

export type MintLoops = {
  readonly chain: GatewayDeps & { readonly log: Log };
  readonly works: Omit<WorksDeps, "orders">;
  readonly terms: MintTerms | undefined;
};

/** Orders what was committed and has the ledger do what was ordered, sooner when an event says that there is something. */
export function startMinting(
  { chain, works, terms }: MintLoops,
  events: EventBus,
  cleanups: { add(step: () => Promise<unknown>): void },
): void {
  const { mirror, network } = works.ledger;
  const orders: WorksDeps["orders"] = {
    explains: (job, watch) => isExplained({ ...chain, mirror }, job.order, watch),
    async done(tx, job) {
      await mintDone(chain, tx, job);
      await moveDone(chain, tx, job);
    },
    dead: (tx, job) => moveDead(chain, tx, job),
    async foreign(tx, job, transactionId) {
      if (await isLookedAt(tx, job.order.work, transactionId)) return "done";
      const reason = `the ledger shows a ${job.kind} that we ordered and this gateway's journal does not know`;
      return haltToken(chain, tx, job.subject, { reason, transactionId: transactionId ?? null });
    },
    noBatches: (tx, job, status) => {
      const reason = `the network does not take atomic batches (${status}): set MINT_MODE to journal or scheduled, then resume the token`;
      return haltToken(chain, tx, job.subject, { reason, transactionId: null });
    },
  };
  const memory = newWorksMemory();
  // The local ledger's mirror has no replicas.
  const tokenGapS = network === "local" ? 0 : lookupGapS;
  const worker = startLoop("ledger works", chain.log, 1_000, (signal) =>
    runWorks({ ...works, orders, tokenGapS, batches: terms?.mintMode === "batch" }, memory, signal),
  );
  const planner = startLoop("mint orders", chain.log, 2_000, async () => {
    if (terms === undefined) return "idle";
    const deps = { ...chain, terms };
    const passes = [await orderMints(deps), await orderCertificates(deps), await orderMoves({ ...deps, mirror })];
    return passes.includes("more") ? "more" : "idle";
  });
  const doubts = new Map<string, string>();
  const everyMs = network === "local" ? 5_000 : 60_000;
  const reconciliation = startLoop("reconciliation", chain.log, everyMs, async (signal) => {
    await orLater(chain.log, "reconciliation", async () => {
      const { halted, difference } = await reconcile({ ...chain, mirror, doubts }, signal);
      works.metrics.tokensHalted.set(halted);
      works.metrics.mintDifference.set(Number(difference));
    });
    return "idle";
  });
  const airdrops = startLoop("airdrops", chain.log, network === "local" ? 2_000 : 30_000, async (signal) => {
    await orLater(chain.log, "airdrops", () => resolveAirdrops({ ...chain, mirror }, signal));
    return "idle";
  });
  const unsubscribe = events.subscribe((event) => {
    if (["mint.committed", "token.created", "units.ordered"].includes(event.type)) planner.wake();
    if (event.type === "issuance.changed" && event.state === "issued") planner.wake();
    if (event.type === "units.ordered") airdrops.wake();
    if (event.type === "work.ordered") worker.wake();
  });
  cleanups.add(async () => {
    unsubscribe();
    await Promise.all([worker.stop(), planner.stop(), reconciliation.stop(), airdrops.stop()]);
    await releaseLease(works, worksLease);
  });
}

/** What only reads the mirror waits for it. */
async function orLater(log: Log, what: string, look: () => Promise<unknown>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    log.warn({ err: error }, `the mirror does not answer: ${what} later`);
  }
}
