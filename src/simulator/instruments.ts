import { dayMs, stepMs, stepS, stepsPerDay } from "./calendar.ts";
import { plantOf, type Truth } from "./machine.ts";
import { type Random, randomOf } from "./random.ts";
import { draw, ranges } from "./ranges.ts";
import type { InstrumentEvent, Sample } from "./sample.ts";
import { datumM, type Site } from "./site.ts";

/**
 * Honest operation of a site as its instruments saw it: one sample every five minutes, without end, the
 * first one ending five minutes after `fromMs`. The same site and start give the same samples anywhere.
 */
export function* samplesOf(site: Site, fromMs: number): Generator<Sample, never> {
  const plant = plantOf(site);
  const measure = instrumentsOf(site);
  for (let endMs = fromMs + stepMs; ; endMs += stepMs) yield measure(plant(endMs), endMs);
}

/** The first `days` days of {@link samplesOf}. */
export function honestSamples(site: Site, fromMs: number, days: number): Sample[] {
  const samples: Sample[] = [];
  const all = samplesOf(site, fromMs);
  for (let i = Math.round(days * stepsPerDay); i > 0; i--) samples.push(all.next().value);
  return samples;
}

function instrumentsOf(site: Site): (truth: Truth, endMs: number) => Sample {
  const random = randomOf(site.seed, 5);
  const rated = site.plant.rated_power_kw;
  const flowMeter = flowMeterOf(random, site);
  const network = networkOf(random);
  const [powerBias, powerNoise, meterBias] = [
    1 + draw(random, "powerBias"),
    draw(random, "powerNoise"),
    1 + draw(random, "meterBias"),
  ];
  const [headBias, headNoise] = [1 + draw(random, "headBias"), draw(random, "headNoise")];
  const decimals = resolutionOf(site);
  const { gauges } = site;
  return (truth, endMs) => {
    const flow = flowMeter(truth.flowM3s, endMs);
    const sending = network(endMs);
    const headM = site.headGauge === "gross" ? truth.grossHeadM : truth.netHeadM;
    const powerKw = truth.powerKw * powerBias * (1 + powerNoise * random.bell());
    const generatedWh = (1_000 * truth.powerKw * meterBias * stepS) / 3_600;
    const houseWh = (1_000 * site.houseLoad * rated * stepS) / 3_600;
    return {
      ...sending,
      intervalS: stepS,
      flowM3s: round(flow.m3s, decimals.flow),
      powerKw: round(Math.max(0, powerKw), decimals.power),
      exportWh: Math.round(Math.max(0, generatedWh - houseWh)),
      importWh: Math.round(Math.max(0, houseWh - generatedWh)),
      headM: site.headGauge === "none" ? undefined : round(headM * headBias * (1 + headNoise * random.bell()), 2),
      spillM3s: gauges.spill ? round(truth.spillM3s * (1 + 0.03 * random.bell()), decimals.flow) : undefined,
      reservoirLevelM: gauges.levels ? round(datumM + truth.forebayM + 0.01 * random.bell(), 2) : undefined,
      tailwaterLevelM: gauges.levels ? round(datumM + truth.tailwaterM + 0.02 * random.bell(), 2) : undefined,
      gatePct: gauges.gate ? round(100 * truth.gate, 1) : undefined,
      temperatureC: gauges.temperature ? round(Math.max(0, truth.temperatureC + 0.2 * random.bell()), 1) : undefined,
      registerShiftWh: 0,
      event: sending.event ?? flow.event ?? truth.event,
      truth: "honest",
    };
  };
}

/** Bias, scatter, drift until recalibrated, freezing until reset. */
function flowMeterOf(random: Random, { designFlowM3s }: Site) {
  let bias = draw(random, "flowBias");
  const noise = draw(random, "flowNoise");
  let driftPerMs = draw(random, "flowDrift") / (60 * dayMs);
  let repairedMs: number | undefined;
  let nextRepairMs = 0;
  const stuckPerStep = draw(random, "stuckPerDay") / stepsPerDay;
  let stuckLeft = 0;
  let shown = 0;
  return (flowM3s: number, endMs: number): { m3s: number; event: InstrumentEvent | undefined } => {
    const due = repairedMs !== undefined && endMs >= nextRepairMs;
    if (due) {
      const { from, to } = ranges.flowBias;
      bias = Math.min(Math.max(bias + draw(random, "flowRepairStep"), from), to);
      driftPerMs = draw(random, "flowDrift") / (60 * dayMs);
    }
    if (due || repairedMs === undefined) {
      repairedMs = endMs;
      nextRepairMs = endMs + dayMs * draw(random, "flowRepairDays");
    }
    if (stuckLeft === 0 && random.chance(stuckPerStep)) stuckLeft = Math.round(draw(random, "stuckReadings"));
    const exact = 1 + bias + driftPerMs * (endMs - repairedMs) + noise * random.bell();
    // At standstill the meter shows nothing, or a trickle.
    const trickle = random.chance(0.1) ? 0.002 * random.unit() * designFlowM3s : 0;
    if (stuckLeft > 0) {
      stuckLeft--;
      return { m3s: shown, event: "stuck-flow-meter" };
    }
    shown = flowM3s > 0 ? flowM3s * exact : trickle;
    return { m3s: shown, event: due ? "flow-meter-repaired" : undefined };
  };
}

/** Readings lost, readings kept for later, and a clock that wanders. */
function networkOf(random: Random) {
  const lossPerStep = draw(random, "lossPerDay") / stepsPerDay;
  const outagePerStep = draw(random, "outagePerDay") / stepsPerDay;
  const { from, to } = ranges.clockSkewMs;
  let skewMs = draw(random, "clockSkewMs");
  let lossLeft = 0;
  let backAtMs = 0;
  let sentAtMs = 0;
  return (gridMs: number) => {
    skewMs = Math.min(Math.max(skewMs + 10 * random.bell(), from), to);
    if (lossLeft === 0 && random.chance(lossPerStep)) lossLeft = Math.round(draw(random, "lossReadings"));
    if (gridMs > backAtMs && random.chance(outagePerStep)) {
      backAtMs = gridMs + stepMs * Math.round(draw(random, "outageReadings"));
    }
    const lost = lossLeft > 0;
    if (lost) lossLeft--;
    const endMs = gridMs + Math.round(skewMs);
    // What was kept goes out in order, a few readings a second.
    sentAtMs = Math.max(sentAtMs + 200, Math.max(endMs, backAtMs) + Math.round(draw(random, "latencyMs")));
    const outage = gridMs <= backAtMs;
    return { endMs, sentAtMs, sent: !lost, event: lost ? "lost" : outage ? "network-outage" : undefined } as const;
  };
}

/** Decimals of the plant's flow and power figures. */
export function resolutionOf({ designFlowM3s, plant }: Site): { readonly flow: number; readonly power: number } {
  return { flow: decimalsFor(designFlowM3s), power: decimalsFor(plant.rated_power_kw) };
}

/** Decimals that show a value of this size to four or five digits. */
function decimalsFor(full: number): number {
  return full >= 1_000 ? 0 : full >= 100 ? 1 : full >= 10 ? 2 : 3;
}

const tens = [1, 10, 100, 1_000] as const;

export function round(value: number, decimals: number): number {
  const ten = tens[decimals] as number;
  return Math.round(value * ten) / ten;
}
