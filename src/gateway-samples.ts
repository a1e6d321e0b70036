import { startLoop } from "./platform/loop.ts";
import { forget } from "./platform/metric.ts";
import type { Metrics } from "./platform/metrics.ts";
import { closeDueSlots, type DueDeps } from "./telemetry/close-due.ts";
import { countOpenSlots } from "./telemetry/slot-store.ts";

/** Slots with gaps become records once nothing of them came for a while. */
export function startSamples(
  deps: Omit<DueDeps, "metrics"> & { readonly metrics: Metrics },
  cleanups: { add(step: () => Promise<unknown>): void },
): void {
  const due = startLoop("slots of samples", deps.log, 10_000, (signal) => closeDueSlots(deps, signal));
  cleanups.add(() => due.stop());
  const { slotsOpen, oldestSlotSeconds } = deps.metrics;
  deps.metrics.measurements.add({
    name: "sample slots",
    async read() {
      const { slots, oldestReceivedMs } = await countOpenSlots(deps.worker);
      slotsOpen.set(slots);
      oldestSlotSeconds.set(oldestReceivedMs === null ? 0 : Math.max(0, deps.clock.nowMs() - oldestReceivedMs) / 1000);
    },
    forget() {
      forget(slotsOpen);
      forget(oldestSlotSeconds);
    },
    keptMs: 15_000,
  });
}
