import { dayMs } from "../../src/simulator/calendar.ts";
import { type CheatName, tamper } from "../../src/simulator/cheats.ts";
import { honestSamples } from "../../src/simulator/instruments.ts";
import type { Sample } from "../../src/simulator/sample.ts";
import { drawSite, type Site } from "../../src/simulator/site.ts";

/** Every kind of plant with every type of turbine. */
export const seeds = Array.from({ length: 18 }, (_, seed) => seed);

export const startMs = Date.parse("2025-05-01T00:00:00Z");

const known = new Map<string, Sample[]>();

/** Honest samples from the common start; simulated once for all tests of a file. */
export function honest(seed: number, days: number): { site: Site; samples: Sample[] } {
  const site = drawSite(seed);
  const key = `${seed}/${days}`;
  const samples = known.get(key) ?? honestSamples(site, startMs, days);
  known.set(key, samples);
  return { site, samples };
}

/** A plant that cheats after so many days, beside what it would have been. */
export function cheated(seed: number, days: number, cheat: CheatName, { size = 0.1, afterDays = days / 2 } = {}) {
  const { site, samples } = honest(seed, days);
  const fromMs = startMs + afterDays * dayMs;
  return { site, samples, fromMs, changed: tamper(site, samples, { cheat, size, fromMs }) };
}
