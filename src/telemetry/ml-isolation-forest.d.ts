/** The package carries no types. Written from its source, version 0.1.0. */
declare module "ml-isolation-forest" {
  /** An inner node has both branches, a leaf its training rows. */
  export type TreeNode = {
    readonly left?: TreeNode;
    readonly right?: TreeNode;
    readonly splitColumn?: number;
    readonly splitValue?: number;
    readonly trainingSet?: readonly (readonly number[])[];
    pathLengthFromRoot(row: readonly number[], edgesSoFar: number): number;
  };

  export class IsolationForest {
    constructor(options?: { nEstimators?: number });
    readonly forest: readonly TreeNode[];
    train(trainingSet: readonly (readonly number[])[]): void;
    predict(rows: readonly (readonly number[])[]): number[];
  }
}
