/**
 * The CANMET/RETScreen (2004) turbine correlations, from which `turbine-efficiency-v1.json` was computed
 * once. They live with the tests because they need fractional powers, whose last bits differ between
 * engines: the product carries the table, the test recomputes it.
 */
export type Site = { headM: number; designFlowM3s: number; quality: number; jets: number };
export type Correlation = (site: Site, flowFraction: number) => number;

const runnerDiameterM = (designFlowM3s: number) => (designFlowM3s > 23 ? 0.41 : 0.46) * designFlowM3s ** 0.473;
const sizeGain = (designFlowM3s: number) => 1 - 0.789 * runnerDiameterM(designFlowM3s) ** -0.2;
const qualityGain = (quality: number) => 0.005 * quality - 0.0305;

const francis: Correlation = ({ headM, designFlowM3s, quality }, fraction) => {
  const specificSpeed = 600 / Math.sqrt(headM);
  const speedLoss = ((specificSpeed - 56) / 256) ** 2;
  const peak = 0.919 - speedLoss + (0.081 + speedLoss) * sizeGain(designFlowM3s) + qualityGain(quality);
  const peakFraction = 0.65 * specificSpeed ** 0.05;
  if (fraction < peakFraction) {
    return peak * (1 - 1.25 * ((peakFraction - fraction) / peakFraction) ** (3.94 - 0.0195 * specificSpeed));
  }
  const fullLoadDrop = 0.0072 * specificSpeed ** 0.4 * peak;
  return peak - ((fraction - peakFraction) / (1 - peakFraction)) ** 2 * fullLoadDrop;
};

const axialPeak = ({ headM, designFlowM3s, quality }: Site) => {
  const speedLoss = ((800 / Math.sqrt(headM) - 170) / 700) ** 2;
  return 0.905 - speedLoss + (0.095 + speedLoss) * sizeGain(designFlowM3s) + qualityGain(quality);
};

const kaplan: Correlation = (site, fraction) => axialPeak(site) * (1 - 3.5 * ((0.75 - fraction) / 0.75) ** 6);

const propeller: Correlation = (site, fraction) => axialPeak(site) * (1 - 1.25 * Math.abs(1 - fraction) ** 1.13);

const pelton: Correlation = ({ headM, designFlowM3s, jets }, fraction) => {
  const speed = 31 * Math.sqrt((headM * designFlowM3s) / jets);
  const diameterM = (49.4 * Math.sqrt(headM) * jets ** 0.02) / speed;
  const peakFraction = 0.662 + 0.001 * jets;
  const distance = Math.abs(peakFraction - fraction) / peakFraction;
  return 0.864 * diameterM ** 0.04 * (1 - (1.31 + 0.025 * jets) * distance ** (5.6 + 0.4 * jets));
};

const turgo: Correlation = (site, fraction) => pelton(site, fraction) - 0.03;

const crossflow: Correlation = (_site, fraction) => 0.79 - 0.15 * (1 - fraction) - 1.37 * (1 - fraction) ** 14;

type Range = readonly [low: number, typical: number, high: number];
type TurbineRange = { correlation: Correlation; headM: Range; designFlowM3s: Range; jets: Range };

/** Heads and flows each type is built for; typical values in the middle. */
export const ranges: Record<string, TurbineRange> = {
  pelton: { correlation: pelton, headM: [80, 300, 1200], designFlowM3s: [0.1, 2, 10], jets: [1, 3, 6] },
  turgo: { correlation: turgo, headM: [50, 120, 250], designFlowM3s: [0.1, 1, 8], jets: [1, 2, 4] },
  francis: { correlation: francis, headM: [20, 80, 500], designFlowM3s: [0.5, 10, 500], jets: [1, 1, 1] },
  kaplan: { correlation: kaplan, headM: [5, 20, 50], designFlowM3s: [1, 50, 800], jets: [1, 1, 1] },
  propeller: { correlation: propeller, headM: [5, 15, 50], designFlowM3s: [1, 20, 500], jets: [1, 1, 1] },
  crossflow: { correlation: crossflow, headM: [5, 30, 150], designFlowM3s: [0.1, 1, 5], jets: [1, 1, 1] },
};

/** Turbine manufacture and design coefficient R_m. */
const quality: Range = [2.8, 4.5, 6.1];
/** Generator and transformer. */
const electrical: Range = [0.93, 0.95, 0.98];
/** A gross head measured where the correlation means net head: the default 10 % allowance for losses. */
const grossHeadFactor = 0.9;

export const flowFractions = [
  0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1, 1.1,
  1.2,
];

const thousandths = (value: number) => Math.round(Math.max(0, value) * 1000) / 1000;

function* sites(range: TurbineRange): Generator<Site> {
  for (const headM of range.headM)
    for (const designFlowM3s of range.designFlowM3s)
      for (const jets of range.jets) for (const r of quality) yield { headM, designFlowM3s, jets, quality: r };
}

/** Flow as a fraction of design flow, typical efficiency, least efficiency: as a row of the data file. */
export type TableRow = [flowFraction: number, typical: number, least: number];

/** One type's rows and its best efficiency anywhere, as the table holds them. */
export function tableFor(range: TurbineRange): { best: number; points: TableRow[] } {
  const typicalSite: Site = {
    headM: range.headM[1],
    designFlowM3s: range.designFlowM3s[1],
    jets: range.jets[1],
    quality: quality[1],
  };
  const all = [...sites(range)];
  const points = flowFractions.map((fraction): TableRow => {
    if (fraction === 0) return [0, 0, 0];
    const typical = range.correlation(typicalSite, fraction) * electrical[1];
    const least = Math.min(...all.map((site) => range.correlation(site, fraction))) * electrical[0] * grossHeadFactor;
    return [fraction, thousandths(typical), thousandths(least)];
  });
  const best = Math.max(...all.flatMap((site) => flowFractions.slice(1).map((f) => range.correlation(site, f))));
  return { best: thousandths(best * electrical[2]), points };
}

/** The envelope of all types, for a plant that names none: worst of the worst, best of the best, mean between. */
export function tableForUnknown(): { best: number; points: TableRow[] } {
  const tables = Object.values(ranges).map(tableFor);
  const column = (i: number, place: 1 | 2) => tables.map((table) => table.points[i]?.[place] ?? 0);
  return {
    best: Math.max(...tables.map((table) => table.best)),
    points: flowFractions.map((fraction, i) => [
      fraction,
      thousandths(column(i, 1).reduce((sum, value) => sum + value, 0) / tables.length),
      Math.min(...column(i, 2)),
    ]),
  };
}
