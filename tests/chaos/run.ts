// `npm run chaos`: clients post readings to two gateways on one database and one ledger while faults strike
// and gateways are killed at every step; then what clients were told, what the database holds and what the
// ledger holds are compared. The last line is one JSON object; the exit code is 1 unless all is well.
import { runCampaign } from "./campaign.ts";
import { runFuzz } from "./fuzz/run.ts";
import { runIngestCampaign } from "./ingest/campaign.ts";
import { runMintCampaign } from "./mint/campaign.ts";
import { readPlan } from "./plan.ts";

// `fuzz`: requests made up from the OpenAPI document instead of faults.
if (process.argv[2] === "fuzz") process.exit(await runFuzz(process.argv.slice(3)));
// `ingest`: readings by MQTT and HTTP, and live streams, while broker, PostgreSQL and Redis are stopped and started.
if (process.argv[2] === "ingest") process.exit(await runIngestCampaign(process.argv.slice(3)));
const plan = readPlan(process.argv.slice(2));
if (typeof plan === "string") {
  console.error(plan);
  process.exit(2);
}
process.exit((await (plan.mints > 0 ? runMintCampaign(plan) : runCampaign(plan))) ? 0 : 1);
