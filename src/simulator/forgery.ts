import { dayMs, localDay, localHour, stepMs, stepS } from "./calendar.ts";
import { firstRegisters } from "./report.ts";
import type { Sample } from "./sample.ts";
import { multiplied, type Scheme } from "./scheme.ts";
import type { Site } from "./site.ts";

// Cheats that forge readings, times and registers rather than raise what is measured.

export function replayBestDay({ site, samples, fromMs, truth }: Scheme): Sample[] {
  const { utcOffsetMs } = site;
  const days = Map.groupBy(samples, ({ endMs }) => localDay(endMs, utcOffsetMs));
  const energyOf = (day: readonly Sample[]) => day.reduce((sum, { exportWh }) => sum + exportWh, 0);
  const firstDay = localDay(fromMs, utcOffsetMs) + 1;
  const candidates = [...days].filter(([day]) => day < firstDay && day >= firstDay - 30).map(([, day]) => day);
  const best = candidates.reduce((a, b) => (energyOf(b) > energyOf(a) ? b : a));
  // One sample for each time of day; a day that is not whole keeps its own for the rest.
  const byTime = new Map(best.map((sample) => [slotOf(sample), sample]));
  return samples.map((sample) => {
    const day = localDay(sample.endMs, utcOffsetMs);
    const source = byTime.get(slotOf(sample));
    const poorer = day >= firstDay && energyOf(days.get(day) ?? []) < 0.9 * energyOf(best);
    if (!poorer || source === undefined) return sample;
    const { endMs, sentAtMs, sent } = sample;
    // Standstill copied onto standstill is no lie.
    const same = source.powerKw === sample.powerKw && source.flowM3s === sample.flowM3s;
    return same ? sample : { ...source, endMs, sentAtMs, sent, event: undefined, truth };
  });
}

/** The place of a sample in its day; the clock's error is far below half a step. */
function slotOf({ endMs }: Sample): number {
  return Math.round((endMs % dayMs) / stepMs) % (dayMs / stepMs);
}

export function jumpRegister({ site, samples, fromMs, truth }: Scheme): Sample[] {
  const at = samples.findIndex(({ endMs, sent, powerKw }) => endMs > fromMs && sent && powerKw > 0);
  const registerShiftWh = 12_000 * site.plant.rated_power_kw;
  return samples.map((sample, i) => (i === at ? { ...sample, registerShiftWh, truth } : sample));
}

export function swapMeter({ site, samples, fromMs, size, random, truth }: Scheme): Sample[] {
  const at = samples.findIndex(({ endMs, sent, powerKw }) => endMs > fromMs && sent && powerKw > 0);
  const shift = Math.round(firstRegisters(site).exportWh * random.between(-0.5, 1));
  return samples.map((sample, i) => {
    if (i < at || at < 0 || (i > at && sample.powerKw === 0)) return sample;
    const exportWh = Math.round(sample.exportWh * (1 + size));
    return { ...sample, exportWh, registerShiftWh: i === at ? shift : 0, truth };
  });
}

/** From 10 to 16 h each day. What is kept back is inflated by half, or invented where nothing ran. */
export function backdate({ site, samples, fromMs, truth }: Scheme): Sample[] {
  const mostKw = site.fullLoadPower * site.plant.rated_power_kw;
  return samples.map((sample) => {
    const hour = localHour(sample.endMs, site.utcOffsetMs);
    if (sample.endMs <= fromMs || hour < 10 || hour >= 16) return sample;
    const base = sample.powerKw > 0 ? sample : invented(site, sample);
    const factor = Math.max(1, Math.min(1.5, mostKw / base.powerKw));
    const forged = multiplied(site, base, { power: factor, flow: factor }, truth);
    return { ...forged, sentAtMs: sample.endMs + 18 * 3_600_000, event: undefined };
  });
}

function invented(site: Site, sample: Sample): Sample {
  const powerKw = Math.round(0.6 * site.plant.rated_power_kw);
  const exportWh = Math.round((1_000 * powerKw * stepS) / 3_600);
  return { ...sample, powerKw, exportWh, importWh: 0, flowM3s: 0.62 * site.designFlowM3s };
}

/** Shorter or better spans are not worth a hole in the record. */
const leastOmittedMs = 3_600_000;

/**
 * Leaves out spans of an hour and more below 30 % load or with import, if they are half as poor again on average.
 * The reading after a gap bears the label: it is the one that gives the gap away.
 */
export function dropBadIntervals({ site, samples, fromMs, truth }: Scheme): Sample[] {
  const leastKw = 0.3 * site.plant.rated_power_kw;
  const changed = [...samples];
  let first = -1;
  samples.forEach((sample, i) => {
    const bad = sample.endMs > fromMs && (sample.powerKw < leastKw || sample.importWh > 0);
    if (bad && first < 0) first = i;
    if (bad || first < 0) return;
    const span = samples.slice(first, i);
    const meanKw = span.reduce((sum, { powerKw }) => sum + powerKw, 0) / span.length;
    if (span.length * stepMs >= leastOmittedMs && meanKw < leastKw / 2) {
      span.forEach((one, k) => {
        changed[first + k] = { ...one, sent: false, truth };
      });
      changed[i] = { ...sample, truth };
    }
    first = -1;
  });
  return changed;
}

export function doubleIntervals({ samples, fromMs, truth }: Scheme): Sample[] {
  return samples.map((sample) =>
    sample.endMs <= fromMs || sample.powerKw === 0
      ? sample
      : { ...sample, intervalS: 2 * sample.intervalS, exportWh: 2 * sample.exportWh, truth },
  );
}
