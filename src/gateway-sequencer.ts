import { runDirect } from "./anchoring/direct.ts";
import type { Places } from "./anchoring/places.ts";
import { newSequencerMemory, runOnce, type SequencerDeps } from "./anchoring/sequencer.ts";
import { countLate } from "./anchoring/slo.ts";
import { leaseName } from "./anchoring/tenure.ts";
import type { Cleanups } from "./gateway-cleanups.ts";
import type { EventBus } from "./platform/events.ts";
import { releaseLease } from "./platform/lease.ts";
import { type Loop, startLoop } from "./platform/loop.ts";

/** The loops of the log: its one writer, messages of records, and the count of what is anchored late. */
export function startSequencer(deps: SequencerDeps, events: EventBus, cleanups: Cleanups): Places {
  const memory = newSequencerMemory();
  const loop: Loop = startLoop("sequencer", deps.log, 1_000, (signal) => runOnce(deps, memory, signal));
  const direct = startLoop("direct messages", deps.log, 1_000, (signal) => runDirect(deps, memory, signal));
  const slo = startLoop("anchoring in time", deps.log, 5_000, () => countLate(deps));
  const unsubscribe = events.subscribe((event) => {
    if (event.type === "outbox.filled") loop.wake();
    if (event.type === "log.anchored") direct.wake();
  });
  cleanups.add(async () => {
    unsubscribe();
    await Promise.all([loop.stop(), direct.stop(), slo.stop()]);
    await releaseLease(deps, leaseName);
  });
  return memory.places;
}
