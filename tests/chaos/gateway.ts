// One gateway of the campaign, as a process that can be told to kill or stop itself at a step.
// Orders come as JSON lines on stdin, events leave as JSON lines on stdout, the log goes to stderr.
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { readConfig } from "../../src/config.ts";
import { startGateway } from "../../src/gateway.ts";
import { createHederaLedger, type HederaOptions } from "../../src/ledger/hedera/ledger.ts";
import { createLog } from "../../src/platform/log.ts";
import { naiveLedger } from "./naive-ledger.ts";
import { type Order, type Step, Trigger } from "./steps.ts";
import { watchDatabase } from "./watch-database.ts";
import { watchLedger } from "./watch-ledger.ts";

/** Handed over as JSON in the environment variable `CHAOS`. */
export type GatewaySettings = {
  readonly ledger: HederaOptions;
  readonly validDurationS: number;
  readonly leaseMs: number;
  /** Between two look-ups that prove absence; absent: the product's own. */
  readonly lookupGapS?: number;
  /** Where the naive adapter keeps its books; absent: the gateway's own rules hold. */
  readonly naiveFile?: string;
};

export type GatewayOrder = { readonly start: true } | { readonly trigger: Order | null };
export type GatewayEvent =
  /** Modules are loaded; waits for `start`. */
  | { readonly event: "loaded" }
  | { readonly event: "ready" }
  | { readonly event: "lease"; readonly holds: boolean }
  | { readonly event: "struck"; readonly step: Step };

// Written before anything else happens: a SIGKILL a moment later cannot swallow it.
const tell = (event: GatewayEvent): void => void writeSync(1, `${JSON.stringify(event)}\n`);

const trigger = new Trigger((step, signal) => {
  tell({ event: "struck", step });
  process.kill(process.pid, signal);
});

async function start(): Promise<void> {
  const settings = JSON.parse(process.env.CHAOS ?? "") as GatewaySettings;
  const { config, secrets } = readConfig(process.env);
  const { validDurationS, leaseMs, lookupGapS, naiveFile } = settings;
  let held: boolean | undefined;
  watchDatabase(trigger, (holds) => {
    if (holds !== held) tell({ event: "lease", holds });
    held = holds;
  });
  const real = createHederaLedger(settings.ledger);
  await startGateway(config, secrets, {
    ledger: watchLedger(naiveFile === undefined ? real : naiveLedger(real, naiveFile), trigger),
    log: createLog(config.logLevel, process.stderr),
    anchoring: { validDurationS, leaseMs, ...(lookupGapS !== undefined && { lookupGapS }) },
    works: { widest: 32 },
    processMetrics: false,
  });
  tell({ event: "ready" });
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const order = JSON.parse(line) as GatewayOrder;
    if ("trigger" in order) trigger.set(order.trigger ?? undefined);
    else start().catch(fail);
  })
  // Whoever gave the orders is gone.
  .on("close", () => process.exit(0));

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}

tell({ event: "loaded" });
