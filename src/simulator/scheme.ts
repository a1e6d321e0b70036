import { resolutionOf, round } from "./instruments.ts";
import type { Random } from "./random.ts";
import type { Sample } from "./sample.ts";
import type { Site } from "./site.ts";

/** What a cheat works with: all samples of the plant, and from which on it falsifies. */
export type Scheme = {
  readonly site: Site;
  readonly samples: readonly Sample[];
  /** Samples that end after this may be changed, ms. */
  readonly fromMs: number;
  /** How much is claimed on top, share of what is true. */
  readonly size: number;
  readonly random: Random;
  /** Written into every sample that is changed. */
  readonly truth: string;
};

export type Factors = { readonly power: number; readonly flow?: number; readonly head?: number };

/** A sample with other power, energy, flow and head, at its instruments' resolution. */
export function multiplied(site: Site, sample: Sample, { power, flow = 1, head = 1 }: Factors, truth: string): Sample {
  const decimals = resolutionOf(site);
  return {
    ...sample,
    powerKw: round(sample.powerKw * power, decimals.power),
    exportWh: Math.round(sample.exportWh * power),
    flowM3s: round(sample.flowM3s * flow, decimals.flow),
    headM: sample.headM === undefined ? undefined : round(sample.headM * head, 2),
    truth,
  };
}
