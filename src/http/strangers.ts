import type { Standing } from "../tenancy/quotas.ts";

/** Calls of one address without a credential, or with a bad one. */
export type Strangers = { take(address: string): Standing | undefined };

type Count = { used: number; endsAtMs: number };

/** Addresses that are remembered: about 100 bytes each. */
const mostAddresses = 50_000;

/**
 * A fixed window for each address, in the memory of one gateway: behind N gateways an address may do N times as
 * much. `perWindow` 0: no limit. When too many addresses come at once, the oldest are forgotten.
 */
export function createStrangers(limits: {
  readonly perWindow: number;
  readonly windowS: number;
  readonly elapsedMs: () => number;
}): Strangers {
  const { perWindow, windowS, elapsedMs } = limits;
  const counts = new Map<string, Count>();
  const countOf = (address: string, nowMs: number): Count => {
    const known = counts.get(address);
    if (known !== undefined && nowMs < known.endsAtMs) return known;
    counts.delete(address);
    if (counts.size >= mostAddresses) {
      // In the order of their windows' beginnings: the first is the oldest.
      for (const oldest of counts.keys()) {
        counts.delete(oldest);
        break;
      }
    }
    const made = { used: 0, endsAtMs: nowMs + windowS * 1000 };
    counts.set(address, made);
    return made;
  };
  return {
    take(address) {
      if (perWindow === 0) return undefined;
      const nowMs = elapsedMs();
      const count = countOf(address, nowMs);
      const exceeded = count.used >= perWindow;
      if (!exceeded) count.used++;
      return {
        policy: "address",
        limit: perWindow,
        windowS,
        remaining: perWindow - count.used,
        resetS: Math.max(1, Math.ceil((count.endsAtMs - nowMs) / 1000)),
        exceeded,
      };
    },
  };
}
