import { dayMs, localHour, seasonal, stepMs, stepsPerDay } from "./calendar.ts";
import { randomOf } from "./random.ts";
import { draw, monthlyInflow } from "./ranges.ts";
import type { Site } from "./site.ts";

/** Inflow to a site, m3/s, step by step: season, storms with their recession, slow wander, daily melt wave. */
export function riverOf(site: Site): (endMs: number) => number {
  const random = randomOf(site.seed, 1);
  const stormsPerDay = draw(random, "stormsPerDay");
  const meltWave = site.climate === "snow-melt" ? draw(random, "meltWave") : 0;
  let wander = random.bell();
  let pulse = 0;
  let recession = draw(random, "stormDays");
  return (endMs) => {
    const season = seasonal(monthlyInflow[site.climate], endMs);
    if (random.chance((stormsPerDay * season) / stepsPerDay)) {
      pulse += draw(random, "stormSize");
      recession = draw(random, "stormDays");
    }
    pulse *= 1 - stepMs / (recession * dayMs);
    wander += -wander / (10 * stepsPerDay) + random.bell() * 0.0263;
    const hour = localHour(endMs, site.utcOffsetMs);
    // A parabola over the day, 0 in the mean: greatest at 20 h, least at 8 h.
    const away = Math.abs(((hour + 16) % 24) - 12) / 12;
    const wave = meltWave * (2 * away * away * (3 - 2 * away) - 1);
    const share = season * (1 + 0.15 * wander) * (1 - wave) + pulse;
    return Math.max(0.02, share) * site.meanInflowM3s;
  };
}
