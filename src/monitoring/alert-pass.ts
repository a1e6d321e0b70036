import type { Clock, Randomness } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import type { Lease } from "../platform/lease.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";

export type AlertDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "alertPlantsFailed">;
  readonly holderName: string;
};

/** Who holds it looks; nobody else writes what was found. */
export const alertLease = "alerts";

export type Pass = AlertDeps & { readonly lease: Lease };
