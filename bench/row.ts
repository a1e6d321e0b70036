/** One line of `bench/results.json`; `target` reads as a sentence on `ratio`, or on `ours` without a reference. */
export type BenchRow = {
  readonly name: string;
  readonly ours: number;
  readonly reference: number | null;
  readonly ratio: number | null;
  readonly unit: string;
  readonly target: string;
  readonly holds: boolean;
};
