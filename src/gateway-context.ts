import { ContextPlants } from "./context/observations.ts";
import { refreshWeather, type WeatherDeps } from "./context/weather-loop.ts";
import type { EventBus } from "./platform/events.ts";
import { startWokenLoop } from "./platform/events.ts";
import { startLoop } from "./platform/loop.ts";
import type { Metrics } from "./platform/metrics.ts";
import type { ContextSource } from "./telemetry/context.ts";

/** How often it is looked which plants' weather is due, ms. */
const lookEveryMs = 60_000;

type Deps = Omit<WeatherDeps, "baseUrl" | "metrics"> & {
  readonly metrics: WeatherDeps["metrics"] & Pick<Metrics, "contextUses">;
  /** Undefined: nobody is asked about the weather. */
  readonly weatherUrl: string | undefined;
};

/** The part of the composition root that knows what others measure around plants. Nothing waits for it. */
export function startContext(
  { weatherUrl, ...deps }: Deps,
  events: EventBus,
  cleanups: { add(step: () => Promise<unknown>): void },
  everyMs: number = lookEveryMs,
): ContextSource {
  const plants = new ContextPlants();
  const renew = async () => {
    await plants.renew(deps.db);
    return "idle" as const;
  };
  cleanups.add(startWokenLoop("context", deps.log, events, "context.changed", renew));
  if (weatherUrl !== undefined) {
    const asking = { ...deps, baseUrl: weatherUrl };
    const weather = startLoop("weather", deps.log, everyMs, (signal) => refreshWeather(asking, signal));
    cleanups.add(() => weather.stop());
  }
  return { plants, metrics: deps.metrics };
}
