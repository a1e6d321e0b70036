import type { Faults } from "../faults.ts";
import type { Store } from "../store.ts";

/** Consensus times of the states that a mirror shows, nanoseconds. Equal unless replicas differ. */
export type View = { readonly blocksNs: bigint; readonly lookupsNs: bigint };

/** How far this mirror has come, under the fault that is set. */
export function mirrorView(store: Store, faults: Faults, presentNs: bigint): View {
  const set = faults.mirrorFault();
  const all = (ns: bigint): View => ({ blocksNs: ns, lookupsNs: ns });
  switch (set?.fault.kind) {
    case "lagging":
      return all(presentNs - BigInt(set.fault.behindMs) * 1_000_000n);
    case "lagging-entries":
      return all(beforeNewest(store, set.fault.behindEntries) ?? presentNs);
    case "stalled":
      return all(set.sinceNs);
    case "split":
      return { blocksNs: presentNs, lookupsNs: set.sinceNs };
    default:
      return all(presentNs);
  }
}

/** The moment before the oldest of the newest `count` entries. */
function beforeNewest(store: Store, count: number): bigint | undefined {
  const row = store.one<{ consensusNs: bigint }>(
    "SELECT consensus_ns FROM (SELECT consensus_ns FROM entry ORDER BY consensus_ns DESC LIMIT ?) ORDER BY consensus_ns LIMIT 1",
    count,
  );
  return row && row.consensusNs - 1n;
}
