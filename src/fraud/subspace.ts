/**
 * Hotelling's T2 and Q on the subspace in which a plant's honest operation lies: T2 is how far a point lies
 * out within the subspace, Q how far beside it, both in honest variances. Running mean and covariance with
 * forgetting; the directions are found anew now and then by power iteration, which needs + - * / sqrt only.
 */

const dimensions = 4;
const kept = 2;
const turns = 24;

export type Point = readonly [number, number, number, number];

/** What is remembered: 4 means, 10 covariances (lower triangle), then directions and variances once found. */
export type Subspace = {
  readonly points: number;
  readonly mean: readonly number[];
  readonly covariance: readonly number[];
  /** Unit vectors of the subspace, one after another, and the variance along each; empty before. */
  readonly directions: readonly number[];
  readonly variances: readonly number[];
  /** Variance beside the subspace. */
  readonly rest: number;
};

export const noSubspace: Subspace = {
  points: 0,
  mean: [0, 0, 0, 0],
  covariance: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  directions: [],
  variances: [],
  rest: 0,
};

/** T2 and Q of a point; undefined until directions were found. */
export function distances(subspace: Subspace, point: Point): { readonly t2: number; readonly q: number } | undefined {
  const { mean, directions, variances, rest } = subspace;
  if (directions.length === 0) return undefined;
  const away = awayFrom(mean, point);
  let beside = 0;
  for (const value of away) beside += value * value;
  let t2 = 0;
  for (let k = 0; k < kept; k++) {
    let along = 0;
    for (let i = 0; i < dimensions; i++) along += (away[i] as number) * (directions[k * dimensions + i] as number);
    t2 += (along * along) / (variances[k] as number);
    beside -= along * along;
  }
  return { t2, q: Math.max(0, beside) / rest };
}

/** The subspace with one more honest point in it; the last `memory` points or so count. */
export function pointLearnt(subspace: Subspace, point: Point, memory: number): Subspace {
  const points = Math.min(subspace.points + 1, memory);
  const share = 1 / points;
  const away = awayFrom(subspace.mean, point);
  const mean = subspace.mean.slice();
  for (let i = 0; i < dimensions; i++) mean[i] = rounded((mean[i] as number) + share * (away[i] as number));
  const covariance = subspace.covariance.slice();
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++) {
      const at = (i * (i + 1)) / 2 + j;
      const product = (away[i] as number) * (away[j] as number);
      covariance[at] = rounded((1 - share) * ((covariance[at] as number) + share * product));
    }
  }
  return { ...subspace, points, mean, covariance };
}

/** The directions of greatest variance, found anew. `least`: the least variance that instruments leave. */
export function directed(subspace: Subspace, least: number): Subspace {
  const matrix: number[] = [];
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j < dimensions; j++) {
      matrix.push(subspace.covariance[i >= j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i] as number);
    }
  }
  const directions: number[] = [];
  const variances: number[] = [];
  for (let k = 0; k < kept; k++) {
    const { direction, variance } = strongest(matrix, k);
    for (const part of direction) directions.push(rounded(part));
    variances.push(rounded(Math.max(variance, least)));
    for (let i = 0; i < dimensions; i++) {
      for (let j = 0; j < dimensions; j++) {
        const at = i * dimensions + j;
        matrix[at] = (matrix[at] as number) - variance * (direction[i] as number) * (direction[j] as number);
      }
    }
  }
  let rest = 0;
  for (let i = 0; i < dimensions; i++) rest += matrix[i * dimensions + i] as number;
  return { ...subspace, directions, variances, rest: rounded(Math.max(rest, least)) };
}

/** Power iteration from a fixed start: the same on any machine. */
function strongest(matrix: readonly number[], k: number): { direction: readonly number[]; variance: number } {
  let direction = axis(k, 0.5);
  let next = axis(k, 0);
  let variance = 0;
  for (let turn = 0; turn < turns; turn++) {
    let square = 0;
    for (let i = 0; i < dimensions; i++) {
      let sum = 0;
      for (let j = 0; j < dimensions; j++) sum += (matrix[i * dimensions + j] as number) * (direction[j] as number);
      next[i] = sum;
      square += sum * sum;
    }
    variance = Math.sqrt(square);
    if (variance < 1e-12) return { direction: axis(k, 0), variance: 0 };
    for (let i = 0; i < dimensions; i++) next[i] = (next[i] as number) / variance;
    [direction, next] = [next, direction];
  }
  return { direction, variance };
}

function axis(k: number, others: number): number[] {
  const vector: number[] = [];
  for (let i = 0; i < dimensions; i++) vector.push(i === k ? 1 : others);
  return vector;
}

function awayFrom(mean: readonly number[], point: Point): readonly [number, number, number, number] {
  const [a, b, c, d] = mean as Point;
  return [point[0] - a, point[1] - b, point[2] - c, point[3] - d];
}

/** Memory keeps eight decimals, and no -0: JSON has none. */
const rounded = (value: number): number => (Math.round(value * 1e8) + 0) / 1e8;
