import { Fault } from "../kernel/fault.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { Standing } from "./quotas.ts";

/** What quotas that have nothing left make of a request. */
export function quotaFault(
  { metrics }: { readonly metrics: Pick<Metrics, "requestsRefused"> },
  exceeded: readonly [Standing, ...Standing[]],
): Fault {
  const [first] = exceeded;
  for (const { policy } of exceeded) metrics.requestsRefused.inc({ policy });
  return new Fault(
    "quota-exceeded",
    `${whose[first.policy]} has used its ${first.limit} requests for ${first.windowS} s: send this one again in ${first.resetS} s.`,
    { retryAfterS: first.resetS, extensions: { "violated-policies": exceeded.map(({ policy }) => policy) } },
  );
}

const whose = { key: "The key", org: "The organisation", address: "This address" } as const;
