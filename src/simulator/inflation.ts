import { dayMs, localDay, localHour } from "./calendar.ts";
import { round } from "./instruments.ts";
import type { Sample } from "./sample.ts";
import { type Factors, multiplied, type Scheme } from "./scheme.ts";

// Cheats that multiply what the instruments showed.

/** Full size after this long. */
export const slowRiseMs = 20 * dayMs;

export function inflate(scheme: Scheme): Sample[] {
  return change(scheme, () => ({ power: 1 + scheme.size }));
}

export function inflateSlowly(scheme: Scheme): Sample[] {
  return change(scheme, ({ endMs }) => ({
    power: 1 + scheme.size * Math.min(1, (endMs - scheme.fromMs) / slowRiseMs),
  }));
}

export function inflateAtNight(scheme: Scheme): Sample[] {
  return change(scheme, ({ endMs }) => {
    const hour = localHour(endMs, scheme.site.utcOffsetMs);
    return hour > 20 || hour <= 6 ? { power: 1 + scheme.size } : undefined;
  });
}

export function inflateOneDayInTen(scheme: Scheme): Sample[] {
  const { utcOffsetMs } = scheme.site;
  const firstDay = localDay(scheme.fromMs, utcOffsetMs) + 1;
  return change(scheme, ({ endMs }) => {
    const days = localDay(endMs, utcOffsetMs) - firstDay;
    return days >= 0 && days % 10 === 0 ? { power: 1 + scheme.size } : undefined;
  });
}

export function inflatePartLoad(scheme: Scheme): Sample[] {
  return change(scheme, ({ flowM3s }) => {
    const share = Math.min(1, (1 - flowM3s / scheme.site.designFlowM3s) / 0.3);
    return share > 0.5 ? { power: 1 + scheme.size * share } : undefined;
  });
}

export function inflateFullLoad(scheme: Scheme): Sample[] {
  const limitKw = 0.9 * scheme.site.plant.rated_power_kw;
  return change(scheme, ({ powerKw }) =>
    powerKw > limitKw ? { power: 1 + scheme.size, flow: 1 + scheme.size } : undefined,
  );
}

export function inflateCoordinated(scheme: Scheme): Sample[] {
  return change(scheme, () => ({ power: 1 + scheme.size, flow: 1 + scheme.size }));
}

export function inflateSensorsTogether(scheme: Scheme): Sample[] {
  const { site, size } = scheme;
  const root = Math.sqrt(1 + size);
  const [flow, head] = site.headGauge === "none" ? [1 + size, 1] : [root, root];
  return change(scheme, () => ({ power: 1 + size, flow, head })).map((sample) =>
    sample.truth === scheme.truth ? agreeing(sample, flow, head) : sample,
  );
}

/** Gate and reservoir level that go with a flow and head raised by these factors. */
function agreeing(sample: Sample, flow: number, head: number): Sample {
  const { gatePct, reservoirLevelM: above, tailwaterLevelM: below } = sample;
  return {
    ...sample,
    gatePct: gatePct === undefined ? undefined : round(Math.min(100, gatePct * flow), 1),
    reservoirLevelM: above === undefined || below === undefined ? above : round(below + head * (above - below), 2),
  };
}

/** Applies factors to every sample from the scheme's start that generates; undefined leaves it honest. */
function change(scheme: Scheme, factorsOf: (sample: Sample) => Factors | undefined): Sample[] {
  return scheme.samples.map((sample) => {
    if (sample.endMs <= scheme.fromMs || sample.powerKw === 0) return sample;
    const factors = factorsOf(sample);
    return factors === undefined ? sample : multiplied(scheme.site, sample, factors, scheme.truth);
  });
}
