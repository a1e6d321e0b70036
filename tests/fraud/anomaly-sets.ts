import { readFileSync } from "node:fs";

/** Published mean AUC of an isolation forest with 100 trees of 256 samples: README of the vectors. */
export const publishedAuc = { annthyroid: 0.818, breastw: 0.987, ionosphere: 0.846, pima: 0.671 } as const;
export type AnomalySetName = keyof typeof publishedAuc;

export type AnomalySet = {
  readonly featureNames: readonly string[];
  readonly rows: readonly (readonly number[])[];
  readonly anomalous: readonly boolean[];
};

export function anomalySet(name: AnomalySetName): AnomalySet {
  const text = readFileSync(new URL(`../vectors/anomaly/${name}.csv`, import.meta.url), "utf8");
  const [header = "", ...lines] = text.trim().split("\n");
  const cells = lines.map((line) => line.split(",").map(Number));
  return {
    featureNames: header.trim().split(",").slice(0, -1),
    rows: cells.map((row) => row.slice(0, -1)),
    anomalous: cells.map((row) => row.at(-1) === 1),
  };
}

export type DamHour = {
  readonly dam: string;
  readonly ratedPowerKw: number;
  readonly greatestFlowM3s: number;
  readonly greatestHeadM: number;
  readonly powerKw: number;
  readonly flowM3s: number;
};

/** Honest hours of eight real dams. */
export function damHours(): DamHour[] {
  const text = readFileSync(new URL("../vectors/anomaly/dam-hours.csv", import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [dam = "", ...cells] = line.split(",");
      const [ratedPowerKw, greatestFlowM3s, greatestHeadM, powerKw, flowM3s] = cells.map(Number) as Five;
      return { dam, ratedPowerKw, greatestFlowM3s, greatestHeadM, powerKw, flowM3s };
    });
}

type Five = [number, number, number, number, number];

/** Area under the ROC curve: how often an anomaly scores above an ordinary row, ties counting half. */
export function areaUnderCurve(scores: readonly number[], anomalous: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((i, j) => (scores[i] as number) - (scores[j] as number));
  let rankSum = 0;
  let anomalies = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++;
    const tied = order.slice(from, to).filter((i) => anomalous[i]).length;
    rankSum += tied * ((from + 1 + to) / 2);
    anomalies += tied;
    from = to;
  }
  return (rankSum - (anomalies * (anomalies + 1)) / 2) / (anomalies * (order.length - anomalies));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] as number;
}
