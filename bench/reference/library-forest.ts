import { IsolationForest } from "ml-isolation-forest";

/**
 * `ml-isolation-forest` as its users train it: 100 trees, every tree on all rows, drawing from `Math.random`.
 * Comes back as what scores one reading.
 */
export function libraryScorer(rows: number[][]): (row: number[]) => number {
  const library = new IsolationForest({ nEstimators: 100 });
  library.train(rows);
  return (row) => library.predict([row])[0] as number;
}
