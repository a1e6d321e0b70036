// The gateway as `npm start` runs it, but for its ledger: that is a process of its own, as a network is.
import { openDemo } from "../../src/bin/demo.ts";
import { readConfig } from "../../src/config.ts";
import { startGateway } from "../../src/gateway.ts";
import { createHederaLedger, type HederaOptions } from "../../src/ledger/hedera/ledger.ts";

// As src/bin/serve.ts does: they are not for PostgreSQL.
for (const name of Object.keys(process.env)) if (name.startsWith("MALLOC_")) delete process.env[name];

const ledger = JSON.parse(process.env.BENCH_LEDGER ?? "") as HederaOptions;
const { config, secrets } = readConfig(process.env);
const gateway = await startGateway(config, secrets, { ledger: createHederaLedger(ledger) });
await openDemo(gateway, config.dataDir);
console.log(`docs at ${gateway.baseUrl}/docs`);
process.once("SIGTERM", () => void gateway.stop().then(() => process.exit(0)));
