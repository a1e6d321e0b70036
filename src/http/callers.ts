import { createIdempotentCalls } from "../platform/idempotent-calls.ts";
import { createQuotas } from "../tenancy/quotas.ts";
import type { HttpDeps } from "./deps.ts";
import type { HttpSettings } from "./limits.ts";
import { createStrangers } from "./strangers.ts";

/** What is remembered of callers: their quotas, and the answers to calls with a key. */
export function rememberCallers(
  deps: Pick<HttpDeps, "db" | "log" | "random"> & { readonly secret: Uint8Array },
  http: Pick<HttpSettings, "keyPerMinute" | "orgPerMinute" | "addressPerMinute">,
  windowS = 60,
): Pick<HttpDeps, "quotas" | "strangers" | "calls"> {
  const elapsedMs = () => performance.now();
  return {
    quotas: createQuotas({
      db: deps.db,
      defaults: { keyPerWindow: http.keyPerMinute, orgPerWindow: http.orgPerMinute, windowS },
      elapsedMs,
      onTrouble: (error) => deps.log.warn({ err: error }, "a quota could not be looked at"),
    }),
    strangers: createStrangers({ perWindow: http.addressPerMinute, windowS, elapsedMs }),
    calls: createIdempotentCalls(deps),
  };
}
