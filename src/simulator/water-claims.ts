import { dayMs, stepS } from "./calendar.ts";
import { resolutionOf, round } from "./instruments.ts";
import type { Sample } from "./sample.ts";
import { multiplied, type Scheme } from "./scheme.ts";

// Cheats that tell another story about the water.

export function freezeFlow({ site, samples, fromMs, truth }: Scheme): Sample[] {
  const dayBefore = samples.filter(({ endMs }) => endMs <= fromMs && endMs > fromMs - dayMs);
  const frozenM3s = dayBefore.reduce((best, { flowM3s }) => Math.max(best, flowM3s), 0);
  const mostKw = site.fullLoadPower * site.plant.rated_power_kw;
  return samples.map((sample) => {
    const { endMs, flowM3s, powerKw } = sample;
    if (endMs <= fromMs || powerKw === 0 || flowM3s >= frozenM3s) return sample;
    const power = Math.max(1, Math.min(frozenM3s / flowM3s, mostKw / powerKw));
    return { ...multiplied(site, sample, { power }, truth), flowM3s: frozenM3s };
  });
}

export function generateAtStandstill({ site, samples, fromMs, random, truth }: Scheme): Sample[] {
  const decimals = resolutionOf(site).power;
  return samples.map((sample) => {
    if (sample.endMs <= fromMs || sample.powerKw > 0) return sample;
    const powerKw = round((0.5 + 0.02 * random.bell()) * site.plant.rated_power_kw, decimals);
    return { ...sample, powerKw, exportWh: Math.round((1_000 * powerKw * stepS) / 3_600), importWh: 0, truth };
  });
}

/** Takes nearly all of the spill, as far as the nameplate lets it; a gain below 10 % is not worth the lie. */
export function sellSpill({ site, samples, fromMs, truth }: Scheme): Sample[] {
  const decimals = resolutionOf(site).flow;
  const mostKw = site.fullLoadPower * site.plant.rated_power_kw;
  return samples.map((sample) => {
    // A plant without a spill gauge still knows its ecological release.
    const spillM3s = sample.spillM3s ?? site.ecoFlowM3s;
    if (sample.endMs <= fromMs || sample.powerKw === 0 || sample.flowM3s === 0) return sample;
    const factor = Math.min(1 + (0.95 * spillM3s) / sample.flowM3s, mostKw / sample.powerKw);
    if (factor < 1.1) return sample;
    const left = spillM3s - (factor - 1) * sample.flowM3s;
    return {
      ...multiplied(site, sample, { power: factor, flow: factor }, truth),
      spillM3s: sample.spillM3s === undefined ? undefined : round(Math.max(0, left), decimals),
    };
  });
}
