import { countBehind, keepMonths } from "./monitoring/rollup-store.ts";
import { makeStrips } from "./monitoring/rollup-strips.ts";
import { tellChanged, tellEnded } from "./monitoring/rollup-told.ts";
import { gently, type RollupDeps, rollUp } from "./monitoring/rollups.ts";
import type { Log } from "./platform/log.ts";
import { startLoop } from "./platform/loop.ts";
import { forget } from "./platform/metric.ts";
import type { Metrics } from "./platform/metrics.ts";
import type { SureTime } from "./platform/sure-time.ts";
import { type PackingDeps, packOldMonths } from "./telemetry/packing/packing.ts";

type HistoryDeps = RollupDeps & { readonly log: Log; readonly metrics: Metrics; readonly sureTime: SureTime };

/** Rollups follow what was accepted within seconds; answers that need the newest add it themselves. */
export function startHistory(deps: HistoryDeps, cleanups: { add(step: () => Promise<unknown>): void }): void {
  const tell: RollupDeps["tell"] = (tx, touched) => tellChanged(tx, touched, deps.clock.nowMs());
  const rollups = startLoop("rollups", deps.log, 2_000, (signal) =>
    gently(deps, () => rollUp({ ...deps, tell }), signal),
  );
  const told = startLoop("told rollups", deps.log, 5_000, () => tellEnded(deps));
  const months = startLoop("months of rollups", deps.log, 3_600_000, async () => {
    await keepMonths(deps.db, deps.clock.nowMs(), (await deps.sureTime.nowMs()) ?? null);
    return "idle";
  });
  const strips = startLoop("strips of rollups", deps.log, 600_000, (signal) =>
    gently(deps, () => makeStrips(deps), signal),
  );
  const gauge = deps.metrics.rollupsBehind;
  deps.metrics.measurements.add({
    name: "rollups",
    read: async () => gauge.set(Number(await countBehind(deps.db))),
    forget: () => forget(gauge),
    keptMs: 15_000,
  });
  for (const loop of [rollups, told, months, strips]) cleanups.add(() => loop.stop());
}

/** Old months of records go from rows into packed segments, an hour or so after they are due. */
export function startPacking(
  { sureTime, ...deps }: PackingDeps & { readonly sureTime: SureTime },
  everyMs: number,
  cleanups: { add(step: () => Promise<unknown>): void },
): void {
  const packing = startLoop("packing", deps.log, everyMs, async (signal) => {
    const nowMs = await sureTime.nowMs();
    return nowMs === undefined ? "idle" : packOldMonths({ ...deps, clock: { nowMs: () => nowMs } }, signal);
  });
  cleanups.add(() => packing.stop());
}
